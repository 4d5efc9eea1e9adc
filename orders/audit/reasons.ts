import { type AuditRecord, type Breach, nameOf, shown } from './record'

/** What a person decides needs a reason. */
const DECIDED: ReadonlySet<string> = new Set(['approved', 'rejected', 'changed', 'changeAsked', 'changeRefused', 'cancelAsked', 'cancelled', 'returnRefused', 'erased', 'reopened', 'reopenEnded'])

/** R-REV-11, R-APR-04: every decision has its reason, and was told by who made it. */
export function reasons({ order, steps }: AuditRecord): Breach[] {
  return steps.flatMap(({ event }) => {
    const { by, reason, waived } = event.data as { by?: string; reason?: string; waived?: { by: string; reason: string } }
    const [who, why] = event.type === 'cancelledThere' ? [waived?.by, waived?.reason] : [by, reason]
    if (who === undefined || !(DECIDED.has(event.type) || event.type === 'cancelledThere')) return []
    return [
      ...(why === undefined || why.trim() === '' ? [shown('no-reason', event, `${who} decided something of ${nameOf(order)} (${event.type}) and gave no reason.`)] : []),
      ...(event.type === 'approved' && who !== event.actor ? [shown('acted-for-another', event, `${event.actor} approved ${nameOf(order)} in the name of ${who}.`)] : []),
    ]
  })
}
