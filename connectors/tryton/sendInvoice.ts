import { z } from 'zod'
import { abs, compare, divide, equal, isZero, subtract } from '../../orders/decimal'
import { fromMinor } from '../../orders/money'
import { type Outgoing } from '../connector'
import { Fault } from '../fault'
import { today } from './amendment'
import { type InvoiceBody, readInvoiceBody } from './bodies'
import { currencyId, customerId, termId } from './customer'
import { type Desk } from './desk'
import { findSale } from './findSale'
import { lineNote, ROUNDING_NOTE } from './lineNote'
import { addedIds, unitPrice } from './saleLines'
import { dateSchema, decimalSchema, toDate, toDecimal, toQuantity } from './wire'
import { runWizard } from './wizard'

const INVOICE = 'account.invoice'

/**
 * Posts an invoice of ours: one draft with all its lines in one call, claimed by our id as its reference, then posted when it
 * comes to what we say it does. Goes on from wherever an earlier attempt broke off. Answers with the invoice's id.
 */
export async function postInvoice(desk: Desk, message: Outgoing): Promise<number> {
  const { rpc } = desk
  const body = readInvoiceBody(message.body)
  const id = (await invoiceBy(desk, [['reference', '=', message.ourId]]))?.id ?? await newInvoice(desk, message.ourId, body)
  let invoice = await knownInvoice(desk, id)
  if (invoice.number !== null) return id
  const refuse = (text: string): Fault => new Fault('refused', `${rpc.system}: the invoice of ${body.number} ${text}, then send again`)
  if (invoice.state === 'cancelled') throw refuse('was cancelled there before it was posted: set it back to draft there')
  if (isRounding(body, invoice)) {
    await addRounding(desk, id, subtract(body.payable, invoice.untaxed_amount))
    invoice = await knownInvoice(desk, id)
  }
  if (!equal(invoice.untaxed_amount, body.payable)) throw refuse(`comes to ${invoice.untaxed_amount} there instead of ${body.payable} net: look at it there`)
  await rpc.press(INVOICE, id, 'post')
  const after = await knownInvoice(desk, id)
  if (after.number === null) throw refuse(`stays ${after.state} although "post" was pressed: look at it there`)
  return id
}

/** Tryton rounds half a cent to the even one, we away from zero: each line may come to one more or less. */
function isRounding({ payable, currency, lines }: InvoiceBody, { untaxed_amount: there }: Invoice): boolean {
  const off = abs(subtract(payable, there))
  return !isZero(off) && compare(off, fromMinor(lines.length, currency)) <= 0
}

const roundedSchema = z.object({ account: z.number(), taxes: z.array(z.number()), currency: z.number(), company: z.number() })

/** One line for what the rounding there makes of ours, on the account and with the taxes of the first. */
async function addRounding({ rpc }: Desk, id: number, missing: string): Promise<void> {
  const [first] = await rpc.search('account.invoice.line', [['invoice', '=', id], ['type', '=', 'line']], { fields: ['account', 'taxes', 'currency', 'company'], order: [['id', 'ASC']], limit: 1 }, roundedSchema)
  if (!first) throw new Fault('refused', `${rpc.system}: invoice ${id} has no line any more: look at it there`)
  await rpc.write(INVOICE, [id], { lines: [['create', [{
    type: 'line', description: 'Rounding', note: ROUNDING_NOTE, quantity: 1, unit_price: toDecimal(missing), account: first.account, taxes: [['add', first.taxes]],
    currency: first.currency, company: first.company,
  }]]] })
}

/** Takes a posted invoice back by a credit note of all of it; refused where something was paid. */
export async function creditInvoice(desk: Desk, message: Outgoing): Promise<number> {
  const { rpc } = desk
  const known = await invoiceBy(desk, [['reference', '=', message.ourId], ['number', '!=', null]])
  if (!known) throw new Fault('refused', `${rpc.system} has no posted invoice ${message.ourId}: there is nothing to cancel`)
  if (known.state === 'cancelled') return known.id
  const day = await creditDay(desk, known.id)
  await runWizard(rpc, 'account.invoice.credit', INVOICE, known.id, 'credit', (asked) => {
    if (asked.with_refund !== true) throw new Fault('refused', `${rpc.system}: invoice ${known.number} is ${known.state}, and something was paid of it: credit it there`)
    return { with_refund: true, with_refund_allowed: true, invoice_date: day }
  })
  const after = await knownInvoice(desk, known.id)
  if (after.state !== 'cancelled') throw new Fault('refused', `${rpc.system}: invoice ${known.number} stays ${after.state} although it was credited: look at it there`)
  return known.id
}

