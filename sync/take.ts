import * as arrivals from '../store/arrivals'
import * as cases from '../store/cases'
import * as orders from '../store/orders'
import { type Arrival, type ArrivalItem } from '../store/records'
import { type Tx } from '../store/store'
import { type Context, instant } from './context'
import { few } from './describe'
import { settleChange } from './edi/changeRequest'
import { uuidv7 } from './ids'
import { type Plan } from './plan'
import { againstFirst } from './repeat'
import { type Outcome, submitAll } from './submit'

/** Another process goes on with the same arrival: what it did stands. */
class TakenByAnother extends Error {}

/**
 * Commits what was planned of one arrival in one transaction: orders, their messages, and what became of each message.
 * An order that we have is a duplicate; where one comes in elsewhere at this moment, the plans are taken one by one.
 */
export async function take(context: Context, arrival: Arrival, batch: readonly Plan[]): Promise<ArrivalItem[]> {
  if (batch.length === 0) return []
  const plans = await againstFirst(context, batch)
  const submissions = plans.flatMap((plan) => (plan.create ? [plan.create.submission] : plan.amend ? [plan.amend.submission] : []))
  try {
    let kept: ArrivalItem[] = []
    const keep = async (tx: Tx, outcomes: Outcome[]): Promise<void> => { kept = await keepItems(context, tx, arrival, plans, outcomes) }
    if (submissions.length === 0) await context.store.write((tx) => keep(tx, []))
    else await submitAll(context, submissions, keep)
    return kept
  } catch (error) {
    if (error instanceof TakenByAnother) return arrivals.items(context.store, arrival.id)
    if (!(error instanceof orders.OrderKeyTaken)) throw error
    const results: ArrivalItem[] = []
    for (const plan of batch) results.push(...(await take(context, arrival, [plan])))
    return results
  }
}

async function keepItems(context: Context, tx: Tx, arrival: Arrival, plans: readonly Plan[], outcomes: readonly Outcome[]): Promise<ArrivalItem[]> {
  if (await arrivals.hasItems(tx, arrival.id, plans.map((plan) => plan.base.no))) throw new TakenByAnother()
  let next = 0
  const items: ArrivalItem[] = []
  for (const plan of plans) {
    if (plan.create) items.push(became(plan, outcomes[next++]!))
    else if (plan.amend) {
      const outcome = outcomes[next++]!
      items.push({ ...plan.base, outcome: 'document', order: plan.amend.submission.subject.order, text: await settleChange(context, tx, plan.amend.request, outcome) })
    }
    else items.push({ ...plan.item, ...textOf(await plan.beside?.(tx)) })
  }
  await arrivals.addItems(tx, items)
  for (const item of items) if (item.outcome === 'quarantined') await quarantine(context, tx, arrival, item)
  return items
}

const textOf = (text: string | undefined): Partial<ArrivalItem> => (text === undefined ? {} : { text })

function became(plan: Plan, outcome: Outcome): ArrivalItem {
  if (outcome.outcome === 'refused') return { ...plan.base, outcome: 'quarantined', text: few(outcome.findings.map((f) => f.text)) }
  const { order } = outcome
  return order.status === 'held'
    ? { ...plan.base, order: order.id, outcome: 'held', text: few(order.holds) }
    : { ...plan.base, order: order.id, outcome: 'order' }
}

/** What could not be taken waits as a case; the bytes are kept with the arrival. */
export async function quarantine(context: Context, tx: Tx, arrival: Arrival, item: ArrivalItem): Promise<void> {
  await cases.open(tx, {
    id: uuidv7(), company: item.company ?? '', kind: 'quarantine', system: '', subject: `document/${arrival.sha256}`, field: `message ${item.no}`,
    text: `${arrival.fileName ?? 'A document'}: ${item.text ?? 'it could not be read.'}`, seenAt: instant(context), detail: { arrival: arrival.id, control: item.control },
  })
}
