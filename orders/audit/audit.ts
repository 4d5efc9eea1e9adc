import { type StoredEvent, type OrderEvent } from '../event'
import { evolve } from '../evolve'
import { type Order } from '../order'
import { accepted } from './accepted'
import { approvals } from './approvals'
import { differences } from './differences'
import { money } from './money'
import { reasons } from './reasons'
import { reopened } from './reopened'
import { type AuditRecord, type Breach, type Step } from './record'

/** Each looks at one order's whole record. */
const CHECKS: readonly ((record: AuditRecord) => Breach[])[] = [approvals, accepted, reasons, money, reopened, differences]

/** R-AUD-03: every rule that was broken in an order, and what a person should look at, from its record alone. */
export function breachesOf(events: readonly StoredEvent[], beside: Omit<AuditRecord, 'order' | 'steps'>): Breach[] {
  const steps: Step[] = []
  let order: Order | undefined
  for (const event of events) {
    steps.push({ event, before: order })
    order = evolve(order, event as unknown as OrderEvent, event)
  }
  if (order === undefined) return []
  const record: AuditRecord = { ...beside, order, steps }
  return CHECKS.flatMap((check) => check(record))
}
