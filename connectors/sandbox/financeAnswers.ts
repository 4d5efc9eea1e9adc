import { z } from 'zod'
import { sharesOfLines } from '../../orders/invoicing/bill'
import { fromMinor } from '../../orders/money'
import { type Remote } from '../connector'

/** What the sandbox's finance answers, in our words: its amounts are integers of the minor unit. Each throws a ZodError for another shape. */

const stamped = { status: z.string(), version: z.number(), updatedAt: z.string() }
const minor = z.number().int()

const commitmentSchema = z.object({
  id: z.string(), externalId: z.string(), orderNumber: z.string(), buyersReference: z.string(), debtor: z.string(), currency: z.string(), amountMinor: minor, invoicedMinor: minor,
  settledMinor: minor, ...stamped, lines: z.array(z.object({ ref: z.string(), item: z.string(), quantity: z.string(), amountMinor: minor })),
})

export function commitmentRemote(raw: unknown): Remote {
  const order = commitmentSchema.parse(raw)
  return {
    kind: 'order', theirId: order.id, ourId: order.externalId, number: order.id, state: order.status, version: String(order.version), asOf: order.updatedAt,
    ...(order.buyersReference === '' ? {} : { reference: order.buyersReference }), buyer: order.debtor, currency: order.currency, amount: fromMinor(order.amountMinor, order.currency),
    lines: order.lines.map((line) => ({ id: line.ref, item: line.item, quantity: line.quantity })),
    body: { number: order.orderNumber, invoiced: fromMinor(order.invoicedMinor, order.currency), paid: fromMinor(order.settledMinor, order.currency) },
  }
}

const invoiceSchema = z.object({
  number: z.string(), externalId: z.string(), orderExternalId: z.string().optional(), orderNumber: z.string().optional(), despatch: z.string().optional(), debtor: z.string(), currency: z.string(),
  issuedOn: z.string(), dueOn: z.string(), totalMinor: minor, paidMinor: minor, ...stamped,
  lines: z.array(z.object({ ref: z.string(), item: z.string(), quantity: z.string(), amountMinor: minor, orderExternalId: z.string().optional(), despatch: z.string().optional() })),
})

export function invoiceRemote(raw: unknown): Remote {
  const invoice = invoiceSchema.parse(raw)
  // one over several orders says of each line which order's it is
  const shared = invoice.lines.flatMap(({ orderExternalId, ref, quantity, amountMinor }) => (orderExternalId === undefined ? [] : [{ order: orderExternalId, line: ref, quantity, amount: fromMinor(amountMinor, invoice.currency) }]))
  return {
    kind: 'invoice', theirId: invoice.number, ourId: invoice.externalId, number: invoice.number, state: invoice.status, version: String(invoice.version), asOf: invoice.updatedAt,
    buyer: invoice.debtor, currency: invoice.currency, amount: fromMinor(invoice.totalMinor, invoice.currency),
    lines: invoice.lines.map((line) => ({ id: line.orderExternalId === undefined ? line.ref : [line.orderExternalId, line.despatch, line.ref].join('/'), item: line.item, quantity: line.quantity })),
    body: {
      ...(shared.length > 0 ? { shares: sharesOfLines(shared) } : {}), order: invoice.orderExternalId, number: invoice.orderNumber, despatch: invoice.despatch, issuedOn: invoice.issuedOn, dueOn: invoice.dueOn,
      paid: fromMinor(invoice.paidMinor, invoice.currency),
    },
  }
}

const creditNoteSchema = z.object({
  number: z.string(), externalId: z.string(), invoice: z.string(), orderExternalId: z.string(), orderNumber: z.string(), returnNumber: z.string().optional(), debtor: z.string(), currency: z.string(), issuedOn: z.string(),
  totalMinor: minor, ...stamped, lines: z.array(z.object({ ref: z.string(), quantity: z.string(), amountMinor: minor })),
})

