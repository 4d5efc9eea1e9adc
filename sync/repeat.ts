import { compare, isDecimal } from '../orders/decimal'
import { type Order, type OrderLine } from '../orders/order'
import * as cases from '../store/cases'
import * as orders from '../store/orders'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { type Creation, type Plan } from './plan'

/**
 * R-INT-07: plans for orders that we have become duplicates. Where the second says something else (other quantities,
 * prices, items), it is a duplicate all the same and a case asks whether the buyer meant a change.
 */
export async function againstFirst(context: Context, plans: readonly Plan[]): Promise<Plan[]> {
  const numbered = plans.flatMap((plan) => (plan.create?.key ? [{ plan, key: keyOf(plan.create) }] : []))
  const firsts = await orders.byKeys(context.store, numbered.map(({ key }) => key))
  const repeated = new Map<Plan, Order>(numbered.flatMap(({ plan }, index) => { const first = firsts[index]; return first ? [[plan, first] as const] : [] }))
  const decided: Plan[] = []
  for (const plan of plans) {
    const first = repeated.get(plan)
    decided.push(first && plan.create ? await duplicate(context, plan.base, plan.create, first) : plan)
  }
  return decided
}

function keyOf({ company, submission: { command } }: Creation): orders.OrderKey {
  return { company, buyer: command.buyer!, reference: command.reference!, release: command.release, generation: command.generation }
}

async function duplicate(context: Context, base: Plan['base'], create: Creation, first: Order): Promise<Plan> {
  const { company } = create
  const differences = first.document === create.submission.command.document ? [] : differ(first.lines, create)
  const name = first.number ?? first.reference ?? first.id
  const text = differences.length === 0 ? `The same as ${name}.` : `The same number as ${name}, with another content: ${differences.join('; ')}.`
  if (differences.length > 0) {
    await context.store.write((tx) => cases.open(tx, {
    id: uuidv7(), company, kind: 'same-number-other-content', system: '', subject: `order/${first.id}`, field: String(create.submission.command.document),
      text: `${text} Ask the buyer; what is meant as a change is entered with "order-to-cash change".`, seenAt: instant(context), detail: { arrival: base.arrival },
    }))
  }
  return { base, item: { ...base, outcome: 'duplicate', order: first.id, text } }
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
