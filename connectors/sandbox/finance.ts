import { add, isZero } from '../../orders/decimal'
import { lineExtension, toMinor } from '../../orders/money'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { Fault } from '../fault'
import { path } from '../http'
import { allocationBody, checkBody, collectiveBody, creditNoteBody, invoiceBody, orderBody, paymentBody, settlementBody } from './bodies'
import { type Client, type Definition, keyOf, only, readBack, type Resource, sandboxConnector } from './connector'
import { commitmentRemote, creditNoteRemote, errorText, feedOf, invoiceRemote, pageOf, paymentRemote, settlementRemote } from './financeAnswers'

/**
 * The sandbox's finance: takes an idempotency key for 24 h. We look by our id all the same before we create, so that a message
 * which is sent again after the key's life doubles nothing.
 */
export const finance = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const JOURNAL = '/journal-entries'
/** The account of what payment gateways keep. */
const FEES = 'PAYMENT-FEES'

const definition: Definition = {
  system: 'finance',
  repeat: 'key',
  resources: new Map<Kind, Resource>([
    ['order', { list: '/order-commitments', feed: 'order', orderedBy: 'ourId', find: (client, ourId, call) => findIn(client, '/order-commitments', ourId, commitmentRemote, call), read: (client, id, call) => readCommitment(client, id, call), remote: commitmentRemote }],
    ['invoice', { list: '/invoices', feed: 'invoice', orderedBy: 'ourId', find: (client, ourId, call) => findIn(client, '/invoices', ourId, invoiceRemote, call), remote: invoiceRemote }],
    ['creditNote', { list: '/credit-notes', feed: 'creditNote', orderedBy: 'ourId', find: (client, ourId, call) => findIn(client, '/credit-notes', ourId, creditNoteRemote, call), remote: creditNoteRemote }],
    // most payments are the bank's: they are looked up by their id there
    ['payment', { list: '/payments', feed: 'payment', orderedBy: 'none', find: (client, id, call) => client.get(path`/payments/${id}`, only(paymentRemote, { theirId: id }), call), remote: paymentRemote }],
    ['settlement', { list: JOURNAL, orderedBy: 'ourId', find: (client, ourId, call) => findIn(client, JOURNAL, ourId, settlementRemote, call), remote: settlementRemote }],
  ]),
  sends: new Map([
    ['order create', createCommitment],
    ['order change', changeCommitment],
    ['order cancel', withdrawCommitment],
    ['invoice create', postInvoice],
    ['creditNote create', postCreditNote],
    ['payment create', postPayment],
    ['payment change', allocatePayment],
    ['settlement create', postSettlement],
  ]),
  page: pageOf,
  feed: feedOf,
  explain: errorText,
}

async function createCommitment(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findIn(client, '/order-commitments', message.ourId, commitmentRemote, call)
  if (found) return found
  const body = { externalId: message.ourId, ...commitmentContent(message) }
  const { theirId } = await client.write({ method: 'POST', path: '/order-commitments', body, headers: keyOf(message) }, commitmentRemote, call)
  return readBack(() => readCommitment(client, theirId, call), `order commitment ${theirId}`)
}

async function changeCommitment(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { theirId } = await knownCommitment(client, message, call)
  await client.write({ method: 'PUT', path: path`/order-commitments/${theirId}`, body: commitmentContent(message), headers: keyOf(message) }, commitmentRemote, call)
  return readBack(() => readCommitment(client, theirId, call), `the change of ${theirId}`)
}

async function withdrawCommitment(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { theirId } = await knownCommitment(client, message, call)
  await client.write({ method: 'POST', path: path`/order-commitments/${theirId}/withdraw`, headers: keyOf(message) }, commitmentRemote, call)
  return readBack(() => readCommitment(client, theirId, call), `the withdrawal of ${theirId}`)
}

async function postInvoice(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findIn(client, '/invoices', message.ourId, invoiceRemote, call)
  if (found) return found
  const { theirId } = await client.write({ method: 'POST', path: '/invoices', headers: keyOf(message), body: isCollective(message.body) ? collectiveContent(message) : invoiceContent(message) }, invoiceRemote, call)
  return readBack(() => client.get(path`/invoices/${theirId}`, only(invoiceRemote, { theirId }), call), `invoice ${theirId}`)
}

/** One over several orders names none of them itself. */
const isCollective = (body: unknown): boolean => typeof body === 'object' && body !== null && !('order' in body)

function invoiceContent(message: Outgoing): Record<string, unknown> {
  const invoice = checkBody(invoiceBody, message.body, 'the invoice')
  return {
    externalId: message.ourId, orderExternalId: invoice.order, orderNumber: invoice.number, despatch: invoice.despatch, debtor: invoice.buyer, currency: invoice.currency,
    issuedOn: invoice.issuedOn, terms: invoice.paymentTerms, totalMinor: toMinor(invoice.payable, invoice.currency),
    lines: invoice.lines.map((line) => ({ ref: line.line, item: line.item, quantity: line.quantity, unitPrice: line.price?.amount, amountMinor: toMinor(line.amount, invoice.currency) })),
  }
}

