import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { dueNow } from '../../jobs/runDue'
import { runJob } from '../../jobs/run'
import * as config from '../../store/config'
import * as runs from '../../store/runs'
import { openWorld, type World } from '../sync/world'

const at = (world: World, time: string): void => { world.clock.at = new Date(time) }
const due = async (world: World, key: string) => (await dueNow(world.context)).filter((one) => one.key === key)
/** Four workers look at once. */
const look = (world: World, key: string): Promise<string[]> => Promise.all([1, 2, 3, 4].map(async (no) => {
  const context = world.as('system', `worker-${no}`)
  const outcomes = []
  for (const { company, scheduledFor, again } of await due(world, key)) outcomes.push((await runJob(context, company, key, scheduledFor, { again })).outcome)
  return outcomes.join(' ')
}))
const schedule = (world: World, body: object): Promise<void> => world.store.write((tx) => config.put(tx, {
  company: 'OC', kind: 'schedule', key: 'night', version: 1, digest: '', origin: 'test', body: { kind: 'schedule', key: 'night', cron: '30 2 * * *', zone: 'UTC', ...body },
}))

test('a job that failed is done again after a pause that grows, until it succeeds, and then no more that night', async () => {
  const world = await openWorld()
  const folder = join(world.store.folder, 'not-mounted')
  await schedule(world, { job: 'receive', options: { folder } })
  at(world, '2026-03-01T20:00Z')
  await runJob(world.context, 'OC', 'refresh', world.clock.at.toISOString())
  at(world, '2026-03-02T02:30Z')
  expect((await look(world, 'night')).filter((outcome) => outcome === 'failed')).toHaveLength(1)
  expect(await due(world, 'night')).toEqual([])
  at(world, '2026-03-02T02:31Z')
  expect((await look(world, 'night')).filter((outcome) => outcome === 'failed')).toHaveLength(1)
  // a minute since it was due, so a minute more; then two
  at(world, '2026-03-02T02:32Z')
  expect((await look(world, 'night')).filter((outcome) => outcome === 'failed')).toHaveLength(1)
  at(world, '2026-03-02T02:33Z')
  expect(await due(world, 'night')).toEqual([])
  mkdirSync(folder)
  at(world, '2026-03-02T02:34Z')
  expect((await look(world, 'night')).filter((outcome) => outcome === 'done')).toHaveLength(1)
  at(world, '2026-03-02T12:00Z')
  expect(await due(world, 'night')).toEqual([])
  expect(await runs.list(world.store, 'OC', { job: 'night' })).toMatchObject([{ scheduledFor: '2026-03-02T02:30:00.000Z', outcome: 'done' }])
})

test('a night in which a system was away is done again once it may be back, and compares with it then (R-STA-08)', async () => {
  const world = await openWorld()
  await schedule(world, { job: 'nightly', options: { dir: join(world.store.folder, 'proofs') } })
  at(world, '2026-03-01T20:00Z')
  await runJob(world.context, 'OC', 'refresh', world.clock.at.toISOString())
  await world.faults('finance', [{ fault: '503' }])
  at(world, '2026-03-02T02:30Z')
  const [night] = await due(world, 'night')
  expect(await runJob(world.context, 'OC', 'night', night!.scheduledFor)).toMatchObject({ outcome: 'problems', counts: { 'reconcile unreachable': 1 } })
  expect(await due(world, 'night')).toEqual([])
  await world.faults('finance', [])
  at(world, '2026-03-02T02:31Z')
  expect((await look(world, 'night')).filter((outcome) => outcome === 'done')).toHaveLength(1)
  at(world, '2026-03-02T23:00Z')
  expect(await due(world, 'night')).toEqual([])
})
