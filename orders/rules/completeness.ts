import { compare, isDecimal } from '../decimal'
import { type Finding } from '../finding'
import { type Order, type OrderLine } from '../order'
import { gatewayOf } from '../payments/card'
import { type Rule } from '../review'
import { isPriced, total } from '../total'
import { unitFactor } from '../units'

/** R-CHK-01, R-CHK-02, R-CHK-05: every element that an order needs is there, and what is there is clear and agrees with itself. */
export const completeness: Rule = {
  code: 'completeness',
  judge(order, facts, setting) {
    const hold = (code: string, text: string, line?: string): Finding => ({ rule: 'completeness', code, severity: 'hold', line, text, facts: [] })
    // what is missing can't be waived; what merely disagrees can, by the role of the setting
    const unclear = (code: string, text: string): Finding => ({ ...hold(code, text), role: setting.role })
    const findings: Finding[] = []
    if (!order.reference) findings.push(hold('reference-missing', 'The order has no order number of the buyer; ask for it, or the order cannot be told from a repeat.'))
    if (!order.currency) findings.push(hold('currency-missing', 'The order and the partner\'s profile name no currency.'))
    if (!order.shipTo?.name && !order.shipTo?.address && !order.shipTo?.identifiers.length) findings.push(hold('ship-to-missing', 'The order does not say where to deliver.'))
    const shipTo = order.shipTo?.identifiers.find(({ scheme }) => scheme === 'buyer')?.value
    if (shipTo !== undefined && facts.partner?.shipTos && !facts.partner.shipTos.includes(shipTo) && !order.shipTo!.identifiers.some(({ scheme }) => scheme === 'GLN')) {
      findings.push(unclear('ship-to-unknown', `The ship-to ${shipTo} is none that we know of ${facts.partner.name}. Say which it is: order-to-cash resolve ORDER shipTo GLN.`))
    }
    if (!order.requestedDelivery && order.lines.some((line) => !line.requestedDelivery && !line.schedule?.some((s) => s.requestedDelivery))) {
      findings.push(unclear('requested-delivery-missing', 'The order gives no wanted date for every line.'))
    }
    if (order.requestedDelivery && order.issuedOn && order.requestedDelivery.slice(0, 10) < order.issuedOn.slice(0, 10)) {
      findings.push(unclear('terms-contradict', `The wanted date ${order.requestedDelivery} lies before the order date ${order.issuedOn}.`))
    }
    if (order.authorisation && !gatewayOf(order, facts)) findings.push(unclear('gateway-unknown', `The order is paid by the authorisation ${order.authorisation.reference} at ${order.authorisation.gateway ?? 'a gateway that is not named'}, which is no payment gateway of ours: nothing would be taken of it.`))
    if (order.lines.length === 0) findings.push(hold('lines-missing', 'The order has no lines.'))
    for (const line of order.lines) {
      if (!line.item) findings.push(hold(...unresolved(line), line.id))
      if (line.quantity === undefined) findings.push(hold('quantity-missing', `Line ${line.id} has no quantity.`, line.id))
      else if (!isDecimal(line.quantity) || compare(line.quantity, '0') <= 0) findings.push(hold('quantity-invalid', `Line ${line.id} orders ${line.quantity}; a quantity must be above 0.`, line.id))
      if (!line.unit) findings.push(hold('unit-missing', `Line ${line.id} has no unit of measure, and the partner's profile gives none.`, line.id))
      if (!line.price) findings.push(hold('price-missing', `Line ${line.id} has no price.`, line.id))
      else if (!isPriced(line)) findings.push(hold('price-base-invalid', `Line ${line.id} has a price for ${line.price.base}; the quantity that a price is for must be above 0.`, line.id))
      const known = line.item ? facts.items.get(line.item)?.value : undefined
      if (known && line.unit && unitFactor(known, line.unit) === undefined) {
        findings.push({ ...hold('unit-not-of-item', `Line ${line.id}: ${known.code} is not sold by ${line.sourceUnit ?? line.unit}.`, line.id), candidates: [known.unit, ...Object.keys(known.units)] })
      }
    }
    return [...findings, ...sumDiffers(order, unclear)]
  },
}

function unresolved(line: OrderLine): [string, string] {
  const codes = [line.buyersItem && `buyer's ${line.buyersItem}`, line.sellersItem && `ours ${line.sellersItem}`, line.standardItem && `GTIN ${line.standardItem}`].filter(Boolean)
  return codes.length === 0
    ? ['item-missing', `Line ${line.id} names no item.`]
    : ['item-unknown', `Line ${line.id}: no item of ours is known by ${codes.join(', ')}. Say which it is: order-to-cash resolve ORDER ${line.id} ITEM.`]
}

/** The total that the document states must be the sum of its lines, where it states one and every line can be computed. */
function sumDiffers(order: Order, unclear: (code: string, text: string) => Finding): Finding[] {
  const stated = order.lineExtension
  if (stated === undefined || !isDecimal(stated)) return []
  const computed = total(order.lines, order.currency)
  return computed === undefined || compare(computed, stated) === 0 ? []
    : [unclear('sum-differs', `The document states ${stated} as the sum of its lines; they come to ${computed}.`)]
}
