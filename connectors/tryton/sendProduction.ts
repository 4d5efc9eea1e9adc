import { z } from 'zod'
import { type Outgoing } from '../connector'
import { Fault } from '../fault'
import { absent } from './absent'
import { type ProductionBody, readProductionBody } from './bodies'
import { type Desk } from './desk'
import { isOtherwise, PRODUCTION, type Production, readProductions } from './production'
import { toDate, toQuantity } from './wire'

/** More than any production needs; so many rounds without an end mean that it moves in a circle. */
const ROUNDS = 6
/** The button that takes a production nearer to where it may be written, by its state. */
const BACK = new Map([['assigned', 'wait'], ['waiting', 'draft']])
const OPEN = ['request', 'draft', 'waiting', 'assigned']

/**
 * Asks the shop floor for what a line of an order needs: a production request with the materials of the item's recipe, in one call and so one
 * transaction. People take it from there. One that has another content than ours gets it anew as long as nothing is begun; what was planned goes
 * back to draft for it, to be planned anew.
 */
export async function putProduction(desk: Desk, message: Outgoing): Promise<Production> {
  const body = readProductionBody(message.body)
  const wanted = await wantedProduction(desk, body)
  if (!(await productionOf(desk, message.ourId))) await desk.rpc.create(PRODUCTION, { ...wanted.values, reference: message.ourId, state: 'request', ...await movesOf(desk, wanted.values) })
  for (let round = 0; round < ROUNDS; round++) {
    const production = await knownProduction(desk, message)
    const { id, number, state } = production.runs[0]!
    if (!isOtherwise(production, wanted)) return production
    const refuse = (why: string): Fault => new Fault('refused', `${desk.rpc.system}: production ${number ?? id} of ${body.number} ${why}`)
    if (production.runs.length > 1) throw refuse('was split there: change its parts there')
    if (state === 'cancelled') throw refuse('is cancelled there: set it back to draft there, then send again')
    if (!OPEN.includes(state)) throw refuse(`is ${state} there: what is being made takes no change`)
    const button = BACK.get(state)
    if (button === undefined) await rewrite(desk, id, wanted.values)
    else await desk.rpc.press(PRODUCTION, id, button)
  }
  throw new Fault('refused', `${desk.rpc.system}: the production of ${body.number} does not come to rest: somebody changes it there at the same time`)
}

/** Ends what is asked for or planned; refused where it runs or is done. */
export async function cancelProduction(desk: Desk, message: Outgoing): Promise<Production> {
  const { runs } = await knownProduction(desk, message)
  const begun = runs.find(({ state }) => state === 'running' || state === 'done')
  if (begun) throw new Fault('refused', `${desk.rpc.system}: production ${begun.number ?? begun.id} is ${begun.state}: stop it on the shop floor, or keep what is made`)
  for (const { id } of runs.filter(({ state }) => state !== 'cancelled')) await desk.rpc.press(PRODUCTION, id, 'cancel')
  const after = await knownProduction(desk, message)
  const left = after.runs.find(({ state }) => state !== 'cancelled')
  if (left) throw new Fault('refused', `${desk.rpc.system}: production ${left.number ?? left.id} stays ${left.state} although "cancel" was pressed: look at it there, then send again`)
  return after
}

export const productionOf = async ({ rpc, units }: Pick<Desk, 'rpc' | 'units'>, reference: string): Promise<Production | undefined> => (await readProductions(rpc, units, [reference]))[0]

async function knownProduction(desk: Desk, message: Outgoing): Promise<Production> {
  const production = await productionOf(desk, message.ourId)
  if (!production) throw new Fault('refused', `${desk.rpc.system} has no production of ${message.ourId}: there is nothing to ${message.action}`)
  return production
}

type Values = Record<string, unknown>

const productSchema = z.object({ id: z.number(), code: z.string(), default_uom: z.number(), producible: z.unknown(), boms: z.array(z.number()) })

