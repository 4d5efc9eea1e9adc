import { z } from 'zod'
import { type Rpc } from './rpc'

const rowSchema = z.object({ id: z.number(), number: z.string() })

/**
 * What posted invoices go by, by their ids. A number is unique in its sequence only: credit notes may have one of their own, and each year begins anew. The
 * first of a company goes by its number, each later one by its id besides: `2026-00001 (57)`.
 */
export async function invoiceNames(rpc: Rpc, invoices: readonly { id: number; number: string }[]): Promise<Map<number, string>> {
  const numbers = [...new Set(invoices.map(({ number }) => number))]
  const all = numbers.length === 0 ? [] : await rpc.search('account.invoice', [['type', '=', 'out'], ['company', '=', await rpc.company()], ['number', 'in', numbers]], { fields: ['number'], order: [['id', 'ASC']] }, rowSchema)
  const first = new Map(all.map(({ id, number }): [string, number] => [number, id]).reverse())
  return new Map(invoices.map(({ id, number }) => [id, first.get(number) === id ? number : `${number} (${id})`]))
}

/** Which invoices have that name: the one of its id, or the first of its number. */
export async function namedInvoice(rpc: Rpc, name: string): Promise<unknown[]> {
  const id = / \((\d{1,15})\)$/.exec(name)?.[1]
  if (id !== undefined) return [['id', '=', Number(id)], ['number', '=', name.slice(0, -id.length - 3)]]
  const [first] = await rpc.search('account.invoice', [['type', '=', 'out'], ['company', '=', await rpc.company()], ['number', '=', name]], { fields: ['number'], order: [['id', 'ASC']], limit: 1 }, rowSchema)
  return [['id', '=', first?.id ?? 0]]
}
