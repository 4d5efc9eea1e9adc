import { Fault } from '../../connectors/fault'
import { type Remote } from '../../connectors/connector'
import { compare } from '../../orders/decimal'
import { producedLine } from '../../orders/effects'
import { type Order } from '../../orders/order'
import { again } from '../../store/again'
import { LinkConflict } from '../../store/links'
import * as orders from '../../store/orders'
import { type Context } from '../context'
import { applyRemotes, type Followed } from '../follow'
import { type System } from '../systems'
import { type Difference } from './difference'

/** What is done about a difference: send ours again, take theirs over, or ask a person. */
export type Repair = 'resend' | 'follow' | 'person'

interface Rule {
  kind: Difference['kind']
  /** Roles and kinds of record that it is for; absent is any. */
  roles?: readonly string[]
  records?: readonly string[]
  verdict?: Difference['verdict']
  when?: (order: Order | undefined, difference: Difference) => boolean
  then: Repair
}

/** What is being cancelled is not sent again. */
const untouched = (order: Order | undefined): boolean => order !== undefined && order.cancel === undefined && order.lines.every((line) => compare(line.shipped, '0') === 0)
/** The record itself names our order; one that only looks like it is for a person. */
const named = (order: Order | undefined, difference: Difference): boolean => order !== undefined && difference.ourId !== undefined && isShipped(order, difference)

/** Only what we shipped is booked with a carrier and told to a shop's customer; more of it is somebody's own. */
function isShipped({ documents }: Order, { record, ourId = '' }: Difference): boolean {
  const [, issuer, ...number] = ourId.split('/')
  return !['shipment', 'fulfilment'].includes(record) || documents.some((one) => one.kind === 'despatch' && one.issuer === issuer && one.number === number.join('/'))
}

/** Nothing of the line is begun: asked for anew, it is made once. */
const awaited = (order: Order | undefined, { ourId = '' }: Difference): boolean => order?.cancel === undefined && order?.lines.find((line) => line.id === producedLine(ourId))?.production?.stage === 'awaiting'

/**
 * The whole repair policy, the first rule that fits. Money and quantities are never corrected by a rule, and nothing is sent
 * again that would make goods move a second time.
 */
export const RULES: readonly Rule[] = [
  { kind: 'missing-there', roles: ['finance'], records: ['order'], when: (order) => order !== undefined && order.cancel === undefined, then: 'resend' },
  { kind: 'missing-there', roles: ['erp', 'wms'], records: ['order', 'part'], when: untouched, then: 'resend' },
  { kind: 'missing-there', roles: ['mes'], records: ['production'], when: (order, difference) => awaited(order, difference), then: 'resend' },
  // what a customer is told moves nothing, and is told by our id
  { kind: 'missing-there', roles: ['shop'], records: ['fulfilment'], then: 'resend' },
  { kind: 'tracking', roles: ['shop'], records: ['fulfilment'], then: 'resend' },
  { kind: 'missing-here', when: named, then: 'follow' },
  { kind: 'status', verdict: 'ahead', then: 'follow' },
]

export function repairOf(difference: Difference, order: Order | undefined): Repair {
  return RULES.find((rule) => rule.kind === difference.kind
    && (!rule.roles || rule.roles.includes(difference.role)) && (!rule.records || rule.records.includes(difference.record))
    && (!rule.verdict || rule.verdict === difference.verdict) && (!rule.when || rule.when(order, difference)))?.then ?? 'person'
}

/** Carries out the rule for a difference; answers what was really begun. Whether it helped shows when the record is compared again. */
export async function repair(context: Context, system: System, difference: Difference, remote: Remote | undefined): Promise<Repair> {
  const order = difference.order === undefined ? undefined : await orders.get(context.store, system.company, difference.order)
  switch (repairOf(difference, order)) {
    case 'resend': {
      const gone = { company: system.company, system: system.name, kind: difference.record, ourId: difference.ourId! }
      const sent = await context.store.write(async (tx) => [...difference.kind === 'tracking' ? [] : await again(tx, gone), ...difference.record === 'fulfilment' ? await again(tx, { ...gone, kind: 'tracking', ourId: `${gone.ourId}/tracking` }) : []])
      return sent.length > 0 ? 'resend' : 'person'
    }
    case 'follow': return remote ? takeOver(context, system, remote) : 'person'
    case 'person': return 'person'
  }
}

async function takeOver(context: Context, system: System, remote: Remote): Promise<Repair> {
  const followed: Followed = { changes: 0, applied: 0, parked: 0, refused: 0, foreign: 0, unreachable: {} }
  try {
    await applyRemotes(context, system, [remote], followed)
    return 'follow'
  } catch (error) {
    // another record there has its place already, or the system does not answer: only a person can tell
    if (error instanceof LinkConflict || error instanceof Fault) return 'person'
    throw error
  }
}
