import { type Claim } from '../orders/decision'
import { add, type Decimal, subtract } from '../orders/decimal'
import { type Dated, type Facts } from '../orders/facts'

/**
 * What the earlier commands of a commit are about to hold of credit and stock. Without it the orders of one file would each be judged as if they
 * were alone, and then fall short together.
 */
export class Held {
  private readonly all = new Map<string, Decimal>()
  private readonly byOrder = new Map<string, Map<string, Decimal>>()

  /** An order's claim on a resource takes the place of the one before. */
  take(order: string, claims: readonly Claim[]): void {
    const own = this.byOrder.get(order) ?? new Map<string, Decimal>()
    this.byOrder.set(order, own)
    for (const { resource, quantity } of claims) {
      this.all.set(resource, add(subtract(this.all.get(resource) ?? '0', own.get(resource) ?? '0'), quantity))
      own.set(resource, quantity)
    }
  }

  /** The facts with what the other orders of this commit hold counted as ours. */
  among(facts: Facts, order: string): Facts {
    if (this.all.size === 0) return facts
    const { credit, stock } = facts
    return {
      ...facts,
      credit: credit && facts.partner && this.plus(credit, `credit/${facts.partner.code}`, order),
      stock: new Map([...stock].map(([item, known]) => [item, this.plus(known, `stock/${item}`, order)])),
    }
  }

  private plus<T extends { ours: Decimal }>(known: Dated<T>, resource: string, order: string): Dated<T> {
    const others = this.all.get(resource)
    if (others === undefined) return known
    const more = subtract(others, this.byOrder.get(order)?.get(resource) ?? '0')
    return { ...known, value: { ...known.value, ours: add(known.value.ours, more) } }
  }
}
