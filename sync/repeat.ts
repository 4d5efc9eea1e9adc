import { compare, isDecimal } from '../orders/decimal'
import { type OrderLine } from '../orders/order'
import * as cases from '../store/cases'
import * as orders from '../store/orders'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { type Creation, type Plan } from './plan'

/**
 * R-INT-07: a plan for an order that we have becomes a duplicate. Where the second says something else (other quantities,
 * prices, items), it is a duplicate all the same and a case asks whether the buyer meant a change.
 */
export async function againstFirst(context: Context, plan: Plan): Promise<Plan> {
  if (!plan.create?.key) return plan
  const { buyer, reference, release, generation } = plan.create.submission.command
  const { company } = plan.create
  const first = await orders.byKey(context.store, company, buyer!, reference!, release, generation)
  if (!first) return plan
  const differences = first.document === plan.create.submission.command.document ? [] : differ(first.lines, plan.create)
  const name = first.number ?? first.reference ?? first.id
  const text = differences.length === 0 ? `The same as ${name}.` : `The same number as ${name}, with another content: ${differences.join('; ')}.`
  if (differences.length > 0) {
    await context.store.write((tx) => cases.open(tx, {
    id: uuidv7(), company, kind: 'same-number-other-content', system: '', subject: `order/${first.id}`, field: String(plan.create.submission.command.document),
      text: `${text} Ask the buyer; what is meant as a change is entered with "order-to-cash change".`, seenAt: instant(context), detail: { arrival: plan.base.arrival },
    }))
  }
  return { base: plan.base, item: { ...plan.base, outcome: 'duplicate', order: first.id, text } }
}

/** Where the second arrival contradicts what the first said, line by line; what only one of them says is no contradiction. */
function differ(first: readonly OrderLine[], second: Creation): string[] {
  const { draft, items } = second.submission.command
  if (first.length !== draft.lines.length) return [`${draft.lines.length} lines instead of ${first.length}`]
  return draft.lines.flatMap((line, index) => {
    const before = first[index]!
    const item = items[line.id]
    const differences: string[] = []
    if (item && before.item && item !== before.item) differences.push(`line ${line.id}: item ${item} instead of ${before.item}`)
    if (unequal(line.quantity, before.quantity)) differences.push(`line ${line.id}: quantity ${line.quantity} instead of ${before.quantity}`)
    if (unequal(line.price?.amount, before.price?.amount)) differences.push(`line ${line.id}: price ${line.price?.amount} instead of ${before.price?.amount}`)
    return differences
  })
}

const unequal = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && isDecimal(a) && isDecimal(b) && compare(a, b) !== 0
