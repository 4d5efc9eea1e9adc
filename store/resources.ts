import { type Decimal, isNegative } from '../orders/decimal'
import { minorDigits } from '../orders/money'
import { commitments, type CommitmentRow, type ResourceRow, resources } from './models/orders'
import { type Commitment, type Resource } from './records'
import { insertMany, putMany, select, selectOne, update, updateMany } from './rows'
import { fromScaled, scaledOrNull, toScaled } from './scaled'
import { type Db, type Tx } from './store'

export type Take = Omit<Commitment, 'company' | 'state'> & {
  /** Somebody with the right has approved going over what is left. */
  force?: boolean
}
export type Taken = { taken: true } | {
  taken: false
  resource: string
  /** What is left of it for others; `'0'` where we know nothing of the resource. */
  left: Decimal
}

/** What the owning system says there is, and how much of it that system itself counts as used. What we hold (`ours`) stays. */
export async function setCapacity(tx: Tx, resource: Omit<Resource, 'ours'>): Promise<void> {
  const scale = scaleOf(resource)
  const values = {
    unit: resource.unit, scale, as_of: resource.asOf,
    capacity: toScaled(resource.capacity, scale, 'down'), theirs: toScaled(resource.theirs, scale, 'up'),
  }
  const key = { company: resource.company, resource: resource.resource }
  const known = await selectOne(tx, resources, key, { lock: true })
  if (!known) return insertMany(tx, resources, [{ ...key, ...values, ours: 0 }])
  const ours = known.scale === scale ? known.ours : toScaled(fromScaled(known.ours, known.scale), scale, 'up')
  if (known.scale !== scale && ours !== 0) throw new Error(`${resource.resource} is counted in ${known.unit} and has commitments: release them before it is counted in ${resource.unit}`)
  await update(tx, resources, values, key)
}

/**
 * Takes all of these, or none of them: a conditional update of each resource, so that two orders never take the same credit or stock. What an
 * order line already holds of a resource is part of its new quantity, so that taking again changes nothing.
 */
export async function take(tx: Tx, company: string, wanted: readonly Take[]): Promise<Taken> {
  if (wanted.length === 0) return { taken: true }
  const scarce = await rowsOf(tx, company, wanted)
  const held = await heldBy(tx, company, wanted)
  const steps: Step[] = []
  // one order for everybody: two takers never wait for each other
  for (const want of [...wanted].sort(byResource)) {
    if (isNegative(want.quantity)) throw new RangeError(`${want.resource} cannot be taken for a negative quantity: ${want.quantity}`)
    const resource = scarce.get(want.resource)
    const quantity = resource ? scaledOrNull(want.quantity, resource.scale, 'up') : null
    if (quantity === null) return fallShort(tx, company, want.resource, resource, [])
    const { row, more } = changeTo(held.get(placeOf(want)), quantity)
    held.set(placeOf(want), { ...keyOf(company, want), ...row })
    addStep(steps, want, more)
  }
  for (const [index, { resource, more, force }] of steps.entries()) {
    if (!await add(tx, company, resource, more, force)) return fallShort(tx, company, resource, scarce.get(resource), steps.slice(0, index))
  }
  const taken = new Map(wanted.map((want) => [placeOf(want), held.get(placeOf(want))!]))
  await putMany(tx, commitments, [...taken.values()])
  return { taken: true }
}

/** So much more of a resource, for takers that follow one another and are all forced or all not. */
interface Step { resource: string; more: number; force: boolean }

function addStep(steps: Step[], { resource, force = false }: Take, more: number): void {
  const last = steps.at(-1)
  if (last && last.resource === resource && last.force === force) last.more += more
  else steps.push({ resource, more, force })
}

async function fallShort(tx: Tx, company: string, resource: string, row: ResourceRow | undefined, done: readonly Step[]): Promise<Taken> {
  // what was given back a moment ago in this transaction may be taken again without asking
  for (const step of done) await tx.execute('UPDATE resources SET ours = ours - $1 WHERE company = $2 AND resource = $3', [step.more, company, step.resource])
  return { taken: false, resource, left: row ? await leftOf(tx, company, row) : '0' }
}

async function rowsOf(tx: Tx, company: string, wanted: readonly Take[]): Promise<Map<string, ResourceRow>> {
  const names = [...new Set(wanted.map((want) => want.resource))]
  const rows = await tx.query<ResourceRow>(`SELECT * FROM resources WHERE company = $1 AND resource IN (${places(names)})`, [company, ...names])
  return new Map(rows.map((row) => [row.resource, row]))
}

/** What the orders hold now, by {@link placeOf}. */
async function heldBy(tx: Tx, company: string, wanted: readonly Take[]): Promise<Map<string, CommitmentRow>> {
  const ids = [...new Set(wanted.map((want) => want.order))]
  const rows = await tx.query<CommitmentRow>(`SELECT * FROM commitments WHERE company = $1 AND order_id IN (${places(ids)})`, [company, ...ids])
  return new Map(rows.map((row) => [placeOf({ resource: row.resource, order: row.order_id, line: row.line }), row]))
}

