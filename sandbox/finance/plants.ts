import { planted } from '../planting'
import { type Records, type Row } from '../records'
import { type Plant, type PlantAsk } from '../system'
import { type CreditNote } from './creditNote'
import { type Invoice, ordersOf } from './invoice'
import { type JournalEntry } from './journal'
import { type OrderCommitment } from './orderCommitment'
import { type Payment, plantPayment } from './payment'

/** What people do past all interfaces, so that no feed tells of it. */
export const plants: ReadonlyMap<string, Plant> = new Map<string, Plant>([
  ['order-deleted', deleteOrder], ['order-currency', changeCurrency], ['invoice-edited', editInvoice], ['payment-unreported', plantPayment], ['credit-note-edited', editCreditNote], ['credit-note-deleted', deleteCreditNote],
  ['payment-edited', editPayment], ['payment-deleted', deletePayment], ['payment-doubled', doublePayment], ['settlement-deleted', deleteSettlement],
])

/** Somebody deletes an order commitment. */
function deleteOrder(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = commitmentOf(records, ask)
  records.remove('order', row.id)
  return { commitment: row.id, externalId: row.externalId, orderNumber: row.body.orderNumber }
}

/** Somebody keeps an order commitment in another currency (`with.currency`). */
function changeCurrency(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = commitmentOf(records, ask)
  const currency = ask.with['currency'] ?? 'GBP'
  records.overwrite({ ...row, body: { ...row.body, currency } })
  return { commitment: row.id, externalId: row.externalId, before: { currency: row.body.currency }, after: { currency } }
}

/** Somebody types another total into an invoice: `with.by` more, in minor units. */
function editInvoice(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = planted<Invoice>(records, 'invoice', ask, none('invoice'))
  const totalMinor = row.body.totalMinor + Number(ask.with['by'] ?? '1')
  records.overwrite({ ...row, body: { ...row.body, totalMinor } })
  return { invoice: row.id, externalId: row.externalId, before: { totalMinor: row.body.totalMinor }, after: { totalMinor } }
}

/** Somebody types another total into a credit note: `with.by` more, in minor units. */
function editCreditNote(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = creditNoteOf(records, ask)
  const totalMinor = row.body.totalMinor + Number(ask.with['by'] ?? '1')
  records.overwrite({ ...row, body: { ...row.body, totalMinor } })
  return { creditNote: row.id, externalId: row.externalId, before: { totalMinor: row.body.totalMinor }, after: { totalMinor } }
}

/** Somebody deletes a credit note; its invoice stays as it was. */
function deleteCreditNote(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = creditNoteOf(records, ask)
  records.remove('creditNote', row.id)
  return { creditNote: row.id, externalId: row.externalId, orderNumber: row.body.orderNumber }
}

/** Somebody deletes what was posted of a payout. */
function deleteSettlement(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = planted<JournalEntry>(records, 'journalEntry', ask, none('journal entry'))
  records.remove('journalEntry', row.id)
  return { journalEntry: row.id, externalId: row.externalId }
}

/** Somebody types another amount into what the bank's statement brought: `with.by` more, in minor units. */
function editPayment(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = paymentOf(records, ask)
  const amountMinor = row.body.amountMinor + Number(ask.with['by'] ?? '1')
  records.overwrite({ ...row, body: { ...row.body, amountMinor } })
  return { payment: row.id, externalId: row.externalId, orderExternalId: orderOf(records, row), before: { amountMinor: row.body.amountMinor }, after: { amountMinor } }
}

/** Somebody deletes a payment; its invoices stay as they were. */
function deletePayment(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = paymentOf(records, ask)
  records.remove('payment', row.id)
  return { payment: row.id, externalId: row.externalId, orderExternalId: orderOf(records, row) }
}

/** Somebody books an entry of a statement by hand that was booked already. */
function doublePayment(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = paymentOf(records, ask)
  const copy = records.insert<Payment>({ type: 'payment', id: `PAY-${String(records.next('payment', 1)).padStart(6, '0')}`, externalId: '', reference: row.reference ?? '', status: 'booked', hidden: true, body: row.body })
  return { payment: copy.id, externalId: row.externalId, orderExternalId: orderOf(records, row) }
}

const paymentOf = (records: Records, ask: PlantAsk): Row<Payment> => planted(records, 'payment', ask, none('payment'), ({ externalId }) => externalId !== '')

const creditNoteOf = (records: Records, ask: PlantAsk): Row<CreditNote> => planted(records, 'creditNote', ask, none('credit note'))

const commitmentOf = (records: Records, ask: PlantAsk): Row<OrderCommitment> => planted(records, 'order', ask, none('order commitment'), ({ status }) => status !== 'withdrawn')

const none = (what: string): { code: string; text: string } => ({ code: 'nothing-fits', text: `there is no such ${what}` })

/** The order that a payment is booked for first. */
const orderOf = (records: Records, { body }: Row<Payment>): string | undefined => {
  const invoice = body.allocations[0] && records.get<Invoice>('invoice', body.allocations[0].invoice)
  return invoice && ordersOf(invoice.body)[0]?.externalId
}
