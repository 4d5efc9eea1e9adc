import { z } from 'zod'
import { add } from '../../orders/decimal'
import { type Remote, type RemoteLine } from '../connector'
import { creditedBy } from './credited'
import { isGoodsIssue } from './despatch'
import { invoiceNames } from './invoiceNames'
import { readLineNote, ROUNDING_NOTE } from './lineNote'
import { idsIn, inLineUnit, type SaleOrigin, saleOrigins } from './origins'
import { type Query, type Rpc } from './rpc'
import { type Units } from './units'
import { dateSchema, decimalSchema, instantSchema, quantitySchema } from './wire'

/**
 * Customer invoices that have a number, so posted ones; a credit note is one with negative quantities, whose lines come from
 * lines of the invoice that it credits. One over several orders names none of them, and is a person's business.
 */
export async function readInvoices(rpc: Rpc, units: Units, domain: readonly unknown[], query: Partial<Query> = {}): Promise<Remote[]> {
  const invoices = await rpc.search('account.invoice', [['type', '=', 'out'], ['number', '!=', null], ['state', 'in', ['posted', 'paid', 'cancelled']], ...domain],
    { ...query, fields: FIELDS }, invoiceSchema)
  if (invoices.length === 0) return []
  const ids = invoices.map(({ id }) => id)
  const lines = await rpc.search('account.invoice.line', [['invoice', 'in', ids], ['type', '=', 'line']],
    { fields: ['invoice', 'origin', 'note', 'quantity', 'unit', 'unit_price', 'product.code'], order: [['id', 'ASC']] }, lineSchema)
  const origins = await originsOf(rpc, units, lines)
  const due = await dueDates(rpc, ids)
  const names = await invoiceNames(rpc, invoices)
  const credited = await creditedBy(rpc, lines)
  const linesOf = Map.groupBy(lines, (line) => line.invoice)
  return invoices.map((invoice) => {
    const mine = (linesOf.get(invoice.id) ?? []).filter((line) => line.note !== ROUNDING_NOTE)
    const { reference } = invoice
    const number = names.get(invoice.id)!
    const order = isGoodsIssue(reference) ? reference.split('/')[0] : onlyOrder(mine, origins)
    const ourId = isGoodsIssue(reference) ? reference : order === undefined ? undefined : `${order}/${rpc.system}/${number}`
    const changedAt = invoice.write_date ?? invoice.create_date
    return {
      kind: 'invoice', theirId: String(invoice.id), ...(ourId === undefined ? {} : { ourId }), number,
      state: stateOf(invoice), version: changedAt, asOf: changedAt, ...(invoice['party.'].code === null ? {} : { buyer: invoice['party.'].code }),
      currency: invoice['currency.'].code, amount: invoice.total_amount, lines: billed(mine, origins, units),
      body: {
        order, issuedOn: invoice.invoice_date ?? undefined, dueOn: due.get(invoice.id), net: invoice.untaxed_amount, tax: invoice.tax_amount, open: invoice.amount_to_pay ?? undefined,
        ...credited.get(invoice.id),
      },
    }
  })
}

/** The number in our id of an invoice that is made there: `<our order id>/<system>/<number>`. */
export const invoiceNumber = (ourId: string): string | undefined => /^[^/]+\/[^/]+\/(.+)$/.exec(ourId)?.[1]

/** The one order that invoice lines are for. */
export function onlyOrder(lines: readonly { origin: string | null }[], origins: ReadonlyMap<string, SaleOrigin>): string | undefined {
  const orders = new Set(lines.map(({ origin }) => origins.get(origin ?? '')?.order).filter((order) => order !== undefined))
  return orders.size === 1 ? [...orders][0] : undefined
}

const INVOICE_LINE = 'account.invoice.line'
const creditedSchema = z.object({
  'id': z.number(), 'origin': z.string().nullable(), 'note': z.string().nullable(), 'unit': z.number().nullable(), 'invoice.': z.object({ reference: z.string().nullable() }).nullish(),
})

