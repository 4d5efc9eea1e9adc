import { type Acknowledgement, answerTo, takenAs } from '../../mappings/edi/acknowledge/answer'
import * as interchanges from '../../store/interchanges'
import { type Arrival } from '../../store/records'
import { type Tx } from '../../store/store'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { putOut } from './putOut'
import { giveBack, type Screened } from './screen'

/**
 * R-INT-02: answers every envelope of an arrival with the technical acknowledgements that the partner gets, in the transaction that concludes the
 * arrival. What came before and was taken in the same way gets no second one unless his profile says so; what is addressed to somebody else gets none.
 */
export async function acknowledgeAll(context: Context, tx: Tx, arrival: Arrival, screened: readonly Screened[]): Promise<void> {
  for (const [index, one] of screened.entries()) {
    const { envelope: { received, standard, messages }, partner, edi, repeated, misdirected } = one
    const state = takenAs(received)
    const record: interchanges.InterchangeRecord = {
      company: partner.company, id: uuidv7(), direction: 'in', partner: partner.code, standard, type: [...new Set(messages.map(({ type }) => type))].join(' ').slice(0, 32), control: received.control.slice(0, 64),
      test: received.test, messages: messages.length, sha256: arrival.sha256, at: instant(context), stream: `arrival/${arrival.id}`, state,
    }
    const again = repeated || (await interchanges.takenBefore(tx, record)).includes(state)
    if (!again) await interchanges.add(tx, record)
    if (state === 'rejected') await giveBack(tx, one)
    if (misdirected || (again && edi.acknowledgeRepeats !== true)) continue
    for (const as of wantedOf(one)) {
      const answer = answerTo(received, as)
      if (!answer) continue
      await putOut(tx, {
        partner, edi, standard, type: as, ...(answer.grouped ? { functional: 'FA' } : {}), test: received.test, messages: 1, stream: `arrival/${arrival.id}`,
        ourId: `${arrival.id}/${index + 1}/${as}`, revision: 1, correlation: arrival.id, at: instant(context), acknowledged: false, write: answer.write,
      })
    }
  }
}

/** What the partner gets by his profile, a TA1 where the envelope asks for one, and one where nothing but the envelope could be read. */
function wantedOf({ envelope: { standard, received }, edi }: Screened): Acknowledgement[] {
  const wanted = (edi.acknowledge ?? []).filter((as) => (as === 'CONTRL') === (standard === 'edifact'))
  if (standard === 'edifact' || wanted.length === 0) return standard === 'x12' && received.asked ? ['TA1'] : wanted
  if (received.groups.every((group) => group.messages.length === 0 || group.functional === '' || group.control === '')) return ['TA1']
  return received.asked && !wanted.includes('TA1') ? ['TA1', ...wanted] : wanted
}
