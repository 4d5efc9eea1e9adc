import { z } from 'zod'
import { invoiceNames } from './invoiceNames'
import { idsIn } from './origins'
import { type Rpc } from './rpc'

const lineSchema = z.object({ 'id': z.number(), 'invoice': z.number(), 'invoice.': z.object({ 'number': z.string().nullable(), 'state': z.string(), 'cancel_move.': z.object({ origin: z.string().nullable() }).nullish() }) })

/** Which invoice a credit note is on, and whether the two of them come to nothing: it took all of it back. */
export interface Credited { credits: string; voided: boolean }

/** By the id of each credit note among these that is on one invoice only. */
export async function creditedBy(rpc: Rpc, lines: readonly { invoice: number; origin: string | null }[]): Promise<Map<number, Credited>> {
  const ids = idsIn(lines.map(({ origin }) => origin), 'account.invoice.line')
  if (ids.length === 0) return new Map()
  const behind = await rpc.search('account.invoice.line', [['id', 'in', ids], ['invoice.number', '!=', null]], { fields: ['invoice', 'invoice.number', 'invoice.state', 'invoice.cancel_move.origin'] }, lineSchema)
  const credited = new Map(behind.map((line) => [`account.invoice.line,${line.id}`, line]))
  const names = await invoiceNames(rpc, behind.map(({ invoice, 'invoice.': { number } }) => ({ id: invoice, number: number! })))
  return new Map([...Map.groupBy(lines, ({ invoice }) => invoice)].flatMap(([note, own]): [number, Credited][] => {
    const on = own.flatMap(({ origin }) => credited.get(origin ?? '') ?? [])
    const [first] = on
    if (!first || on.some(({ invoice }) => invoice !== first.invoice)) return []
    const { state, 'cancel_move.': move } = first['invoice.']
    return [[note, { credits: names.get(first.invoice)!, voided: state === 'cancelled' && move?.origin === `account.invoice,${note}` }]]
  }))
}
