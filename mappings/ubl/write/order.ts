import { type DraftLine, type OrderDraft } from '../../../orders/draft'
import { node, optional, type XmlNode } from '../../xml/write'
import { allowanceNode, amountNode, currencyOf, deliveryNodes, document, itemNode, notes, period, priceNode, quantityNode, role, taxScheme } from './parts'

/** UBL 2.1 Order in the shape of Peppol BIS 3. `release` and `extra` have no place in it and are not written. */
export function ublOrder(order: OrderDraft): XmlNode {
  const currency = currencyOf(order)
  const { location, party } = deliveryNodes(order.shipTo)
  const wanted = period('cac:RequestedDeliveryPeriod', order.requestedDelivery)
  return document('Order', 'urn:fdc:peppol.eu:poacc:trns:order:3', 'urn:fdc:peppol.eu:poacc:bis:ordering:3',
    optional('cbc:ID', order.reference), optional('cbc:IssueDate', order.issuedOn?.slice(0, 10)), notes(order.notes), node('cbc:DocumentCurrencyCode', currency),
    role('cac:BuyerCustomerParty', order.buyer), role('cac:SellerSupplierParty', order.seller), role('cac:AccountingCustomerParty', order.billTo),
    location ?? party ?? wanted ? node('cac:Delivery', location, wanted, party) : undefined,
    order.deliveryTerms === undefined ? undefined : node('cac:DeliveryTerms', node('cbc:ID', order.deliveryTerms)),
    order.paymentTerms === undefined ? undefined : node('cac:PaymentTerms', node('cbc:Note', order.paymentTerms)),
    (order.allowancesCharges ?? []).map((entry) => allowanceNode(entry, currency)),
    order.lineExtension === undefined && order.payable === undefined ? undefined
      : node('cac:AnticipatedMonetaryTotal', amountNode('cbc:LineExtensionAmount', order.lineExtension, currency), amountNode('cbc:PayableAmount', order.payable, currency)),
    order.lines.map((line) => node('cac:OrderLine', lineItem(line, currency))))
}

function lineItem(line: DraftLine, currency: string): XmlNode {
  const [tax] = line.taxes ?? []
  return node('cac:LineItem', node('cbc:ID', line.id), ...notes(line.notes), quantityNode('cbc:Quantity', line.quantity, line.unit), amountNode('cbc:LineExtensionAmount', line.lineExtension, currency),
    line.requestedDelivery === undefined ? undefined : node('cac:Delivery', period('cac:RequestedDeliveryPeriod', line.requestedDelivery)),
    (line.schedule ?? []).map((part) => node('cac:Delivery', quantityNode('cbc:Quantity', part.quantity, line.unit), period('cac:RequestedDeliveryPeriod', part.requestedDelivery))),
    (line.allowancesCharges ?? []).map((entry) => allowanceNode(entry, currency)), priceNode(line.price, line.unit, currency),
    itemNode(line, tax && node('cac:ClassifiedTaxCategory', optional('cbc:ID', tax.category), optional('cbc:Percent', tax.percent), taxScheme(tax.type))))
}
