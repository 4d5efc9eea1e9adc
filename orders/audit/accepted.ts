import { type StoredEvent } from '../event'
import { type Finding } from '../finding'
import { type Order } from '../order'
import { isAccepted } from '../status'
import { holdsOf, roleOf, waivedOf } from '../waived'
import { type AuditRecord, type Breach, type BreachCode, nameOf, shown } from './record'

const CODES: Partial<Record<string, BreachCode>> = { price: 'discount-over-authority', margin: 'margin-below-floor' }

/** R-REV-10, R-REV-11, R-REV-21: an order was accepted only after a review, and with nothing found in it that nobody with the right had agreed to; and nothing was shipped before that. */
export function accepted({ steps }: AuditRecord): Breach[] {
  const waived: Finding[] = []
  let reviewed = false
  let relearned = false
  return steps.flatMap(({ event, before }) => {
    if (event.type === 'relearned') relearned = true
    if (event.type === 'reviewed') reviewed = true
    // judged anew before it is accepted
    if (event.type === 'changed' && before && !isAccepted(before.status)) reviewed = false
    if (event.type === 'approved' && before && (event.data as { step: string }).step === 'waiver') waived.push(...holdsOf(before))
    if (event.type === 'changed' && before?.change) return ofChange(before, event)
    if (event.type === 'shipped' && before && !isAccepted(before.status)) return [shown('shipped-unapproved', event, `${nameOf(before)} was shipped while it was ${before.status}.`)]
    if (event.type !== 'confirmed' || !before || isAccepted(before.status) || relearned) return []
    if (!reviewed) return [shown('accepted-unreviewed', event, `${nameOf(before)} was accepted as it was never reviewed.`)]
    return standing(before, waived).map((finding) =>
      shown(CODES[finding.rule] ?? 'accepted-unapproved', event, `${finding.text} It was not agreed to by ${roleOf(finding)} when ${nameOf(before)} was accepted.`))
  })
}

/** What nobody with the right has agreed to; what refuses an order can't be agreed to. */
function standing(order: Order, holds: readonly Finding[]): Finding[] {
  const isWaived = waivedOf(order, holds)
  return order.findings.filter((finding) => finding.severity !== 'note' && (finding.severity === 'refuse' || !isWaived(finding)))
}

/** A change that was made while somebody was still asked for it. */
function ofChange(order: Order, event: StoredEvent): Breach[] {
  const undecided = order.approvals.filter((step) => step.state === 'open' && step.change === order.change?.no).map(({ role }) => role)
  return undecided.length === 0 ? [] : [shown('accepted-unapproved', event, `A change of ${nameOf(order)} was made, and ${undecided.join(', ')} had not agreed to it.`)]
}