/** Sale lines behind invoice lines; through the credited line where it is a credit note's. */
export async function originsOf(rpc: Rpc, units: Units, lines: readonly { origin: string | null }[]): Promise<Map<string, SaleOrigin>> {
  const names = lines.map(({ origin }) => origin)
  const credited = idsIn(names, INVOICE_LINE)
  const behind = credited.length === 0 ? [] : await rpc.search(INVOICE_LINE, [['id', 'in', credited]], { fields: ['origin', 'note', 'unit', 'invoice.reference'] }, creditedSchema)
  const origins = await saleOrigins(rpc, units, [...names, ...behind.map(({ origin }) => origin)])
  for (const { id, origin, note, unit, 'invoice.': invoice } of behind) {
    const found = origins.get(origin ?? '') ?? named(note, unit, invoice?.reference ?? null)
    if (found) origins.set(`${INVOICE_LINE},${id}`, found)
  }
  return origins
}

/** `posted`, `part-paid`, `paid`, or `cancelled` (credited in full). */
function stateOf({ state, amount_to_pay: open, total_amount: total }: z.infer<typeof invoiceSchema>): string {
  return state === 'posted' && open !== null && open !== total ? 'part-paid' : state
}

const FIELDS = ['number', 'reference', 'state', 'invoice_date', 'party.code', 'currency.code', 'total_amount', 'untaxed_amount', 'tax_amount', 'amount_to_pay', 'create_date', 'write_date'] as const
const invoiceSchema = z.object({
  'id': z.number(), 'number': z.string(), 'reference': z.string().nullable(), 'state': z.string(), 'invoice_date': dateSchema.nullable(), 'party.': z.object({ code: z.string().nullable() }),
  'currency.': z.object({ code: z.string() }), 'total_amount': decimalSchema, 'untaxed_amount': decimalSchema, 'tax_amount': decimalSchema, 'amount_to_pay': decimalSchema.nullable(),
  'create_date': instantSchema, 'write_date': instantSchema.nullable(),
})
const lineSchema = z.object({
  'id': z.number(), 'invoice': z.number(), 'origin': z.string().nullable(), 'note': z.string().nullable(), 'quantity': quantitySchema, 'unit': z.number().nullable(), 'unit_price': decimalSchema,
  'product.': z.object({ code: z.string().nullable() }).nullish(),
})

function billed(rows: readonly z.infer<typeof lineSchema>[], origins: ReadonlyMap<string, SaleOrigin>, units: Units): RemoteLine[] {
  const lines = new Map<string, RemoteLine>()
  for (const row of rows) {
    const origin = origins.get(row.origin ?? '') ?? named(row.note, row.unit)
    const id = origin?.line ?? `${INVOICE_LINE},${row.id}`
    const part = inLineUnit(units, row.quantity, row.unit, origin)
    lines.set(id, { id, item: row['product.']?.code ?? undefined, price: row.unit_price, ...part, quantity: add(lines.get(id)?.quantity ?? '0', part.quantity) })
  }
  return [...lines.values()]
}

/** Lines of an invoice that we posted come from no sale line: their note says whose they are. */
function named(note: string | null, unit: number | null, reference: string | null = null): SaleOrigin | undefined {
  const ours = readLineNote(note)
  return ours && unit !== null ? { order: isGoodsIssue(reference) ? reference.split('/')[0] : undefined, line: ours.id, unit, code: ours.unit } : undefined
}

const maturitySchema = z.object({ 'maturity_date': dateSchema.nullable(), 'move.': z.object({ origin: z.string().nullable() }) })

/** The last day on which a part of it falls due. */
async function dueDates(rpc: Rpc, invoices: readonly number[]): Promise<Map<number, string>> {
  const rows = await rpc.search('account.move.line', [['move.origin', 'in', invoices.map((id) => `account.invoice,${id}`)], ['maturity_date', '!=', null]],
    { fields: ['maturity_date', 'move.origin'], order: [['maturity_date', 'ASC']] }, maturitySchema)
  return new Map(rows.flatMap((row): [number, string][] => (row.maturity_date === null ? [] : [[Number(row['move.'].origin?.split(',')[1]), row.maturity_date]])))
}
