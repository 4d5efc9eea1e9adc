/* eslint-disable @typescript-eslint/no-require-imports -- a command's file is loaded when it is asked for, and its store or web server with it; import() would look for ES modules */
import { type CommandModule } from './program'

interface Entry {
  name: string
  summary: string
  /** Opens the store, and so needs a Node with the built-in SQLite. */
  store: boolean
  load: () => CommandModule
}

/** Every command, in the order of `--help`: the way of an order first, then the engine, then upkeep. */
export const COMMANDS: readonly Entry[] = [
  { name: 'read', summary: 'read documents of any format without a store: what they are, what is wrong, which orders are in them', store: false, load: () => require('./read') as CommandModule },
  { name: 'acknowledge', summary: 'the technical acknowledgement of an X12 or EDIFACT document: 997, 999, TA1, CONTRL', store: false, load: () => require('./acknowledge') as CommandModule },
  { name: 'write', summary: 'write our JSON of a document as X12, EDIFACT, UBL, PDF or e-mail, without a store', store: false, load: () => require('./write') as CommandModule },
  { name: 'partner', summary: 'try what a partner\'s profile makes of samples; the checklist of his onboarding', store: false, load: () => require('./partner') as CommandModule },
  { name: 'receive', summary: 'take documents in: keep, read, review, accept; says per message what became of it', store: true, load: () => require('./receive') as CommandModule },
  { name: 'orders', summary: 'list orders', store: true, load: () => require('./orders') as CommandModule },
  { name: 'order', summary: 'show one order: lines, systems, documents, approvals, cases', store: true, load: () => require('./order') as CommandModule },
  { name: 'versions', summary: 'every version of an order as it was agreed, or what two of them differ in', store: true, load: () => require('./versions') as CommandModule },
  { name: 'evidence', summary: 'what proves an order: original, reviews, approvals, receipts, delivery, invoices, payments, proofs; and what is missing', store: true, load: () => require('./evidence') as CommandModule },
  { name: 'archive', summary: 'all files of an order as one folder with a manifest of hashes, to be read without this product', store: true, load: () => require('./archive') as CommandModule },
  { name: 'exchanges', summary: 'what the systems were asked for an order and what they answered, what they told, and what went to the partner', store: true, load: () => require('./exchanges') as CommandModule },
  { name: 'approve', summary: 'approve what is asked of your role', store: true, load: () => require('./approve') as CommandModule },
  { name: 'reject', summary: 'reject an order that is not accepted yet, or a return', store: true, load: () => require('./reject') as CommandModule },
  { name: 'review', summary: 'judge a held order again by the facts of now', store: true, load: () => require('./review') as CommandModule },
  { name: 'confirm', summary: 'waive the holds of an order and go on with it', store: true, load: () => require('./confirm') as CommandModule },
  { name: 'confirmation', summary: 'record that a second contact of the customer has confirmed an unusual order', store: true, load: () => require('./confirmation') as CommandModule },
  { name: 'change', summary: 'change quantities, prices, items or dates of an order', store: true, load: () => require('./change') as CommandModule },
  { name: 'resolve', summary: 'say what a partner\'s item or ship-to code means, for this order and all to come', store: true, load: () => require('./resolve') as CommandModule },
  { name: 'cancel', summary: 'cancel an order in every system', store: true, load: () => require('./cancel') as CommandModule },
  { name: 'reopen', summary: 'open a closed order again, or say that what it was opened for is done', store: true, load: () => require('./reopen') as CommandModule },
  { name: 'return', summary: 'take goods back, or credit what never arrived; --preview shows what it comes to', store: true, load: () => require('./return') as CommandModule },
  { name: 'allocate', summary: 'say which invoice money on account is for', store: true, load: () => require('./allocate') as CommandModule },
  { name: 'reprocess', summary: 'read stored documents again: which orders would be otherwise by the mappings of now', store: true, load: () => require('./reprocess') as CommandModule },
  { name: 'rejudge', summary: 'try rules on stored orders before they are applied: which would be judged otherwise', store: true, load: () => require('./rejudge') as CommandModule },
  { name: 'report', summary: 'orders by status, channel and customer, times, what is open, owed and went wrong', store: true, load: () => require('./report') as CommandModule },
  { name: 'account', summary: 'statement of a customer\'s account: opening balance, invoices, payments, credit notes, closing balance', store: true, load: () => require('./account') as CommandModule },
  { name: 'cases', summary: 'list what waits for a person', store: true, load: () => require('./cases') as CommandModule },
  { name: 'close', summary: 'close a case with its result', store: true, load: () => require('./close') as CommandModule },
  { name: 'resend', summary: 'send a refused or dead message again, as the same message; one that is done is looked for first', store: true, load: () => require('./resend') as CommandModule },
  { name: 'dispatch', summary: 'send what is due to the systems, once', store: true, load: () => require('./dispatch') as CommandModule },
  { name: 'follow', summary: 'read what changed in the systems, once', store: true, load: () => require('./follow') as CommandModule },
  { name: 'run', summary: 'run one job now', store: true, load: () => require('./run') as CommandModule },
  { name: 'worker', summary: 'run all jobs by schedule until stopped', store: true, load: () => require('./worker') as CommandModule },
  { name: 'reconcile', summary: 'compare two CSV or NDJSON files of any size, without a store', store: false, load: () => require('./reconcile') as CommandModule },
  { name: 'verify', summary: 'check every chain against itself and the last proof that was sent away', store: true, load: () => require('./verify') as CommandModule },
  { name: 'audit', summary: 'rules that were broken in past orders, and a random sample for a person to look at', store: true, load: () => require('./audit') as CommandModule },
  { name: 'apply', summary: 'apply a folder of configuration', store: true, load: () => require('./apply') as CommandModule },
  { name: 'export', summary: 'write the configuration out as a folder', store: true, load: () => require('./export') as CommandModule },
  { name: 'connect', summary: 'store the secret of a system, encrypted', store: true, load: () => require('./connect') as CommandModule },
  { name: 'check', summary: 'ask every system whether it can be reached and lets us in', store: true, load: () => require('./check') as CommandModule },
  { name: 'erase', summary: 'take away what is kept of persons in orders that have ended', store: true, load: () => require('./erase') as CommandModule },
  { name: 'backup', summary: 'copy the store while it is running', store: true, load: () => require('./backup') as CommandModule },
  { name: 'restored', summary: 'after a backup was put back: learn from the systems what happened since', store: true, load: () => require('./restored') as CommandModule },
  { name: 'serve', summary: 'status page over the store', store: true, load: () => require('./serve') as CommandModule },
  { name: 'sandbox', summary: 'start the simulated systems (ERP, warehouse, finance and those around them)', store: true, load: () => require('./sandbox') as CommandModule },
]
