import { type Connector, type SystemConfig } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { connectorOf } from '../../connectors/registry'
import { drain } from '../../sync/dispatch'
import { reconcile } from '../../sync/reconcile/reconcile'
import { openWorld } from './world'

async function* none(): AsyncGenerator<never> { /* nothing is listed */ }

test.each(['erp', 'finance'] as const)('what %s lists and finds no more, and has all the same, is not sent again: a cache on the way or an index behind time shows what was (R-ENT-06, R-STA-08)', async (role) => {
  const world = await openWorld()
  for (const no of [1, 2, 3]) await world.take(`PO-${no}`, { quantity: String(no) })
  await drain(world.context, { patienceMs: 3000 })
  const lying = (config: SystemConfig): Connector => {
    const connector = connectorOf(config)
    if (config.name !== role) return connector
    return { ...connector, list: (kind, ...of) => (kind === 'order' ? { orderedBy: 'none', rows: none() } : connector.list(kind, ...of)), find: async (kind, ...of) => (kind === 'order' ? undefined : connector.find(kind, ...of)) }
  }
  expect(await reconcile({ ...world.context, connect: lying }, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0, unreachable: {} })
  expect(await world.rows(role, 'order')).toHaveLength(3)
  expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0 })
})

test('a look that is refused is no look: nothing is said to be missing by it, and nothing is sent again', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const refusing = (config: SystemConfig): Connector => {
    const connector = connectorOf(config)
    if (config.name !== 'finance') return connector
    return { ...connector, list: () => ({ orderedBy: 'none', rows: none() }), find: async () => { throw new Fault('refused', 'finance: GET /order-commitments was answered with 404: no route', { code: '404' }) } }
  }
  expect(await reconcile({ ...world.context, connect: refusing }, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0, unreachable: { finance: expect.stringContaining('no route') as string } })
  expect(await world.rows('finance', 'order')).toHaveLength(1)
})
