import { type Records, type Row } from '../records'
import { type System } from '../system'
import { accountBody, type Account, accountRoutes, seed } from './account'
import { creditNoteBody, type CreditNote, creditNoteRoutes } from './creditNote'
import { invoiceBody, type Invoice, invoiceRoutes } from './invoice'
import { commitmentBody, commitmentRoutes, type OrderCommitment } from './orderCommitment'
import { journalRoutes } from './journal'
import { payingRoutes } from './paying'
import { paymentBody, type Payment, paymentRoutes } from './payment'
import { plants } from './plants'

/** Accounts receivable: order commitments, invoices, credit notes, the bank's entries, balances; and entries between accounts of the ledger. Takes idempotency keys. */
export const finance: System = {
  name: 'finance',
  routes: [...commitmentRoutes, ...invoiceRoutes, ...creditNoteRoutes, ...paymentRoutes, ...payingRoutes, ...journalRoutes, ...accountRoutes],
  changing: ['order', 'invoice', 'creditNote', 'payment', 'account'],
  seed,
  plants,
  errorBody: ({ code, status, message }) => ({ type: `about:${code}`, title: code, status, detail: message }),
  feedBody: ({ rows, next, more }, records) => ({
    data: rows.map((row) => ({ at: row.changedAt, object: row.type, id: row.id, data: recordBody(records, row) })), next, hasMore: more,
  }),
}

function recordBody(records: Records, row: Row<unknown>): unknown {
  switch (row.type) {
    case 'order': return commitmentBody(row as Row<OrderCommitment>)
    case 'invoice': return invoiceBody(row as Row<Invoice>)
    case 'creditNote': return creditNoteBody(row as Row<CreditNote>)
    case 'payment': return paymentBody(records, row as Row<Payment>)
    default: return accountBody(records, row as Row<Account>)
  }
}
