import { type DespatchAdvice } from '../edi/write/documents'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'
import { itemOf, lineIdOf, notesOf, quantityOf } from './line'
import { deliveryPartyOf, partyOf } from './party'
import { type UblDocument } from './ubl'

/** DespatchAdvice: what was sent, when, by whom, in which packages. */
export const despatchAdvice: UblDocument = {
  line: 'DespatchLine',
  open(root, values) {
    const lines: DespatchAdvice['lines'] = []
    const orders = new Set<string>()
    return {
      line(element) {
        const order = values.text(element, 'OrderLineReference', 'OrderReference', 'ID')
        if (order !== undefined) orders.add(order)
        lines.push({ ...lineOf(element, lines.length + 1, values), ...(order === undefined ? {} : { order }) })
      },
      end() {
        const shipment = childOf(root, 'Shipment')
        const delivery = childOf(shipment, 'Delivery')
        const despatch = childOf(delivery, 'Despatch')
        const packages = childrenOf(shipment, 'TransportHandlingUnit').map((unit) => present({ sscc: values.text(unit, 'ID') ?? values.text(unit, 'ActualPackage', 'ID') }))
        const order = values.text(root, 'OrderReference', 'ID') ?? (orders.size === 1 ? [...orders][0] : undefined)
        return {
          control: values.text(root, 'ID'),
          document: present({
            number: values.text(root, 'ID'), order, issuedOn: values.date(root, 'IssueDate'),
            shippedOn: values.date(despatch, 'ActualDespatchDate') ?? values.date(shipment, 'ShipmentStage', 'TransitPeriod', 'StartDate'),
            expectedOn: values.date(delivery, 'EstimatedDeliveryPeriod', 'EndDate') ?? values.date(delivery, 'EstimatedDeliveryPeriod', 'StartDate'),
            carrier: values.text(shipment, 'Consignment', 'CarrierParty', 'PartyName', 'Name') ?? values.text(delivery, 'CarrierParty', 'PartyName', 'Name'),
            tracking: values.text(delivery, 'TrackingID') ?? values.text(shipment, 'Consignment', 'ID'),
            buyer: partyOf(childOf(root, 'BuyerCustomerParty'), values), seller: partyOf(childOf(root, 'SellerSupplierParty') ?? childOf(root, 'DespatchSupplierParty'), values),
            shipTo: partyOf(childOf(root, 'DeliveryCustomerParty'), values) ?? deliveryPartyOf(delivery, values),
            packages: packages.length > 0 ? packages : undefined, notes: notesOf(root, values), lines,
          }),
        }
      },
    }
  },
}

function lineOf(element: XmlElement, position: number, values: XmlValues): DespatchAdvice['lines'][number] {
  const line: DespatchAdvice['lines'][number] = { id: values.text(element, 'OrderLineReference', 'LineID') ?? lineIdOf(element, position, values), ...itemOf(childOf(element, 'Item'), values) }
  quantityOf(childOf(element, 'DeliveredQuantity'), line, values)
  const open = values.decimal(element, 'OutstandingQuantity')
  const lot = values.text(at(element, 'Item', 'ItemInstance', 'LotIdentification'), 'LotNumberID')
  return { ...line, ...present({ backordered: open, lot }) }
}
