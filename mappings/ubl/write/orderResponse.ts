import { type LineOutcome, type OrderResponse } from '../../edi/write/documents'
import { node, optional, type XmlNode } from '../../xml/write'
import { document, itemNode, notes, period, priceNode, quantityNode, role } from './parts'

/** UNCL 4343 and the line codes of Peppol (UNCL 1229): a backorder or a substitute is a change there. */
const OUTCOME = { accepted: 'AP', changed: 'CA', rejected: 'RE' }
const LINE: Record<LineOutcome, string> = { accepted: '5', changed: '3', backordered: '3', substituted: '3', rejected: '7' }

/** UBL 2.1 OrderResponse in the shape of Peppol BIS 3: our answer to an order, line by line. */
export const ublOrderResponse = (answer: OrderResponse): XmlNode =>
  document('OrderResponse', 'urn:fdc:peppol.eu:poacc:trns:order_response:3', 'urn:fdc:peppol.eu:poacc:bis:ordering:3',
    node('cbc:ID', answer.number), node('cbc:SalesOrderID', answer.number), node('cbc:IssueDate', answer.issuedOn.slice(0, 10)), node('cbc:OrderResponseCode', OUTCOME[answer.outcome]), notes(answer.notes),
    optional('cbc:DocumentCurrencyCode', answer.currency), node('cac:OrderReference', node('cbc:ID', answer.order)), role('cac:SellerSupplierParty', answer.seller), role('cac:BuyerCustomerParty', answer.buyer),
    answer.lines.map((line) => node('cac:OrderLine',
      node('cac:LineItem', node('cbc:ID', line.id), node('cbc:LineStatusCode', LINE[line.outcome]), quantityNode('cbc:Quantity', line.confirmedQuantity ?? line.quantity, line.unit),
        line.promisedDelivery === undefined ? undefined : node('cac:Delivery', period('cac:PromisedDeliveryPeriod', line.promisedDelivery)),
        line.price && priceNode(line.price, line.unit, priced(answer.currency)), itemNode(line)),
      node('cac:OrderLineReference', node('cbc:LineID', line.id)))))

function priced(currency: string | undefined): string {
  if (currency === undefined) throw new RangeError('A price in an order response needs the currency. Give `currency`.')
  return currency
}
