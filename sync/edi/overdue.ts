import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as interchanges from '../../store/interchanges'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { OVERDUE } from './answered'

/** Opens a case, once, for everything sent whose acknowledgement should have come by now; answers how many. It is not sent again: the partner may have it. */
export async function findOverdue(context: Context, company: string): Promise<number> {
  const late = await interchanges.overdue(context.store, company, instant(context))
  for (const sent of late) {
    const partner = await config.partner(context.store, company, sent.partner)
    await context.store.write(async (tx) => {
      // it may have come since
      if ((await interchanges.byId(tx, company, sent.id))?.state !== 'awaited') return
      await interchanges.answered(tx, sent, { state: 'overdue' })
      await cases.open(tx, {
        id: uuidv7(), company, kind: OVERDUE, system: '', subject: sent.stream, field: `${sent.type} ${sent.control}`, seenAt: instant(context), detail: { interchange: sent.id },
        text: `${partner?.name ?? sent.partner} (${sent.partner}) has not acknowledged our ${sent.type} ${sent.control} of ${sent.at.slice(0, 16).replace('T', ' ')} UTC, which was due by ${sent.dueAt!.slice(0, 16).replace('T', ' ')}. Ask whether he has it; the case closes by itself when the acknowledgement comes.`,
      })
    })
  }
  return late.length
}
