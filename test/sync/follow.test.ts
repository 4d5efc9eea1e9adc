import * as runs from '../../store/runs'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { openWorld } from './world'

test('a poll that finds only what it found before, since it begins a little before its cursor, writes no more than that it was made', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const first = await follow(world.context)
  const reached = await runs.cursorsOf(world.store, 'OC', 'erp')
  expect(first.changes).toBe(0)
  expect(reached.get('order')).toBeDefined()

  let writes = 0
  const store = { ...world.store, write: <T>(work: Parameters<typeof world.store.write<T>>[0]) => { writes++; return world.store.write(work) } }
  const again = await follow({ ...world.context, store })
  expect(again).toMatchObject({ changes: 0, unreachable: {} })
  expect(writes).toBe(1)
  expect((await runs.cursorsOf(world.store, 'OC', 'erp')).get('order')).toBe(reached.get('order'))
})