function collectiveContent(message: Outgoing): Record<string, unknown> {
  const invoice = checkBody(collectiveBody, message.body, 'the collective invoice')
  return {
    externalId: message.ourId, debtor: invoice.buyer, currency: invoice.currency, issuedOn: invoice.issuedOn, terms: invoice.paymentTerms, totalMinor: toMinor(invoice.payable, invoice.currency),
    lines: invoice.lines.map((line) => ({
      ref: line.line, item: line.item, quantity: line.quantity, unitPrice: line.price?.amount, amountMinor: toMinor(line.amount, invoice.currency), orderExternalId: line.order, orderNumber: line.number, despatch: line.despatch,
    })),
  }
}

async function postCreditNote(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findIn(client, '/credit-notes', message.ourId, creditNoteRemote, call)
  if (found) return found
  const note = checkBody(creditNoteBody, message.body, 'the credit note')
  const { theirId } = await client.write({ method: 'POST', path: '/credit-notes', headers: keyOf(message), body: {
    externalId: message.ourId, invoice: note.invoice, orderExternalId: note.order, orderNumber: note.number, returnNumber: note.return, reason: note.reason, debtor: note.buyer, currency: note.currency, issuedOn: note.issuedOn,
    totalMinor: toMinor(note.payable, note.currency), lines: note.lines.map(({ line, quantity, amount }) => ({ ref: line, quantity, amountMinor: toMinor(amount, note.currency) })),
  } }, creditNoteRemote, call)
  return readBack(() => client.get(path`/credit-notes/${theirId}`, only(creditNoteRemote, { theirId }), call), `credit note ${theirId}`)
}

async function postPayment(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findIn(client, '/payments', message.ourId, paymentRemote, call)
  if (found) return found
  const payment = checkBody(paymentBody, message.body, 'the payment')
  const { amount, allocations, ...booking } = payment
  const { theirId } = await client.write({ method: 'POST', path: '/payments', headers: keyOf(message), body: {
    ...booking, externalId: message.ourId, amountMinor: toMinor(amount, payment.currency), allocations: allocationsIn(allocations, payment.currency),
  } }, paymentRemote, call)
  return readBack(() => client.get(path`/payments/${theirId}`, only(paymentRemote, { theirId }), call), `payment ${theirId}`)
}

/** Puts more of a payment on invoices: what is on account there. */
async function allocatePayment(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { currency, allocations } = checkBody(allocationBody, message.body, 'the allocation')
  const { theirId } = message
  if (theirId === undefined) throw new Fault('refused', `the payment ${message.ourId} is not known in finance`)
  await client.write({ method: 'POST', path: path`/payments/${theirId}/allocations`, headers: keyOf(message), body: { allocations: allocationsIn(allocations, currency) } }, paymentRemote, call)
  return readBack(() => client.get(path`/payments/${theirId}`, only(paymentRemote, { theirId }), call), `payment ${theirId}`)
}

/** To the bank what came, to the expenses what the gateway kept, and off the gateway's account both: there stands what was taken for us. */
async function postSettlement(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const find = (): Promise<Remote | undefined> => findIn(client, JOURNAL, message.ourId, settlementRemote, call)
  const found = await find()
  if (found) return found
  const { gateway, payout, account, bookedOn, currency, amount, fee } = checkBody(settlementBody, message.body, 'the settlement')
  const debit = (to: string, sum: string): unknown => ({ account: to, debitMinor: toMinor(sum, currency), creditMinor: 0 })
  await client.write({ method: 'POST', path: JOURNAL, headers: keyOf(message), body: {
    externalId: message.ourId, postedOn: bookedOn, currency, text: `${gateway} ${payout}`,
    lines: [debit(account, amount), ...(isZero(fee) ? [] : [debit(FEES, fee)]), { account: gateway, debitMinor: 0, creditMinor: toMinor(add(amount, fee), currency) }],
  } }, settlementRemote, call)
  return readBack(find, `the settlement of ${payout}`)
}

const allocationsIn = (allocations: readonly { invoice: string; amount: string }[], currency: string): unknown => allocations.map(({ invoice, amount }) => ({ invoice, amountMinor: toMinor(amount, currency) }))

function commitmentContent(message: Outgoing): Record<string, unknown> {
  const order = checkBody(orderBody, message.body, 'the order')
  return {
    orderNumber: order.number, buyersReference: order.reference ?? '', debtor: order.buyer, currency: order.currency, orderedOn: order.issuedOn, terms: order.paymentTerms,
    amountMinor: toMinor(order.payable, order.currency),
    lines: order.lines.map((line) => ({
      ref: line.id, item: line.item, quantity: line.quantity, amountMinor: toMinor(lineExtension(line.quantity, line.price, order.currency), order.currency),
    })),
  }
}

async function findIn(client: Client, list: string, externalId: string, remote: (raw: unknown) => Remote, call?: Call): Promise<Remote | undefined> {
  return (await client.search(list, { externalId }, only(remote, { ourId: externalId }), call))[0]
}

async function knownCommitment(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const known = (message.theirId === undefined ? undefined : await readCommitment(client, message.theirId, call))
    ?? await findIn(client, '/order-commitments', message.ourId, commitmentRemote, call)
  if (!known) throw new Fault('refused', `order ${message.ourId} is not in finance: there is nothing to ${message.action}`)
  return known
}

const readCommitment = (client: Client, id: string, call?: Call): Promise<Remote | undefined> => client.get(path`/order-commitments/${id}`, only(commitmentRemote, { theirId: id }), call)