/** The line as a production there. Throws a `refused` Fault for an item that it cannot make. */
async function wantedProduction(desk: Desk, { lines: [line], requestedDelivery }: ProductionBody): Promise<{ item: string; quantity: string; unit: number; plannedFor: string | undefined; values: Values }> {
  const { rpc, units } = desk
  const refuse = (why: string): Fault => new Fault('refused', `line ${line.id}: ${rpc.system} ${why}, then send again`)
  const [product] = await rpc.search('product.product', [['code', '=', line.item]], { fields: ['code', 'default_uom', 'producible', 'boms'], limit: 1 }, productSchema)
  if (!product) throw new Fault('refused', `line ${line.id}: ${(await absent(rpc, 'item', [line.item]))(line.item)}`)
  if (!product.producible || product.boms.length === 0) throw refuse(`cannot make ${line.item}: mark it as producible there and give it a bill of materials`)
  const base = units.byId(product.default_uom)
  const unit = units.find(line.unit, base.category)
  if (!unit) throw refuse(`counts ${line.item} in ${base.symbol}, and has no unit for ${line.unit}: add one to its category, or name it in options.units`)
  const [bom] = await rpc.search('product.product-production.bom', [['id', 'in', product.boms]], { fields: ['bom'], order: [['sequence', 'ASC'], ['id', 'ASC']], limit: 1 }, z.object({ bom: z.number() }))
  const values = {
    ...await placeOf(desk), company: await rpc.company(), product: product.id, bom: bom?.bom ?? null, uom: unit.id, quantity: toQuantity(line.quantity),
    ...(requestedDelivery === undefined ? {} : { planned_date: toDate(requestedDelivery) }),
  }
  const start = requestedDelivery === undefined ? {} : await startOf(desk, values)
  return { item: product.code, quantity: line.quantity, unit: unit.id, plannedFor: requestedDelivery, values: { ...values, ...start } }
}

/** The day to begin on, by the item's lead time there. */
async function startOf({ rpc }: Desk, values: Values): Promise<Values> {
  return rpc.ask('model.production.on_change_with', [values, ['planned_start_date']], z.object({ planned_start_date: z.unknown() }))
}

const placeSchema = z.object({ id: z.number(), production_location: z.number().nullable() })

/** The warehouse that `options.warehouse` names, else the first one, and where it produces. */
async function placeOf({ rpc, options }: Desk): Promise<Values> {
  const named = options.warehouse === undefined ? [] : [['code', '=', options.warehouse]]
  const [place] = await rpc.search('stock.location', [['type', '=', 'warehouse'], ...named], { fields: ['production_location'], order: [['id', 'ASC']], limit: 1 }, placeSchema)
  if (place?.production_location == null) throw new Fault('refused', `${rpc.system} has no warehouse ${options.warehouse ?? ''} that produces: correct options.warehouse, or give it a production location there`)
  return { warehouse: place.id, location: place.production_location }
}

const movesSchema = z.object({ add: z.array(z.tuple([z.number(), z.record(z.string(), z.unknown())])) })
const STORED = ['product', 'quantity', 'uom', 'from_location', 'to_location', 'company', 'unit_price', 'currency']

/** What goes in and comes out by the recipe: as a person's client fills it in. */
async function movesOf({ rpc }: Desk, values: Values): Promise<Values> {
  const [change] = await rpc.ask('model.production.on_change', [{ ...values, state: 'draft', inputs: [], outputs: [] }, ['bom']], z.tuple([z.object({ inputs: movesSchema, outputs: movesSchema })]))
  const made = ({ add: rows }: z.infer<typeof movesSchema>): Values[] => rows.map(([, move]) => Object.fromEntries(Object.entries(move).filter(([field]) => STORED.includes(field))))
  return { inputs: [['create', made(change.inputs)]], outputs: [['create', made(change.outputs)]] }
}

/** All of it anew in one call. */
async function rewrite(desk: Desk, id: number, values: Values): Promise<void> {
  const [known] = await desk.rpc.search(PRODUCTION, [['id', '=', id]], { fields: ['inputs', 'outputs'] }, z.object({ inputs: z.array(z.number()), outputs: z.array(z.number()) }))
  const { inputs, outputs } = await movesOf(desk, values) as { inputs: unknown[]; outputs: unknown[] }
  await desk.rpc.write(PRODUCTION, [id], { ...values, inputs: [['delete', known?.inputs ?? []], ...inputs], outputs: [['delete', known?.outputs ?? []], ...outputs] })
}
