import { charsetOf } from '../../mappings/edi/write/edifact'
import { renumbered } from '../../mappings/edi/write/renumber'
import { type Profile } from '../../mappings/profile'
import * as documents from '../../store/documents'
import * as interchanges from '../../store/interchanges'
import { type InterchangeRecord } from '../../store/interchanges'
import * as outbox from '../../store/outbox'
import { type Partner } from '../../store/records'
import { type Context, instant } from '../context'
import { tellDeed } from '../deeds'
import { uuidv7 } from '../ids'
import { dueAt } from './calendar'
import { putOut } from './putOut'

export interface Again {
  partner: Partner
  sent: InterchangeRecord
  /** Why, for the record. */
  reason: string
  /** Under the next control numbers: for a partner who takes none twice. */
  renumber: boolean
}

/**
 * Sends a document that a partner has had once more, because he asks for it: the same bytes, under the numbers that it had or under the next ones. It is awaited
 * anew. Each time it is a message of its own, so that it goes out once each time. Answers the control number, or why not.
 */
export async function sendAgain(context: Context, { partner, sent, reason, renumber }: Again): Promise<{ control: string } | { refused: string }> {
  const { edi } = partner.profile as Profile
  if (!edi) return { refused: `the profile of ${partner.code} no longer has edi, and so no channel` }
  const bytes = await documents.read(context.store, sent.sha256)
  if (!bytes) return { refused: `its bytes (${sent.sha256.slice(0, 12)}…) were erased from the store` }
  const at = instant(context)
  const note = `sent again by ${context.actor}: ${reason}`
  return context.store.write(async (tx) => {
    const again = (await outbox.ofStream(tx, sent.company, sent.stream)).filter(({ ourId }) => ourId.startsWith(`${sent.id}/again/`)).length + 1
    const ourId = `${sent.id}/again/${again}`
    const tell = (as: string): Promise<void> => tellDeed(context, tx, sent.company, `interchange/${sent.id}`, { type: 'documentSentAgain', data: { partner: partner.code, control: sent.control, as, reason } })
    if (renumber) {
      const done = await putOut(tx, {
        partner, edi, standard: sent.standard, type: sent.type, ...(sent.functional === undefined ? {} : { functional: sent.functional }), test: sent.test, messages: sent.messages, stream: sent.stream, ourId, revision: again,
        correlation: sent.id, at, acknowledged: sent.state !== 'sent', write: (numbers) => textOf(renumbered(bytes, sent.standard, numbers), sent.standard),
      })
      if (!done) return { refused: 'it could not be put out; the case document-not-sent says why' }
      const [fresh] = await interchanges.list(tx, sent.company, { partner: partner.code, direction: 'out', stream: sent.stream, limit: 1 })
      await interchanges.noteAgain(tx, sent, { state: sent.state, text: `${note} (as ${fresh?.control ?? ''})` })
      await tell(fresh?.control ?? '')
      return { control: fresh?.control ?? '' }
    }
    await outbox.enqueue(tx, [{
      id: uuidv7(), company: sent.company, system: edi.channel, kind: 'document', ourId, revision: again, action: 'create', stream: sent.stream, correlation: sent.id, createdAt: at,
      body: { partner: partner.code, fileName: `${sent.type}-${sent.control.padStart(9, '0')}-again-${again}.edi`, sha256: sent.sha256, type: sent.type, control: sent.control },
    }])
    const awaits = sent.state !== 'sent' && edi.acknowledgedWithin !== undefined
    await interchanges.noteAgain(tx, sent, { text: note, state: awaits ? 'awaited' : sent.state, ...(awaits ? { dueAt: dueAt(new Date(at), edi.acknowledgedWithin!, partner.zone ?? 'UTC', edi.calendar) } : {}) })
    await tell(sent.control)
    return { control: sent.control }
  })
}

/** The text of bytes that were written from one: as it is encoded again it gives the same. */
function textOf(bytes: Buffer, standard: 'x12' | 'edifact'): string {
  const latin1 = bytes.toString('latin1')
  if (standard === 'edifact') return bytes.toString(charsetOf(latin1))
  const utf8 = bytes.toString('utf8')
  // X12 is written in UTF-8 only where Latin 1 does not have it all
  return /[^\0-\xff]/.test(utf8) && !utf8.includes('\ufffd') ? utf8 : latin1
}
