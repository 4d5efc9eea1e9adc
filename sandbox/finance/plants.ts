import { type Records, type Row } from '../records'
import { Refusal } from '../route'
import { type Plant, type PlantAsk } from '../system'
import { type CreditNote } from './creditNote'
import { type Invoice } from './invoice'
import { type OrderCommitment } from './orderCommitment'
import { plantPayment } from './payment'

/** What people do past all interfaces, so that no feed tells of it. */
export const plants: ReadonlyMap<string, Plant> = new Map<string, Plant>([
  ['order-deleted', deleteOrder], ['order-currency', changeCurrency], ['invoice-edited', editInvoice], ['payment-unreported', plantPayment], ['credit-note-edited', editCreditNote], ['credit-note-deleted', deleteCreditNote],
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
  const row = (ask.externalId ? records.byExternalId<Invoice>('invoice', ask.externalId) : ask.reference ? records.byReference<Invoice>('invoice', ask.reference) : records.all<Invoice>('invoice'))[0]
  if (!row) throw new Refusal(409, 'nothing-fits', 'there is no such invoice')
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

function creditNoteOf(records: Records, ask: PlantAsk): Row<CreditNote> {
  const row = (ask.externalId ? records.byExternalId<CreditNote>('creditNote', ask.externalId) : ask.reference ? records.byReference<CreditNote>('creditNote', ask.reference) : records.all<CreditNote>('creditNote'))[0]
  if (!row) throw new Refusal(409, 'nothing-fits', 'there is no such credit note')
  return row
}

function commitmentOf(records: Records, ask: PlantAsk): Row<OrderCommitment> {
  const rows = ask.externalId ? records.byExternalId<OrderCommitment>('order', ask.externalId)
    : ask.reference ? records.byReference<OrderCommitment>('order', ask.reference) : records.all<OrderCommitment>('order')
  const row = rows.find((one) => one.status !== 'withdrawn')
  if (!row) throw new Refusal(409, 'nothing-fits', 'there is no such order commitment')
  return row
}