/** Places of values after the first, which is the company. */
const places = (values: readonly string[]): string => values.map((_, no) => `$${no + 2}`).join(', ')
const placeOf = (of: { resource: string; order: string; line: string }): string => JSON.stringify([of.resource, of.order, of.line])

/** Gives back what an order holds of the resources whose name begins with `prefix`, and the owning systems do not count yet. Harmless when repeated. */
export async function release(tx: Tx, company: string, order: string, prefix = ''): Promise<void> {
  const rows = (await select(tx, commitments, { company, order_id: order }, { order: ['resource', 'line'], lock: true })).filter((row) => row.state !== 'released' && row.resource.startsWith(prefix))
  for (const [resource, own] of Map.groupBy(rows, (row) => row.resource)) await add(tx, company, resource, -uncounted(own))
  await updateMany(tx, commitments, rows.map(({ resource, order_id, line }) => ({ company, resource, order_id, line, state: 'released', quantity: 0, counted: 0 })))
}

/** The owning system's copy now counts what these orders hold of the resource: set its new `theirs` in the same transaction. */
export async function settleTheirs(tx: Tx, company: string, resource: string, orders: readonly string[]): Promise<void> {
  const rows = await select(tx, commitments, { company, resource, order_id: [...orders], state: 'ours' }, { order: ['order_id', 'line'], lock: true })
  await add(tx, company, resource, -uncounted(rows))
  await updateMany(tx, commitments, rows.map(({ order_id, line, quantity }) => ({ company, resource, order_id, line, state: 'theirs', counted: quantity })))
}

/** How much of it the owning system does not count yet, and we do. */
const uncounted = (rows: readonly CommitmentRow[]): number => rows.reduce((sum, { quantity, counted }) => sum + quantity - counted, 0)

export async function get(db: Db, company: string, names: readonly string[]): Promise<Resource[]> {
  return (await select(db, resources, { company, resource: [...names] }, { order: ['resource'] })).map(fromRow)
}

/** Which orders hold something of the resources whose name begins with `prefix` that the owning system does not count yet. */
export async function heldByUs(db: Db, company: string, prefix: string): Promise<{ resource: string; order: string }[]> {
  return db.query('SELECT DISTINCT resource, order_id AS "order" FROM commitments WHERE company = $1 AND state = $2 AND resource LIKE $3 ORDER BY resource, order_id', [company, 'ours', `${prefix}%`])
}

export async function commitmentsOf(db: Db, company: string, order: string): Promise<Commitment[]> {
  const rows = await select(db, commitments, { company, order_id: order }, { order: ['resource', 'line'] })
  const scales = new Map((await select(db, resources, { company, resource: [...new Set(rows.map((row) => row.resource))] })).map((row) => [row.resource, row.scale]))
  return rows.map((row) => ({ company, resource: row.resource, order: row.order_id, line: row.line, quantity: fromScaled(row.quantity, scales.get(row.resource) ?? QUANTITY_SCALE), state: row.state as Commitment['state'] }))
}

/** Quantities count to four decimals, money to its currency's minor unit. */
const QUANTITY_SCALE = 4
const scaleOf = (resource: { resource: string; unit: string }): number => (resource.resource.startsWith('credit/') ? minorDigits(resource.unit) : QUANTITY_SCALE)

const keyOf = (company: string, of: { resource: string; order: string; line: string }) => ({ company, resource: of.resource, order_id: of.order, line: of.line })

const byResource = (a: Take, b: Take): number => compare(a.resource, b.resource) || compare(a.order, b.order) || compare(a.line, b.line)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The commitment's row for a new quantity, and how much more of `ours` that is. The owner goes on counting its share until its next copy. */
function changeTo(before: CommitmentRow | undefined, quantity: number): { row: Pick<CommitmentRow, 'quantity' | 'counted' | 'state'>; more: number } {
  const held = before && before.state !== 'released' ? before : { quantity: 0, counted: 0 }
  const counted = Math.min(held.counted, quantity)
  return { row: { quantity, counted, state: quantity > counted ? 'ours' : 'theirs' }, more: quantity - counted - (held.quantity - held.counted) }
}

/** False where it would be more than there is. Giving back is always possible. */
async function add(tx: Tx, company: string, resource: string, more: number, force = false): Promise<boolean> {
  if (more === 0) return true
  const { changes } = await tx.execute(
    'UPDATE resources SET ours = ours + $1 WHERE company = $2 AND resource = $3 AND ($4 < 0 OR ours + theirs + $5 <= capacity OR $6 = 1)', [more, company, resource, more, more, force ? 1 : 0])
  return changes === 1
}

async function leftOf(tx: Tx, company: string, { resource, scale }: ResourceRow): Promise<Decimal> {
  const now = await selectOne(tx, resources, { company, resource })
  return now ? fromScaled(now.capacity - now.theirs - now.ours, scale) : '0'
}

const fromRow = (row: ResourceRow): Resource => ({
  company: row.company, resource: row.resource, unit: row.unit, asOf: row.as_of,
  capacity: fromScaled(row.capacity, row.scale), theirs: fromScaled(row.theirs, row.scale), ours: fromScaled(row.ours, row.scale),
})