export function creditNoteRemote(raw: unknown): Remote {
  const note = creditNoteSchema.parse(raw)
  return {
    kind: 'creditNote', theirId: note.number, ourId: note.externalId, number: note.number, state: note.status, version: String(note.version), asOf: note.updatedAt,
    buyer: note.debtor, currency: note.currency, amount: fromMinor(note.totalMinor, note.currency), lines: note.lines.map((line) => ({ id: line.ref, quantity: line.quantity })),
    body: { order: note.orderExternalId, number: note.orderNumber, invoice: note.invoice, return: note.returnNumber, issuedOn: note.issuedOn },
  }
}

const paymentSchema = z.object({
  id: z.string(), externalId: z.string().nullable(), account: z.string(), statement: z.string(), entry: z.string(), amountMinor: minor, unallocatedMinor: minor, currency: z.string(), bookedOn: z.string(), debtor: z.string(),
  counterparty: z.string().optional(), text: z.string(), ...stamped,
  allocations: z.array(z.object({ invoice: z.string(), invoiceExternalId: z.string().nullable(), orderExternalId: z.string().nullable(), amountMinor: minor })),
})

/** A booking of the bank, and what of it is on which invoice. Identical ones are genuine: only `theirId` and (account, statement, entry) tell them apart. */
export function paymentRemote(raw: unknown): Remote {
  const payment = paymentSchema.parse(raw)
  const money = (minorUnits: number): string => fromMinor(minorUnits, payment.currency)
  const order = payment.allocations.find((one) => one.orderExternalId !== null)?.orderExternalId
  return {
    kind: 'payment', theirId: payment.id, ...(payment.externalId === null ? {} : { ourId: payment.externalId }), number: payment.id, state: payment.status, version: String(payment.version), asOf: payment.updatedAt,
    ...(payment.debtor === '' ? {} : { buyer: payment.debtor }), currency: payment.currency, amount: money(payment.amountMinor),
    body: {
      account: payment.account, statement: payment.statement, entry: payment.entry, order: order ?? undefined, bookedOn: payment.bookedOn, text: payment.text, counterparty: payment.counterparty,
      allocations: payment.allocations.map((one) => ({ invoice: one.invoice, invoiceOurId: one.invoiceExternalId ?? undefined, order: one.orderExternalId ?? undefined, amount: money(one.amountMinor) })),
      ...(payment.unallocatedMinor > 0 ? { unallocated: money(payment.unallocatedMinor) } : {}),
    },
  }
}

const journalSchema = z.object({
  number: z.string(), externalId: z.string(), postedOn: z.string(), currency: z.string(), text: z.string(), ...stamped, lines: z.array(z.object({ account: z.string(), debitMinor: minor, creditMinor: minor })).min(2),
})

/** What of a payout was posted: its first line is what came to the bank. */
export function settlementRemote(raw: unknown): Remote {
  const entry = journalSchema.parse(raw)
  const money = (minorUnits: number): string => fromMinor(minorUnits, entry.currency)
  return {
    kind: 'settlement', theirId: entry.number, ourId: entry.externalId, number: entry.number, state: entry.status, version: String(entry.version), asOf: entry.updatedAt, currency: entry.currency, amount: money(entry.lines[0]!.debitMinor),
    body: { postedOn: entry.postedOn, text: entry.text, lines: entry.lines.map(({ account, debitMinor, creditMinor }) => ({ account, debit: money(debitMinor), credit: money(creditMinor) })) },
  }
}

const pageSchema = z.object({ data: z.array(z.unknown()), next: z.string().nullable() })

export function pageOf(body: unknown): { rows: unknown[]; next?: string | undefined } {
  const { data, next } = pageSchema.parse(body)
  return { rows: data, next: next ?? undefined }
}

const feedSchema = z.object({ data: z.array(z.object({ at: z.string(), id: z.string(), data: z.unknown() })), next: z.string(), hasMore: z.boolean() })

export function feedOf(body: unknown): { rows: { at: string; id: string; record: unknown }[]; next?: string | undefined } {
  const { data, next, hasMore } = feedSchema.parse(body)
  return { rows: data.map((row) => ({ at: row.at, id: row.id, record: row.data })), next: hasMore ? next : undefined }
}

export function errorText(body: unknown): string | undefined {
  const said = z.object({ title: z.string(), detail: z.string() }).safeParse(body)
  return said.success ? `${said.data.title}: ${said.data.detail}` : undefined
}
