import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as outbox from '../../store/outbox'
import { drain } from '../../sync/dispatch'
import { mulberry } from '../chance'
import { badProxy, type BadProxy, changes, type Fate } from './badProxy'
import { COMPANY } from './document'
import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { openWorld, SYSTEM, type World } from './world'

const BUILD_MS = 600_000
const ORDERS = Number(process.env.BAD_ORDERS ?? 50)
const SEED = Number(process.env.SEED ?? 6029)
/** Of the calls that change something. */
const FAULTY = 0.2
/** A late call arrives well after the time-out, and well before the settle time is over. */
const TIMES = { timeout: 6000, settle: 14_000 }
const LATE_MS = 8000
const FAULTS: readonly Fate[] = ['swallow-answer', 'drop', 'late', 'gateway']

describe(`${ORDERS} orders through a network that lies, to an ERP that is killed`, () => {
  let server: TrytonServer
  let proxy: BadProxy
  let world: World
  let clerk: Person
  let bad = false
  beforeAll(async () => {
    server = await startTryton()
    clerk = await personOf(server)
    await clerk.limit('KRAMER', '9999999.00')
    const chance = mulberry(SEED)
    proxy = await badProxy(server.port, (method) => (bad && changes(method) && chance() < FAULTY ? FAULTS[Math.floor(chance() * FAULTS.length)]! : 'through'), LATE_MS)
    world = await openWorld(server, { ...TIMES, url: `${proxy.url}${server.access.database}/`, authority: [], invoiceMethod: 'order' })
  }, BUILD_MS)
  afterAll(async () => {
    await proxy?.close()
    await server?.close()
  })

  test('none is lost, none is there twice, none is delivered or invoiced twice (R-ENT-06)', async () => {
    const references = Array.from({ length: ORDERS }, (_, index) => `BAD-${index}`)
    for (const reference of references) expect((await world.take(reference)).arrival.outcome).toBe('order')
    bad = true
    const sending = drain(world.context, { patienceMs: 90_000 })
    for (let kill = 0; kill < 2; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 8000))
      await server.kill()
      await server.start()
    }
    await sending
    bad = false
    await drain(world.context, { patienceMs: 90_000 })

    const orders = await Promise.all(references.map((reference) => world.order(reference)))
    const sales = await clerk.rows('sale.sale', [['reference', 'in', orders.map(({ id }) => id)]], ['reference', 'state', 'shipments', 'invoices', 'lines'])
    const counted = new Map<string, number>()
    for (const sale of sales) counted.set(String(sale.reference), (counted.get(String(sale.reference)) ?? 0) + 1)
    expect({ lost: orders.filter(({ id }) => !counted.has(id)).length, doubled: [...counted.values()].filter((count) => count > 1).length }).toEqual({ lost: 0, doubled: 0 })
    expect(sales.map(({ state, shipments, invoices, lines }) => [state, ...[shipments, invoices, lines].map((ids) => (ids as number[]).length)].join())).toEqual(orders.map(() => 'processing,1,1,2'))
    for (const { id } of orders) expect(await links.ofStream(world.store, COMPANY, `order/${id}`)).toMatchObject([{ system: SYSTEM, kind: 'order', state: 'open' }])
    // that it was down may be said, and is over
    expect((await cases.list(world.store, COMPANY)).filter(({ kind, state }) => kind !== 'system-down' || state !== 'closed')).toEqual([])
    expect((await outbox.counts(world.store)).map(({ state, count }) => [state, count])).toEqual([['done', ORDERS]])
    expect([...proxy.counts.keys()].sort()).toEqual(['through', ...FAULTS].sort())
    console.log(`seed ${SEED}: ${[...proxy.counts].map(([fate, count]) => `${fate} ${count}`).join(', ')}; Tryton killed twice`)
  }, 420_000)
})
