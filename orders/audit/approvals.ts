import { type OrderEvent, type StoredEvent } from '../event'
import { type ApprovalStep, type Order } from '../order'
import { holdsOf, isAskedIn, roleOf } from '../waived'
import { type AuditRecord, type Breach, nameOf, shown } from './record'

type Approved = Extract<OrderEvent, { type: 'approved' }>['data']

/** R-APR-03, R-ROL-02: who decided was another than who entered or asked, decided for one role only, and had that role then; of an order, and of each change that waited, for itself. */
export function approvals(record: AuditRecord): Breach[] {
  let seen: { by: string; roles: readonly string[]; level?: number; change?: number }[] = []
  const changers = new Set<string>()
  return record.steps.flatMap(({ event, before }) => {
    if (event.type === 'changed') {
      changers.add((event.data as { by: string }).by)
      // what was approved before is void
      if (before?.change === undefined) seen = []
    }
    if (event.type !== 'approved' || !before) return []
    const { step: name, by } = event.data as Approved
    const step = before.approvals.find((one) => one.step === name)
    const breaches = [...ofSelf(event, before, step, by, changers), ...ofRole(record, event, before, step, by)]
    if (step?.return !== undefined) return breaches
    const roles = rolesAsked(before, step)
    const { level, change } = step ?? {}
    const other = seen.find((one) => one.by === by && one.change === change && (!one.roles.some((role) => roles.includes(role)) || (one.level !== undefined && level !== undefined && one.level !== level)))
    seen.push({ by, roles, level, change })
    return other ? [...breaches, shown('two-approvals', event, `${by} approved ${nameOf(before)} for ${roles.join(', ')}, and had approved it for ${other.roles.join(', ')} before.`)] : breaches
  })
}

/** A waiver is for the roles of every hold that it waives. */
const rolesAsked = (order: Order, step: ApprovalStep | undefined): string[] => (step ? [step.role] : [...new Set(holdsOf(order).map(roleOf))])

function ofSelf(event: StoredEvent, order: Order, step: ApprovalStep | undefined, by: string, changers: ReadonlySet<string>): Breach[] {
  if (step?.return !== undefined) {
    return order.returns?.find(({ number }) => number === step.return)?.requestedBy === by ? [shown('self-approval', event, `${by} approved the return ${step.return}, which he had asked for himself.`)] : []
  }
  if (order.createdBy === by) return [shown('self-approval', event, `${by} approved ${nameOf(order)}, which he had entered himself.`)]
  if (step?.change !== undefined && order.change?.by === by) return [shown('self-approval', event, `${by} approved a change of ${nameOf(order)}, which he had asked for himself.`)]
  return changers.has(by) ? [shown('own-change-approved', event, `${by} approved ${nameOf(order)}, which he had changed himself.`, 'look')] : []
}

function ofRole({ rolesAt }: AuditRecord, event: StoredEvent, order: Order, step: ApprovalStep | undefined, by: string): Breach[] {
  const had = rolesAt(by, event.at)
  const lacking = had === undefined ? [] : rolesAsked(order, step).filter((role) => !had.includes(role))
  if (lacking.length === 0) return []
  const isDiscount = step !== undefined && order.findings.some((finding) => finding.rule === 'price' && isAskedIn(step, finding))
  return [shown(isDiscount ? 'discount-over-authority' : 'approved-without-role', event, `${by} approved ${nameOf(order)} for ${lacking.join(', ')}, and had only ${had!.join(', ') || '–'}.`)]
}
