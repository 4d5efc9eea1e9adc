import { type RuleBook } from '../orders/facts'
import { fold } from '../orders/evolve'
import { type Finding } from '../orders/finding'
import { type Order } from '../orders/order'
import { review, sameFinding, verdict, type Verdict } from '../orders/review'
import * as streams from '../store/streams'
import { type Context } from './context'
import { gatherFacts } from './facts'
import { type OrderFilter, pastOrders } from './pastOrders'
import { ruleBook } from './rules'

/** An order, as it is judged now and as other rules would judge it. */
export interface Rejudged {
  order: Order
  /** By the rules of now, and by the others. */
  now: Verdict
  then: Verdict
  /** What only the rules of now find, and what only the others do. */
  gone: Finding[]
  fresh: Finding[]
}

/**
 * R-REV-22: judges stored orders, as they were received, by the rules of now and by others, both by the facts of now. Changes nothing. Repeats are not looked
 * for: an order is its own. One without its first event, which `verify` names, is passed over.
 */
export async function* rejudge(context: Context, company: string, others: RuleBook, filter: OrderFilter): AsyncGenerator<Rejudged> {
  const rules = await ruleBook(context.store, company)
  for await (const page of pastOrders(context, company, filter)) {
    const known = (await Promise.all(page.map(async (order) => ({ order, received: await receivedAs(context, company, order.id) })))).filter(({ received }) => received !== undefined)
    if (known.length === 0) continue
    const needs = known.map(({ received }) => ({ company, order: received, command: { type: 'review' } as const }))
    const [factsNow, factsThen] = [await gatherFacts(context, needs, rules), await gatherFacts(context, needs, others)]
    for (const [index, { order, received }] of known.entries()) {
      const [now, then] = [review(received!, factsNow[index]!), review(received!, factsThen[index]!)]
      yield { order, now: verdict(now), then: verdict(then), gone: without(now, then), fresh: without(then, now) }
    }
  }
}

async function receivedAs(context: Context, company: string, id: string): Promise<Order | undefined> {
  return fold((await streams.load(context.store, company, `order/${id}`)).slice(0, 1))
}

/** One that asks another role, or does something else, is another. */
const without = (all: readonly Finding[], known: readonly Finding[]): Finding[] =>
  all.filter((one) => !known.some((other) => sameFinding(one, other) && one.severity === other.severity && one.role === other.role))
