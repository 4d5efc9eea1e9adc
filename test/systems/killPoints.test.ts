import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectorOf } from '../../connectors/registry'
import { openStore } from '../../store/open'
import * as orders from '../../store/orders'
import { verifyStore } from '../../store/verify'
import { type Context } from '../../sync/context'
import { silent } from '../../sync/log'
import { child, start } from '../store/child'
import { BUYER, COMPANY } from './document'
import { journey } from './journey'
import { inParallel } from './parallel'
import { pointsOf } from './points'
import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { openWorld } from './world'

const BUILD_MS = 600_000
/** Each Tryton is one process that keeps one processor busy. */
const SERVERS = 2
/** Processes of ours at a time. */
const WIDTH = 4
/** A process that is gone holds its order for a lease, three time-outs and a settle: short here, and over for the first ones when the last are killed. */
const TIMES = { timeout: 6000, settle: 3000 }
/** A Tryton, and a store that has just been set up for it. */
interface Stage { server: TrytonServer; clerk: Person; file: string; keys: string; folder: string }

describe('a process that is killed at every point of an order\'s way', () => {
  const stages: Stage[] = []
  let script: string
  beforeAll(async () => {
    for (let no = 0; no < SERVERS; no++) {
      const server = await startTryton()
      const clerk = await personOf(server)
      await clerk.limit('KRAMER', '9999999.00')
      const { store } = await openWorld(server, { ...TIMES, authority: [] })
      // closed, it is one file
      await store.close()
      stages.push({ server, clerk, file: join(store.folder, 'store.db'), keys: store.keysFolder, folder: store.folder })
    }
    script = child('../../systems/children/journey.ts')
  }, BUILD_MS)
  afterAll(async () => { for (const { server } of stages) await server.close() })

  test('resumed, it leaves one sale, one delivery of what was shipped and one invoice for it (R-ENT-06, R-SYS-02)', async () => {
    const whole = run(stages[0]!, place(stages[0]!, 'WHOLE'), 'WHOLE', 0)
    expect(await whole.ended).toEqual({ code: 0, errors: '' })
    const { count, points } = pointsOf(whole.lines)
    expect(count).toBeGreaterThan(100)
    expect(points.length).toBeGreaterThan(20)

    const killed = await inParallel(points, WIDTH, async (point, index) => {
      const reference = `KILL-${point}`
      const stage = stages[index % SERVERS]!
      const url = place(stage, reference)
      const { code } = await run(stage, url, reference, point).ended
      return { point, reference, stage, url, code }
    })
    // how often an idle outbox is asked differs: a process may be through before the last points
    expect(killed.filter(({ code }) => code !== null && code !== 0)).toEqual([])
    expect(killed.filter(({ code }) => code === 0).length).toBeLessThan(5)

    const found = await inParallel(killed, WIDTH, async ({ point, reference, stage, url }) => ({ point, ...(await resumed(stage, url, reference)) }))
    expect(found.filter(({ wrong }) => wrong.length > 0)).toEqual([])
    console.log(`${count} kill points, at ${points.length} of them other things outside; ${killed.filter(({ code }) => code === null).length} killed and resumed: one sale, one delivery, one invoice each`)
  }, 900_000)

  const run = ({ keys }: Stage, url: string, reference: string, point: number) => start(script, url, keys, reference, point)

  /** A store of its own for one order. */
  function place({ folder, file }: Stage, reference: string): string {
    mkdirSync(join(folder, reference))
    copyFileSync(file, join(folder, reference, 'store.db'))
    return `sqlite:${join(folder, reference, 'store.db')}`
  }

  /** Goes on where the killed process was, and says what is not as it should be. */
  async function resumed({ clerk, keys }: Stage, url: string, reference: string): Promise<{ wrong: string[] }> {
    const store = await openStore(url, { keys, environment: 'test' })
    try {
      const context: Context = { store, clock: { now: () => new Date() }, log: silent, actor: 'system', owner: `after-${reference}`, connect: connectorOf }
      await journey(context, reference)
      const order = (await orders.byKey(store, COMPANY, BUYER, reference, '', 0))!
      const there = await thereOf(clerk, order.id)
      const defects: unknown[] = []
      for await (const found of verifyStore(store)) defects.push(...('defect' in found ? [found.defect] : found.checked.defects))
      return { wrong: [...differences(there, { sales: 1, delivered: { 'DG-1250': 2, 'FB-0616': 150 }, deliveries: 1, invoices: 1, invoiced: { 'DG-1250': 2, 'FB-0616': 150 } }), ...(defects.length > 0 ? [JSON.stringify(defects)] : [])] }
    } finally {
      await store.close()
    }
  }
})

/** What Tryton itself has of an order, counted over its own interface. */
async function thereOf(clerk: Person, orderId: string): Promise<Record<string, unknown>> {
  const sales = await clerk.rows('sale.sale', [['reference', '=', orderId]], ['state'])
  const ids = sales.map(({ id }) => id)
  const moves = await clerk.rows('stock.move', [['origin.sale.id', 'in', ids, 'sale.line'], ['state', '=', 'done']], ['product.code', 'quantity', 'shipment'])
  const lines = await clerk.rows('account.invoice.line', [['origin.sale.id', 'in', ids, 'sale.line']], ['product.code', 'quantity', 'invoice'])
  return {
    sales: ids.length, deliveries: new Set(moves.map((move) => move.shipment)).size, delivered: byItem(moves), invoices: new Set(lines.map((line) => line.invoice)).size, invoiced: byItem(lines),
  }
}

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
