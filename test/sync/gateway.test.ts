import { connectorOf } from '../../connectors/registry'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as outbox from '../../store/outbox'
import { type Message } from '../../store/records'
import { type Context } from '../../sync/context'
import { dispatch, drain } from '../../sync/dispatch'
import { submit } from '../../sync/submit'
import { json, type Lie, startProxy } from '../connectors/proxy'
import { openWorld, type Role, type World } from './world'

const closing: (() => Promise<void>)[] = []
afterAll(async () => { await Promise.all(closing.splice(0).map((close) => close())) })

/** Whoever has the context reaches one of the world's systems through a gateway. */
async function behind(world: World, role: Role, lie: Lie): Promise<Context> {
  const { url, close } = await startProxy((await config.system(world.store, 'OC', role))!.body.url as string, lie)
  closing.push(close)
  return { ...world.context, connect: (one) => connectorOf(one.name === role ? { ...one, url } : one) }
}

const sentTo = async (world: World, reference: string, system: string): Promise<Message[]> =>
  (await outbox.ofStream(world.store, 'OC', `order/${(await world.order(reference)).id}`)).filter((one) => one.system === system)
const openCases = (world: World): Promise<unknown[]> => cases.list(world.store, 'OC', { state: 'open' })

describe('a gateway that answers 404 for a moment, while the system behind it is restarted', () => {
  /** Answers so to these reads as often as is said. */
  const missing = (path: RegExp, times: number): Lie => async ({ method, path: asked }, pass) =>
    (method === 'GET' && path.test(asked) && times-- > 0 ? json(404, { message: 'no Route matched with those values' }) : pass())

  test('to a read that a create makes before it writes refuses nothing: it goes again by itself, and no case is made (R-SYS-04)', async () => {
    const world = await openWorld()
    const context = await behind(world, 'erp', missing(/^\/customers/, 2))
    await world.take('PO-1')
    await drain(context, { patienceMs: 10_000 })
    expect(await sentTo(world, 'PO-1', 'erp')).toMatchObject([{ state: 'done', attempt: 3 }])
    expect(await openCases(world)).toEqual([])
  })

  test('to a look at one record is not the system\'s word that it is not there', async () => {
    const context = await behind(await openWorld(), 'wms', missing(/^\/fulfilment-orders\//, 1))
    const connector = context.connect({ name: 'wms', role: 'wms', connector: 'sandbox/wms', url: '', secret: 'x', options: { allowPrivate: true } })
    await expect(connector.find('part', 'x/1')).rejects.toMatchObject({ kind: 'again', message: expect.stringContaining('not in the words of wms') as string })
  })

  test('for good makes it a refusal and a case, after some minutes', async () => {
    const world = await openWorld()
    let now = Date.now()
    const context = { ...await behind(world, 'erp', missing(/^\/customers/, Infinity)), machine: { nowMs: () => now, chance: () => 0, sleep: async (ms: number) => { now += ms }, expiry: (ms: number) => AbortSignal.timeout(ms) } }
    await world.take('PO-1')
    for (const since = now; (await sentTo(world, 'PO-1', 'erp'))[0]!.state !== 'refused' && now < since + 86_400_000; now += 1000) await dispatch(context)
    expect(await sentTo(world, 'PO-1', 'erp')).toMatchObject([{ state: 'refused', attempt: 10, fault: { code: '404' } }])
    expect(await cases.list(world.store, 'OC', { state: 'open', kind: 'refused-there' })).toMatchObject([{ system: 'erp' }])
  })
})

describe('a gateway that mixes up answers', () => {
  const rows = async (world: World): Promise<Record<string, string>> => Object.fromEntries((await world.rows('erp', 'order')).map((row) => [String(row.reference), String(row.status)]))

  test('has us cancel no other order than the one that was meant (R-ENT-06)', async () => {
    const world = await openWorld()
    for (const reference of ['PO-1', 'PO-2']) await world.take(reference)
    await drain(world.context, { patienceMs: 5000 })
    const [mine, other] = await Promise.all(['PO-1', 'PO-2'].map(async (reference) => (await sentTo(world, reference, 'erp'))[0]!.result as { theirId: string }))
    const { id } = await world.order('PO-1')
    let mixed = 0
    const context = await behind(world, 'erp', async ({ method, path }, pass) => (method === 'GET' && path === `/sales-orders/${mine!.theirId}` && mixed++ === 0 ? pass(`/sales-orders/${other!.theirId}`) : pass()))
    await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'cancel', reason: 'site closed' }, circumstance: { cause: 'command', correlation: id } })
    await drain(context, { patienceMs: 10_000 })
    expect(mixed).toBeGreaterThan(1)
    expect(await rows(world)).toEqual({ 'PO-1': 'cancelled', 'PO-2': 'open' })
    expect(await openCases(world)).toEqual([])
  })

  test('has no order made for another customer', async () => {
    const world = await openWorld({ customers: ['SUEDBAU'] })
    let mixed = 0
    const context = await behind(world, 'erp', async ({ method, path }, pass) => (method === 'GET' && path.startsWith('/customers') && mixed++ === 0 ? pass(path.replace('NORDBAU', 'SUEDBAU')) : pass()))
    await world.take('PO-1')
    await drain(context, { patienceMs: 10_000 })
    expect(mixed).toBeGreaterThan(1)
    expect(await sentTo(world, 'PO-1', 'erp')).toMatchObject([{ state: 'done', result: { buyer: 'NORDBAU' } }])
  })

  /** Carries the first create out, tells nobody, and then answers looks for it as is said. */
  async function afterLost(look: (times: number, body: string) => ReturnType<typeof json> | undefined): Promise<World> {
    const world = await openWorld()
    let lost = false
    let looks = 0
    const context = await behind(world, 'erp', async ({ method, path }, pass) => {
      const answer = await pass()
      if (method === 'POST' && !lost) {
        lost = true
        throw new Error('nobody hears of it')
      }
      return (lost && method === 'GET' && path.startsWith('/sales-orders?') ? look(++looks, answer.body) : undefined) ?? answer
    })
    await world.take('PO-1')
    await drain(context, { patienceMs: 20_000 })
    expect(looks).toBeGreaterThan(1)
    return world
  }

  test('and shows once nothing where our record is, doubles nothing: it is looked for twice before it is made again (R-ENT-06)', async () => {
    const world = await afterLost((times, body) => (times === 1 ? json(200, { ...JSON.parse(body) as object, value: [] }) : undefined))
    expect(await rows(world)).toEqual({ 'PO-1': 'open' })
    expect(await world.rows('erp', 'order')).toHaveLength(1)
    expect(await sentTo(world, 'PO-1', 'erp')).toMatchObject([{ state: 'done' }])
  })

  test('or keeps in a cache what was there before, although it is asked not to, doubles nothing (R-ENT-06)', async () => {
    const world = await afterLost((times, body) => (times <= 6 ? json(200, { ...JSON.parse(body) as object, value: [] }, { age: String(times) }) : undefined))
    expect(await world.rows('erp', 'order')).toHaveLength(1)
    expect(await sentTo(world, 'PO-1', 'erp')).toMatchObject([{ state: 'done' }])
    expect(await openCases(world)).toEqual([])
  })
})
