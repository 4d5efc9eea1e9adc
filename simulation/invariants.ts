import { compare, sum } from '../orders/decimal'
import { type Order } from '../orders/order'
import * as cases from '../store/cases'
import * as orders from '../store/orders'
import * as outbox from '../store/outbox'
import { verify } from '../sync/proof/verify'
import { type Reconciled } from '../sync/reconcile/reconcile'
import { COMPANY } from './masterData'
import { type Records, type Row } from './systems/records'
import { type Tale } from './tale'
import { type World } from './world'

/** What must hold when the night is over; answers with what does not. */
export async function broken(world: World, night: Reconciled): Promise<string[]> {
  const known = await orders.search(world.store, COMPANY, { limit: 100_000 })
  const byReference = new Map(known.map((order) => [order.reference, order]))
  return [
    ...doubledThere(world),
    ...world.tales.flatMap((tale) => {
      const order = byReference.get(tale.reference)
      return order ? told(world, tale, order).map((text) => `${tale.reference} ${order.id}: ${text}`) : [`${tale.reference}: it is lost`]
    }),
    ...(known.length === world.tales.length ? [] : [`there are ${known.length} orders of ${world.tales.length}`]),
    ...await stuck(world),
    ...(night.left === 0 && Object.keys(night.unreachable).length === 0 ? [] : [`the night leaves ${night.left} of ${night.found} differences`]),
    ...await defects(world),
    ...await uncommitted(world),
  ]
}

/** Two records of one of ours in one system: what must never be. */
function doubledThere({ systems }: World): string[] {
  return [...systems.values()].flatMap(({ name, records }) => (['order', 'part', 'invoice', 'despatch'] as const).flatMap((kind) => {
    const counts = Map.groupBy(records.all(kind).filter((row) => row.ourId !== undefined), (row) => row.ourId)
    return [...counts].filter(([, rows]) => rows.length > 1).map(([ourId, rows]) => `${name} has ${kind} ${ourId} ${rows.length} times: ${rows.map((row) => row.theirId).join(', ')}`)
  }))
}

/** Is the order as the tale and the systems have it? */
function told({ erp, wms, finance }: World, tale: Tale, order: Order): string[] {
  const expected = statusOf({ wms, finance }, tale, order)
  const wrong = order.status === expected ? [] : [`it is ${order.status}, and must be ${expected}`]
  const quantity = tale.command?.type === 'change' && tale.answer === 'accepted' ? tale.command.quantity : tale.lines[0]!.quantity
  if (compare(order.lines[0]!.quantity ?? '0', String(quantity)) !== 0) wrong.push(`its first line has ${order.lines[0]!.quantity}, and must have ${quantity}`)
  const ended = order.status === 'cancelled' || order.status === 'rejected'
  for (const [system, row] of [['erp', erp.ofOurs('order', order.id)[0]], ['wms', wms.ofOurs('part', `${order.id}/1`)[0]], ['finance', finance.ofOurs('order', order.id)[0]]] as const) {
    if (row === undefined) { if (!ended) wrong.push(`it is not in ${system}`) }
    else if (ended) { if (!/cancelled|withdrawn/.test(row.state)) wrong.push(`it is ${order.status}, and ${row.state} in ${system}`) }
    else wrong.push(...differs(system, row, order))
  }
  return wrong
}

function statusOf({ wms, finance }: { wms: Records; finance: Records }, tale: Tale, order: Order): Order['status'] {
  if (tale.rejecting && order.status === 'rejected') return 'rejected'
  if (tale.command?.type === 'cancel' && tale.answer === 'accepted') return 'cancelled'
  const ordered = sum(order.lines.map((line) => line.quantity ?? '0'))
  const despatches = wms.all('despatch').filter((row) => row.body?.order === order.id)
  const quantity = (rows: readonly Row[]): string => sum(rows.flatMap((row) => row.lines!.map((line) => line.quantity)))
  if (despatches.length === 0 || compare(quantity(despatches), ordered) < 0) return 'toShip'
  if (compare(quantity(despatches.filter((row) => row.state === 'delivered')), ordered) < 0) return 'shipped'
  const invoices = finance.all('invoice').filter((row) => row.body?.order === order.id)
  return invoices.length === despatches.length && invoices.every((row) => row.state === 'paid') ? 'closed' : 'delivered'
}

function differs(system: string, row: Row, order: Order): string[] {
  const lines = row.lines!.map((line) => `${line.id}:${line.quantity}`).join(' ')
  const ours = order.lines.map((line) => `${line.id}:${line.quantity}`).join(' ')
  return [
    ...(lines === ours ? [] : [`${system} has the lines ${lines} instead of ${ours}`]),
    ...(row.amount === undefined || compare(row.amount, order.payable ?? '0') === 0 ? [] : [`${system} has ${row.amount} instead of ${order.payable}`]),
  ]
}

/** Whatever still waits for somebody. */
async function stuck({ store }: World): Promise<string[]> {
  const open = (await outbox.counts(store)).filter(({ state }) => !['done', 'superseded'].includes(state)).map(({ system, state, count }) => `${count} messages to ${system} are ${state}`)
  const waiting = (await cases.list(store, COMPANY, { state: 'open', limit: 20 })).map((found) => `a case waits: ${found.kind} of ${found.subject}: ${found.text}`)
  const [pending] = await store.query<{ n: number }>("SELECT count(*) AS n FROM arrivals WHERE outcome = 'pending'")
  return [...open, ...waiting, ...(pending!.n === 0 ? [] : [`${pending!.n} arrivals are pending`])]
}

/** Chains, seals, rows, numbers, and each order against the fold of its events. */
async function defects(world: World): Promise<string[]> {
  const verified = await verify(world.context(world.process('verify'), 'system'))
  return [...verified.defects.map((defect) => `${defect.code}: ${defect.text}`), ...verified.companies.flatMap((company) => company.notOnce)]
}

/** What the orders hold of credit and stock adds up to what is taken, and is what each must hold. */
async function uncommitted({ store }: World): Promise<string[]> {
  const rows = await store.query<{ resource: string; ours: number; held: number }>(
    "SELECT r.resource, r.ours, COALESCE((SELECT SUM(c.quantity - c.counted) FROM commitments c WHERE c.company = r.company AND c.resource = r.resource AND c.state <> 'released'), 0) AS held FROM resources r")
  const kept = await store.query<{ order_id: string; resource: string; status: string }>(
    "SELECT c.order_id, c.resource, o.status FROM commitments c JOIN orders o ON o.id = c.order_id WHERE c.state <> 'released' AND o.status IN ('rejected', 'cancelled', 'closed', 'received', 'awaitingApproval')")
  return [
    ...rows.filter((row) => row.ours !== row.held || row.ours < 0).map((row) => `${row.resource}: ${row.ours} are taken, and the orders hold ${row.held}`),
    ...kept.map((row) => `${row.order_id} is ${row.status} and holds ${row.resource}`),
  ]
}

