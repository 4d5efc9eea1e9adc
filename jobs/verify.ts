import * as cases from '../store/cases'
import { instant } from '../sync/context'
import { uuidv7 } from '../sync/ids'
import { verify } from '../sync/proof/verify'
import { type Done, type Job } from './job'

/** How many defects the case tells; `order-to-cash verify` shows all. */
const TOLD = 10

/** Checks the store against itself and the last proof; what was tampered with is a case. */
export const verifyJob: Job = async (context, { company }): Promise<Done> => {
  const { streams, events, defects, moreDefects, companies } = await verify(context)
  const own = defects.filter((defect) => defect.company === company || defect.company === '')
  if (own.length > 0) {
    await context.store.write((tx) => cases.open(tx, {
      id: uuidv7(), company, kind: 'store-damaged', system: '', subject: 'store', field: '', seenAt: instant(context), detail: { defects: own.slice(0, TOLD) },
      text: `${own.length + moreDefects} defects: ${own.slice(0, TOLD).map((defect) => defect.text).join('; ')}. Run "order-to-cash verify"; keep the database as it is, and restore what was changed from a backup.`,
    }))
  }
  const once = companies.every((one) => one.company !== company || one.once)
  return { counts: { streams, events, defects: own.length, notOnce: once ? 0 : 1 }, problems: own.length > 0 || !once }
}