/** The day of its invoice where that is ahead of Tryton's own, as east of its server after midnight: numbers there ascend with the days. Else null, which is today there. */
async function creditDay(desk: Desk, id: number): Promise<unknown> {
  const [{ invoice_date: day } = { invoice_date: null }] = await desk.rpc.search(INVOICE, [['id', '=', id]], { fields: ['invoice_date'] }, z.object({ invoice_date: dateSchema.nullable() }))
  return day !== null && day > await today(desk) ? toDate(day) : null
}

const invoiceSchema = z.object({ id: z.number(), number: z.string().nullable(), state: z.string(), untaxed_amount: decimalSchema })
type Invoice = z.infer<typeof invoiceSchema>

/** The first of several is taken: doubles are found by reconciling, not hidden by a third. */
async function invoiceBy({ rpc }: Desk, domain: readonly unknown[]): Promise<Invoice | undefined> {
  return (await rpc.search(INVOICE, [['type', '=', 'out'], ...domain], { fields: ['number', 'state', 'untaxed_amount'], order: [['id', 'ASC']], limit: 1 }, invoiceSchema))[0]
}

async function knownInvoice(desk: Desk, id: number): Promise<Invoice> {
  const invoice = await invoiceBy(desk, [['id', '=', id]])
  if (!invoice) throw new Fault('refused', `${desk.rpc.system} has no invoice ${id} any more`)
  return invoice
}

const headerSchema = z.looseObject({ payment_term: z.number().nullish(), invoice_address: z.number().nullish(), journal: z.number().nullish() })

/** What a person's client would fill in when the customer is chosen; the receivable account comes by a call of its own. */
async function newInvoice(desk: Desk, ourId: string, body: InvoiceBody): Promise<number> {
  const { rpc, options } = desk
  const [party, currency, company] = [await customerId(rpc, body.buyer), await currencyId(rpc, body.currency), await rpc.company()]
  const own = { type: 'out', party, company, currency }
  const [filled] = await rpc.ask('model.account.invoice.on_change', [{ ...own, lines: [] }, ['party', 'type']], z.tuple([headerSchema]))
  const { account } = await rpc.ask('model.account.invoice.on_change_with', [own, ['account']], z.object({ account: z.number().nullable() }))
  const term = body.paymentTerms === undefined ? undefined : await termId(rpc, body.paymentTerms, options.paymentTerms)
  const lines = await invoiceLines(desk, body, own)
  return rpc.create(INVOICE, {
    ...own, account, reference: ourId, description: [body.number, body.despatch].filter((part) => part !== undefined).join(' / '), invoice_date: toDate(body.issuedOn),
    invoice_address: filled.invoice_address ?? null, journal: filled.journal ?? null, payment_term: term ?? filled.payment_term ?? null, lines: [['create', lines]],
  })
}

const lineSchema = z.looseObject({ account: z.number().nullish(), taxes: addedIds })

/** Item and unit are those of the order's line there, account and taxes the item's, price and quantity ours. */
async function invoiceLines(desk: Desk, body: InvoiceBody, own: { party: number; company: number; currency: number }): Promise<Record<string, unknown>[]> {
  const { rpc, options } = desk
  const order = await findSale(desk, body.order)
  if (!order) throw new Fault('refused', `${rpc.system} has no order ${body.number}: send the order first`)
  const parent = Object.fromEntries(Object.entries({ type: 'out', ...own }).map(([name, value]) => [`_parent_invoice.${name}`, value]))
  const rows: Record<string, unknown>[] = []
  for (const line of body.lines) {
    const refuse = (text: string): Fault => new Fault('refused', `line ${line.line}: ${text}`)
    const sold = order.lines.find((candidate) => candidate.ours === line.line)
    if (sold?.product == null) throw refuse(`${rpc.system} has no such line in the order ${body.number}: send the order again`)
    const [filled] = await rpc.ask('model.account.invoice.line.on_change', [
      { ...parent, ...own, invoice_type: 'out', type: 'line', product: sold.product, quantity: toQuantity(line.quantity), unit: sold.unit, taxes: [] }, ['product']], z.tuple([lineSchema]))
    if (filled.account == null) throw refuse(`${rpc.system} has no revenue account for ${line.item}: give its category one, then send again`)
    rows.push({
      type: 'line', product: sold.product, quantity: toQuantity(line.quantity), unit: sold.unit, account: filled.account, taxes: [['add', filled.taxes ?? []]],
      currency: own.currency, company: own.company, note: lineNote({ id: line.line, unit: sold.code }),
      unit_price: toDecimal(unitPrice(line.price ?? { amount: divide(line.amount, line.quantity) }, options.priceDigits, refuse)),
    })
  }
  return rows
}
