import { z } from 'zod'
import { producedLine } from '../../orders/effects'
import { add, compare, type Decimal, sum } from '../../orders/decimal'
import { type Remote } from '../connector'
import { type Row } from './changes'
import { type Query, type Rpc } from './rpc'
import { isOurs } from './sale'
import { type Units } from './units'
import { dateSchema, instantSchema, quantitySchema } from './wire'

export const PRODUCTION = 'production'

/** What is made for one line of an order: our production there, and those that people split off or copied from it, by the same reference. */
export interface Production {
  reference: string
  runs: Run[]
}

export interface Run {
  id: number
  number: string | null
  state: string
  item: string | null
  /** Planned, in its own unit. */
  quantity: Decimal
  unit: number
  /** What has come out of it, in the same unit. */
  made: Decimal
  plannedFor: string | null
  changedAt: string
}

/** `<our order id>/line/<line>`: the reference of a production that we asked for. */
export const isProduction = (reference: string | null): reference is string => reference !== null && /^[^/]+\/line\/./.test(reference) && isOurs(reference.split('/')[0]!)

/** The productions with these references, each with its oldest run first. */
export async function readProductions(rpc: Rpc, units: Units, references: readonly string[]): Promise<Production[]> {
  if (references.length === 0) return []
  const rows = await rpc.search(PRODUCTION, [['reference', 'in', references]], { fields: FIELDS, order: [['id', 'ASC']] }, runSchema)
  if (rows.length === 0) return []
  const outputs = await rpc.search('stock.move', [['production_output', 'in', rows.map(({ id }) => id)], ['state', '=', 'done']], { fields: ['production_output', 'product', 'quantity', 'uom'] }, outputSchema)
  const outputsOf = Map.groupBy(outputs, (move) => move.production_output)
  return [...Map.groupBy(rows, (row) => row.reference)].map(([reference, mine]) => ({
    reference,
    runs: mine.map((row): Run => ({
      id: row.id, number: row.number, state: row.state, item: row['product.']?.code ?? null, quantity: row.quantity ?? '0', unit: row.uom ?? row['product.']?.default_uom ?? 0,
      made: (outputsOf.get(row.id) ?? []).filter((move) => move.product === row.product).reduce((before, move) => add(before, row.uom === null ? move.quantity : units.convert(move.quantity, move.uom, row.uom)), '0'),
      plannedFor: row.planned_date, changedAt: row.write_date ?? row.create_date,
    })),
  }))
}

/** Productions by the runs that changed: a poll is told of the whole when any of them did, and a list names it with each. */
export async function readProductionRows(rpc: Rpc, units: Units, domain: readonly unknown[], query: Partial<Query>): Promise<Row[]> {
  const rows = await rpc.search(PRODUCTION, domain, { ...query, fields: FIELDS }, runSchema.extend({ reference: z.string().nullable() }))
  const productions = new Map((await readProductions(rpc, units, [...new Set(rows.map(({ reference }) => reference).filter(isProduction))])).map((one) => [one.reference, one]))
  return rows.map(({ id, reference, create_date, write_date }) => {
    const production = productions.get(reference ?? '')
    return { id, changedAt: write_date ?? create_date, remotes: production ? [productionRemote(production, units)] : [] }
  })
}

/** The production in our words: `requested`, `planned`, `running` (begun, or made in part), `done`, `cancelled`. */
export function productionRemote(production: Production, units: Units): Remote {
  const first = production.runs[0]!
  const asOf = production.runs.map(({ changedAt }) => changedAt).sort().at(-1)!
  const inFirst = (run: Run, quantity: Decimal): Decimal => units.convert(quantity, run.unit, first.unit)
  const live = production.runs.filter(({ state }) => state !== 'cancelled')
  // of what is done the outcome counts, not the plan; of what is cancelled whole, what was asked
  const quantity = sum((live.length > 0 ? live : production.runs).map((run) => inFirst(run, run.state === 'done' ? run.made : run.quantity)))
  return {
    kind: 'production', theirId: String(first.id), ourId: production.reference, number: first.number ?? String(first.id), state: wordOf(live), version: asOf, asOf,
    lines: [{ id: producedLine(production.reference), ...(first.item === null ? {} : { item: first.item }), quantity, unit: units.codeOf(first.unit) }],
    body: {
      order: production.reference.split('/')[0], made: sum(live.map((run) => inFirst(run, run.made))), productions: production.runs.map(({ number }) => number),
      plannedFor: live.map(({ plannedFor }) => plannedFor).filter((day) => day !== null).sort().at(-1),
    },
  }
}

function wordOf(live: readonly Run[]): string {
  const all = (...states: string[]): boolean => live.every(({ state }) => states.includes(state))
  if (live.length === 0) return 'cancelled'
  if (all('done')) return 'done'
  if (live.some((run) => run.state === 'running' || run.state === 'done')) return 'running'
  return all('request', 'draft') ? 'requested' : 'planned'
}

/** Is the item or quantity of the one production that we asked for another than this? */
export const isOtherwise = ({ runs }: Production, wanted: { item: string; quantity: Decimal; unit: number; plannedFor: string | undefined }): boolean => {
  const [run] = runs
  return runs.length > 1 || run!.item !== wanted.item || run!.unit !== wanted.unit || compare(run!.quantity, wanted.quantity) !== 0 || (wanted.plannedFor !== undefined && run!.plannedFor !== wanted.plannedFor)
}

const FIELDS = ['number', 'reference', 'state', 'product', 'product.code', 'product.default_uom', 'quantity', 'uom', 'planned_date', 'create_date', 'write_date'] as const
const runSchema = z.object({
  'id': z.number(), 'number': z.string().nullable(), 'reference': z.string(), 'state': z.string(), 'product': z.number().nullable(),
  'product.': z.object({ code: z.string().nullable(), default_uom: z.number() }).nullish(), 'quantity': quantitySchema.nullable(), 'uom': z.number().nullable(),
  'planned_date': dateSchema.nullable(), 'create_date': instantSchema, 'write_date': instantSchema.nullable(),
})
const outputSchema = z.object({ production_output: z.number(), product: z.number(), quantity: quantitySchema, uom: z.number() })
