import { type DraftLine, type OrderDraft } from '../../orders/draft'
import { applyLineDefaults, applyOrderDefaults } from '../defaults'
import { orderProblems, type Place } from '../orderProblems'
import { at, childrenOf, childOf, extraOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'
import { allowancesOf, itemOf, lineIdOf, notesOf, priceOf, quantityOf, taxesOf, wantedOf } from './line'
import { deliveryPartyOf, partyOf } from './party'
import { type UblDocument } from './ubl'

/** UBL 2.x Order to an order draft. */
export const order: UblDocument = {
  line: 'OrderLine',
  open(root, values) {
    const lines: DraftLine[] = []
    const places: Place[] = []
    return {
      line(element) {
        const line = lineOf(element, lines.length + 1, values)
        lines.push(applyLineDefaults(line, values.profile))
        places.push({ line: element.line, column: element.column })
      },
      end() {
        const draft = applyOrderDefaults({ ...headerOf(root, values), lines }, values.profile)
        orderProblems(draft, places, (problem) => values.add(problem))
        return { order: draft, control: draft.reference }
      },
    }
  },
}

/** What an order says beside its lines. */
export function headerOf(root: XmlElement, values: XmlValues): Omit<OrderDraft, 'lines'> {
  const total = childOf(root, 'AnticipatedMonetaryTotal')
  const currency = childOf(root, 'DocumentCurrencyCode')
  const [delivery] = childrenOf(root, 'Delivery')
  const terms = childOf(root, 'DeliveryTerms')
  const header = present({
    reference: values.text(root, 'ID'), issuedOn: values.date(root, 'IssueDate'), currency: values.currency(values.text(currency), currency),
    buyer: partyOf(childOf(root, 'BuyerCustomerParty'), values), seller: partyOf(childOf(root, 'SellerSupplierParty'), values),
    shipTo: deliveryPartyOf(delivery, values), billTo: partyOf(childOf(root, 'AccountingCustomerParty'), values),
    requestedDelivery: wantedOf(delivery, values), paymentTerms: values.text(root, 'PaymentTerms', 'Note'),
    deliveryTerms: values.text(terms, 'ID') ?? values.text(terms, 'SpecialTerms'), notes: notesOf(root, values), allowancesCharges: allowancesOf(root, values),
    lineExtension: values.decimal(total, 'LineExtensionAmount'), payable: values.decimal(total, 'PayableAmount'),
  })
  const extra = extraOf(root)
  return extra ? { ...header, extra } : header
}

/** A line of an Order or OrderChange (`cac:OrderLine`). */
export function lineOf(element: XmlElement, position: number, values: XmlValues): DraftLine {
  const item = childOf(element, 'LineItem')
  const line: DraftLine = { id: lineIdOf(item, position, values), ...itemOf(childOf(item, 'Item'), values) }
  quantityOf(childOf(item, 'Quantity'), line, values)
  const deliveries = childrenOf(item, 'Delivery')
  const scheduled = deliveries.filter((delivery) => childOf(delivery, 'Quantity') !== undefined)
  const notes = [...(notesOf(element, values) ?? []), ...(item ? notesOf(item, values) ?? [] : [])]
  Object.assign(line, present({
    price: priceOf(childOf(item, 'Price'), values), lineExtension: values.decimal(item, 'LineExtensionAmount'), requestedDelivery: wantedOf(deliveries.find((delivery) => !scheduled.includes(delivery)), values),
    schedule: scheduled.length > 0 ? scheduled.map((delivery) => scheduleOf(delivery, values)).filter((entry) => entry !== undefined) : undefined,
    allowancesCharges: item && allowancesOf(item, values), taxes: taxesOf(at(item, 'Item'), values), notes: notes.length > 0 ? notes : undefined,
  }))
  const extra = extraOf(element)
  if (extra) line.extra = extra
  return line
}

function scheduleOf(delivery: XmlElement, values: XmlValues): NonNullable<DraftLine['schedule']>[number] | undefined {
  const quantity = values.decimal(delivery, 'Quantity')
  return quantity === undefined ? undefined : present({ quantity, requestedDelivery: wantedOf(delivery, values) })
}
