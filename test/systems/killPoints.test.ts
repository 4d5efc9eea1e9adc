import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectorOf } from '../../connectors/registry'
import { backUp } from '../../store/backup'
import { openStore } from '../../store/open'
import * as orders from '../../store/orders'
import { verifyStore } from '../../store/verify'
import { type Context } from '../../sync/context'
import { silent } from '../../sync/log'
import { child, start } from '../store/child'
import { BUYER, COMPANY } from './document'
import { journey } from './journey'
import { type Person, personOf } from './tryton/person'
import { startTryton, type TrytonServer } from './tryton/server'
import { openWorld } from './world'

const BUILD_MS = 600_000
/** Processes at a time: more than two gain nothing on one Tryton. */
const WIDTH = 3
/** A process that is gone holds its order for a lease, three time-outs and a settle: short here, so that the suite is. */
const TIMES = { timeout: 6000, settle: 3000 }
/**
 * Every n-th point is taken. After one call and before the next is the same for whoever comes later: nothing outside of the
 * process changed in between. So the odd ones, before each, are all that differ; `KILL_STEP=1` takes every single one.
 */
const STEP = Number(process.env.KILL_STEP ?? 2)

describe('a process that is killed at every point of an order\'s way', () => {
  let server: TrytonServer
  let clerk: Person
  let template: { file: string; keys: string; folder: string }
  let script: string
  beforeAll(async () => {
    server = await startTryton()
    clerk = await personOf(server)
    await clerk.limit('KRAMER', '9999999.00')
    const { store } = await openWorld(server, { ...TIMES, authority: [] })
    const file = join(store.folder, 'template.db')
    await backUp(store, file)
    template = { file, keys: store.keysFolder, folder: store.folder }
    script = child('../../systems/children/journey.ts')
  }, BUILD_MS)
  afterAll(async () => { await server?.close() })

  const place = (reference: string): string => {
    const folder = join(template.folder, reference)
    mkdirSync(folder)
    copyFileSync(template.file, join(folder, 'store.db'))
    return `sqlite:${join(folder, 'store.db')}`
  }
  const run = (url: string, reference: string, point: number) => start(script, url, template.keys, reference, point)

  test('resumed, it leaves one sale, one delivery of what was shipped and one invoice for it (R-ENT-06, R-SYS-02)', async () => {
    const whole = run(place('WHOLE'), 'WHOLE', 0)
    expect(await whole.ended).toEqual({ code: 0, errors: '' })
    const count = Number(/^points (\d+)$/.exec(whole.lines.at(-1) ?? '')?.[1])
    expect(count).toBeGreaterThan(60)
    const points = Array.from({ length: count }, (_, index) => index + 1).filter((point) => (point - 1) % STEP === 0 || point === count)

    const killed = await inParallel(points, WIDTH, async (point) => {
      const reference = `KILL-${point}`
      const url = place(reference)
      const { code } = await run(url, reference, point).ended
      return { point, reference, url, code }
    })
    // how often an idle outbox is asked differs: a process may be through before the last points
    expect(killed.filter(({ code }) => code !== null && code !== 0)).toEqual([])
    expect(killed.filter(({ code }) => code === 0).length).toBeLessThan(5)

    const found = await inParallel(killed, WIDTH, async ({ point, reference, url }) => ({ point, ...(await resumed(url, reference)) }))
    expect(found.filter(({ wrong }) => wrong.length > 0)).toEqual([])
    console.log(`${count} kill points, ${killed.filter(({ code }) => code === null).length} killed and resumed: one sale, one delivery, one invoice each`)
  }, 900_000)

  /** Goes on where the killed process was, and says what is not as it should be. */
  async function resumed(url: string, reference: string): Promise<{ wrong: string[] }> {
    const store = await openStore(url, { keys: template.keys, environment: 'test' })
    try {
      const context: Context = { store, clock: { now: () => new Date() }, log: silent, actor: 'system', owner: `after-${reference}`, connect: connectorOf }
      await journey(context, reference)
      const order = (await orders.byKey(store, COMPANY, BUYER, reference, '', 0))!
      const there = await thereOf(order.id)
      const defects: unknown[] = []
      for await (const found of verifyStore(store)) defects.push(...('defect' in found ? [found.defect] : found.checked.defects))
      return { wrong: [...differences(there, { sales: 1, delivered: { 'DG-1250': 2, 'FB-0616': 150 }, deliveries: 1, invoices: 1, invoiced: { 'DG-1250': 2, 'FB-0616': 150 } }), ...(defects.length > 0 ? [JSON.stringify(defects)] : [])] }
    } finally {
      await store.close()
    }
  }

  /** What Tryton itself has of an order, counted over its own interface. */
  async function thereOf(orderId: string): Promise<Record<string, unknown>> {
    const sales = await clerk.rows('sale.sale', [['reference', '=', orderId]], ['state'])
    const ids = sales.map(({ id }) => id)
    const moves = await clerk.rows('stock.move', [['origin.sale.id', 'in', ids, 'sale.line'], ['state', '=', 'done']], ['product.code', 'quantity', 'shipment'])
    const lines = await clerk.rows('account.invoice.line', [['origin.sale.id', 'in', ids, 'sale.line']], ['product.code', 'quantity', 'invoice'])
    return {
      sales: ids.length, deliveries: new Set(moves.map((move) => move.shipment)).size, delivered: byItem(moves), invoices: new Set(lines.map((line) => line.invoice)).size, invoiced: byItem(lines),
    }
  }
})

function byItem(rows: readonly Record<string, unknown>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of rows) {
    const { code } = row['product.'] as { code: string }
    sums[code] = (sums[code] ?? 0) + Number(row.quantity)
  }
  return sums
}

const differences = (there: Record<string, unknown>, wanted: Record<string, unknown>): string[] =>
  Object.entries(wanted).flatMap(([name, value]) => {
    const [a, b] = [stable(there[name]), stable(value)]
    return a === b ? [] : [`${name}: ${a} instead of ${b}`]
  })

const stable = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(Object.entries(value).sort()) : String(value))

async function inParallel<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  await Promise.all(Array.from({ length: width }, async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }))
  return results
}
