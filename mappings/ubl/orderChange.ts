import { childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'
import { notesOf } from './line'
import { lineOf } from './order'
import { partyOf } from './party'
import { type UblDocument } from './ubl'

/** UNCL 1229 of a line: added, deleted, changed. */
const ACTIONS = new Map([['1', 'add'], ['2', 'delete'], ['3', 'change'], ['4', 'none']])

/** OrderChange: the lines as they are to be, or only what changes with its action. */
export const orderChange: UblDocument = {
  line: 'OrderLine',
  open(root, values) {
    const lines: Record<string, unknown>[] = []
    return {
      line(element) {
        const code = values.text(childOf(element, 'LineItem'), 'LineStatusCode')
        lines.push({ ...lineOf(element, lines.length + 1, values), action: ACTIONS.get(code ?? '3') ?? 'change' })
      },
      end: () => changeOf(root, 'change', { change: values.text(root, 'SequenceNumberID') ?? values.text(root, 'ID'), lines }, values),
    }
  },
}

/** OrderCancellation: the whole order is off. */
export const orderCancellation: UblDocument = {
  open: (root, values) => ({ line: () => undefined, end: () => changeOf(root, 'cancel', { change: values.text(root, 'ID'), reason: values.text(root, 'CancellationNote') }, values) }),
}

function changeOf(root: XmlElement, purpose: 'cancel' | 'change', more: object, values: XmlValues): { document: Record<string, unknown>; control: string | undefined } {
  const order = values.text(root, 'OrderReference', 'ID')
  if (order === undefined) values.report('reference-missing', 'error', childOf(root, 'OrderReference'), `The ${purpose === 'cancel' ? 'cancellation' : 'change'} does not say of which order. Ask the sender.`)
  return {
    control: values.text(root, 'ID'),
    document: present({
      number: values.text(root, 'ID'), order, orderedOn: values.date(root, 'OrderReference', 'IssueDate'), issuedOn: values.date(root, 'IssueDate'), purpose, currency: values.text(root, 'DocumentCurrencyCode'),
      buyer: partyOf(childOf(root, 'BuyerCustomerParty'), values), seller: partyOf(childOf(root, 'SellerSupplierParty'), values), notes: notesOf(root, values), ...more,
    }),
  }
}
