import * as cases from '../../store/cases'
import * as outbox from '../../store/outbox'
import { dispatch, drain } from '../../sync/dispatch'
import { behind, type Gateway, json } from './gateway'
import { openWorld, type World } from './world'

describe('a gateway that answers 404 for a moment, while the system behind it is restarted', () => {
  /** Answers so to these reads as often as is said. */
  const missing = (path: RegExp, times: number, body: unknown = { message: 'no Route matched with those values' }): Gateway => async ({ method, path: asked }, pass) =>
    (method === 'GET' && path.test(asked) && times-- > 0 ? json(404, body) : pass())
  const sent = async (world: World, reference: string, system: string) => (await outbox.ofStream(world.store, 'OC', `order/${(await world.order(reference)).id}`)).filter((one) => one.system === system)

  test('to a read that a create makes before it writes refuses nothing: it goes again by itself, and no case is made (R-SYS-04)', async () => {
    const world = await openWorld()
    const context = await behind(world, 'erp', missing(/^\/customers/, 2))
    await world.take('PO-1')
    await drain(context, { patienceMs: 10_000 })
    expect(await sent(world, 'PO-1', 'erp')).toMatchObject([{ state: 'done', attempt: 3 }])
    expect(await cases.list(world.store, 'OC', { state: 'open' })).toEqual([])
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
    for (const since = now; (await sent(world, 'PO-1', 'erp'))[0]!.state !== 'refused' && now < since + 86_400_000; now += 1000) await dispatch(context)
    expect(await sent(world, 'PO-1', 'erp')).toMatchObject([{ state: 'refused', attempt: 10, fault: { code: '404' } }])
    expect(await cases.list(world.store, 'OC', { state: 'open', kind: 'refused-there' })).toMatchObject([{ system: 'erp' }])
  })
})
