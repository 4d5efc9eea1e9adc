import { type LineOutcome, type OrderResponse } from '../edi/write/documents'
import { at, childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'
import { itemOf, lineIdOf, notesOf, priceOf, quantityOf } from './line'
import { partyOf } from './party'
import { type UblDocument } from './ubl'

/** UNCL 4343, as Peppol's OrderResponse uses it, and UNCL 1225 as BII did. */
const OUTCOMES = new Map([['AP', 'accepted'], ['29', 'accepted'], ['RE', 'rejected'], ['27', 'rejected'], ['CA', 'changed'], ['30', 'changed'], ['4', 'changed']] as const)
/** Line statuses (UNCL 1229); 42 is delivered already. */
const LINE_OUTCOMES = new Map<string, LineOutcome>([['5', 'accepted'], ['3', 'changed'], ['7', 'rejected'], ['42', 'accepted'], ['1', 'accepted'], ['24', 'backordered'], ['8', 'substituted']])

/** OrderResponse to what became of the order, line by line. */
export const orderResponse: UblDocument = {
  line: 'OrderLine',
  open(root, values) {
    const lines: OrderResponse['lines'] = []
    return {
      line: (element) => { lines.push(lineOf(element, lines.length + 1, values)) },
      end() {
        const code = values.text(root, 'OrderResponseCode')
        const outcome = OUTCOMES.get(code as 'AP') ?? (lines.length === 0 || lines.every((line) => line.outcome === 'accepted') ? 'accepted' : 'changed')
        if (code === 'AB') values.report('response-only-received', 'note', childOf(root, 'OrderResponseCode'), 'The seller says only that the order has come; an answer follows.')
        return answerOf(root, outcome, lines, values)
      },
    }
  },
}

/** OrderResponseSimple: yes or no to the whole order. */
export const orderResponseSimple: UblDocument = {
  open: (root, values) => ({
    line: () => undefined,
    end: () => answerOf(root, values.text(root, 'AcceptedIndicator') === 'false' ? 'rejected' : 'accepted', [], values),
  }),
}

function answerOf(root: XmlElement, outcome: OrderResponse['outcome'], lines: OrderResponse['lines'], values: XmlValues): { document: Record<string, unknown>; control: string | undefined } {
  const number = values.text(root, 'SalesOrderID') ?? values.text(root, 'ID')
  const reason = values.text(root, 'RejectionNote')
  const notes = [...(notesOf(root, values) ?? []), ...(reason === undefined ? [] : [reason])]
  return {
    control: values.text(root, 'ID'),
    document: present({
      number, order: values.text(root, 'OrderReference', 'ID'), issuedOn: values.date(root, 'IssueDate'), currency: values.text(root, 'DocumentCurrencyCode'), outcome,
      buyer: partyOf(childOf(root, 'BuyerCustomerParty'), values), seller: partyOf(childOf(root, 'SellerSupplierParty'), values),
      notes: notes.length > 0 ? notes : undefined, lines,
    }),
  }
}

function lineOf(element: XmlElement, position: number, values: XmlValues): OrderResponse['lines'][number] {
  const item = childOf(element, 'LineItem')
  const line: OrderResponse['lines'][number] = { id: values.text(element, 'OrderLineReference', 'LineID') ?? lineIdOf(item, position, values), ...itemOf(childOf(item, 'Item'), values), outcome: 'accepted' }
  const code = values.text(item, 'LineStatusCode')
  line.outcome = LINE_OUTCOMES.get(code ?? '5') ?? 'changed'
  quantityOf(childOf(item, 'Quantity'), line, values)
  const promised = at(item, 'Delivery', 'PromisedDeliveryPeriod')
  // the quantity of a response line is what is confirmed
  return { ...line, ...present({ confirmedQuantity: line.outcome === 'rejected' ? '0' : line.quantity, price: priceOf(childOf(item, 'Price'), values), promisedDelivery: values.date(promised, 'EndDate') ?? values.date(promised, 'StartDate') }) }
}
