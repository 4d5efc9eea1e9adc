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

/** An order that other rules would judge otherwise. */
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
 * R-REV-22: judges stored orders, as they were received, by the rules of now and by others, both by the facts of now, and answers with each whose verdict or
 * findings would be otherwise, and with how many were judged. Changes nothing. Repeats are not looked for: an order is its own.
 */
export async function* rejudge(context: Context, company: string, others: RuleBook, filter: OrderFilter): AsyncGenerator<Rejudged, number> {
  const rules = await ruleBook(context.store, company)
  let judged = 0
  for await (const page of pastOrders(context, company, filter)) {
    if (page.length === 0) continue
    const received = await Promise.all(page.map(({ id }) => receivedAs(context, company, id)))
    const needs = received.map((order) => ({ company, order, command: { type: 'review' } as const }))
    const [factsNow, factsThen] = [await gatherFacts(context, needs, rules), await gatherFacts(context, needs, others)]
    for (const [index, order] of page.entries()) {
      judged++
      const [now, then] = [review(received[index]!, factsNow[index]!), review(received[index]!, factsThen[index]!)]
      const [gone, fresh] = [without(now, then), without(then, now)]
      if (gone.length + fresh.length > 0 || verdict(now) !== verdict(then)) yield { order, now: verdict(now), then: verdict(then), gone, fresh }
    }
  }
  return judged
}

async function receivedAs(context: Context, company: string, id: string): Promise<Order> {
  const [first] = await streams.load(context.store, company, `order/${id}`)
  return fold([first!])!
}

/** One that asks another role, or does something else, is another. */
const without = (all: readonly Finding[], known: readonly Finding[]): Finding[] =>
  all.filter((one) => !known.some((other) => sameFinding(one, other) && one.severity === other.severity && one.role === other.role))
