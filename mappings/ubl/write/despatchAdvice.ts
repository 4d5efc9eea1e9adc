import { type DespatchAdvice } from '../../edi/write/documents'
import { group, node, optional, type XmlNode } from '../../xml/write'
import { deliveryNodes, document, itemNode, period, quantityNode, role } from './parts'

/** UBL 2.1 DespatchAdvice in the shape of Peppol BIS 3: what was sent. */
export function ublDespatchAdvice(advice: DespatchAdvice): XmlNode {
  const { location } = deliveryNodes(advice.shipTo)
  const despatch = advice.shippedOn === undefined ? undefined : node('cac:Despatch', node('cbc:ActualDespatchDate', advice.shippedOn.slice(0, 10)))
  const order = node('cac:OrderReference', node('cbc:ID', advice.order))
  return document('DespatchAdvice', 'urn:fdc:peppol.eu:poacc:trns:despatch_advice:3', 'urn:fdc:peppol.eu:poacc:bis:despatch_advice:3',
    node('cbc:ID', advice.number), node('cbc:IssueDate', advice.issuedOn.slice(0, 10)), order,
    role('cac:DespatchSupplierParty', advice.shipFrom ?? advice.seller), role('cac:DeliveryCustomerParty', advice.shipTo ?? advice.buyer), role('cac:BuyerCustomerParty', advice.buyer), role('cac:SellerSupplierParty', advice.seller),
    node('cac:Shipment', node('cbc:ID', advice.number),
      advice.carrier === undefined ? undefined : node('cac:Consignment', node('cbc:ID', advice.tracking ?? advice.number), node('cac:CarrierParty', node('cac:PartyName', node('cbc:Name', advice.carrier)))),
      group('cac:Delivery', optional('cbc:TrackingID', advice.tracking), location, period('cac:EstimatedDeliveryPeriod', advice.expectedOn), despatch),
      (advice.packages ?? []).flatMap(({ sscc }) => (sscc === undefined ? [] : [node('cac:TransportHandlingUnit', node('cbc:ID', { schemeID: 'SSCC' }, sscc))]))),
    advice.lines.map((line, i) => node('cac:DespatchLine', node('cbc:ID', String(i + 1)), quantityNode('cbc:DeliveredQuantity', line.quantity, line.unit),
      node('cac:OrderLineReference', node('cbc:LineID', line.id), order), itemNode(line))))
}
