import { runJob } from '../../jobs/run'
import * as config from '../../store/config'
import * as exchanges from '../../store/exchanges'
import * as runs from '../../store/runs'
import { drain } from '../../sync/dispatch'
import { verify } from '../../sync/proof/verify'
import { openWorld, type World } from '../sync/world'

let world: World
const ran = async (job: string, scheduledFor: string, outcome: 'done' | 'failed' | 'running' = 'done', proof?: Record<string, unknown>): Promise<void> => {
  const run = { company: 'OC', job, scheduledFor, owner: scheduledFor }
  await world.store.write(async (tx) => {
    await runs.begin(tx, { ...run, startedAt: scheduledFor, leaseMs: 1000, nowMs: 0 })
    if (outcome !== 'running') await runs.finishRun(tx, run, { outcome, counts: {}, proof, endedAt: scheduledFor })
  })
}
const schedule = (options: object) => world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'schedule', key: 'tidy', version: 1, digest: '', origin: 'test', body: { kind: 'schedule', key: 'tidy', job: 'tidy', cron: '0 4 * * *', options } }))
const tidy = async (at: string) => { world.clock.at = new Date(at); return runJob(world.context, 'OC', 'tidy', at) }
const left = async (job: string) => (await runs.list(world.store, 'OC', { job })).map(({ scheduledFor }) => scheduledFor.slice(0, 10)).reverse()

/** The night before it: what ages is known from then on. */
const nightBefore = async (at: string) => expect(await tidy(new Date(Date.parse(at) - 86_400_000).toISOString())).toMatchObject({ outcome: 'done', counts: { runs: 0, exchanges: 0 } })

beforeEach(async () => { world = await openWorld() })

test('runs that prove nothing are kept for thirty days, the last of each job and what proves something for ever', async () => {
  for (const day of ['2026-01-02', '2026-01-03', '2026-03-20']) {
    await ran('follow', `${day}T08:00:00.000Z`)
    await ran('nightly', `${day}T00:30:00.000Z`, 'done', { root: 'f', json: 'OC.json', dir: '/proofs' })
  }
  await ran('dispatch', '2026-01-02T08:00:00.000Z', 'failed', { error: 'the disk was full' })
  await ran('dispatch', '2026-01-03T08:00:00.000Z', 'running')
  await ran('dispatch', '2026-01-04T08:00:00.000Z')
  await schedule({})
  await nightBefore('2026-04-01T02:00:00.000Z')
  expect(await tidy('2026-04-01T02:00:00.000Z')).toMatchObject({ outcome: 'done', counts: { runs: 3, exchanges: 0 } })
  expect([await left('follow'), await left('nightly'), await left('dispatch')]).toEqual([['2026-03-20'], ['2026-01-02', '2026-01-03', '2026-03-20'], ['2026-01-03', '2026-01-04']])
  // what was done is not due again
  expect(await runJob(world.context, 'OC', 'dispatch', '2026-01-04T08:00:00.000Z')).toEqual({ outcome: 'done-before' })
  expect((await runs.lastEnded(world.store, 'OC')).map(({ job, scheduledFor }) => `${job} ${scheduledFor.slice(0, 10)}`)).toEqual(['dispatch 2026-01-04', 'follow 2026-03-20', 'nightly 2026-03-20', 'tidy 2026-04-01'])
})

test('what systems were asked and answered is kept as long as is said, and everything else for ever', async () => {
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const [{ n }] = await world.store.query<{ n: number }>('SELECT count(*) AS n FROM exchanges') as [{ n: number }]
  expect(Number(n)).toBeGreaterThan(0)
  expect(await exchanges.clear(world.store, 'OC', Date.now() - 86_400_000)).toBe(0)
  expect(await exchanges.clear(world.store, 'OTHER', Date.now() + 1000)).toBe(0)
  expect(await exchanges.clear(world.store, 'OC', Date.now() + 1000)).toBe(Number(n))
  expect((await verify(world.context)).defects).toEqual([])
})

test('a clock that is years ahead for some nights takes nothing away that is young, and is told; what was at rest for months is caught up with', async () => {
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const kept = async () => Number((await world.store.query<{ n: number }>('SELECT count(*) AS n FROM exchanges'))[0]!.n)
  const exchanged = await kept()
  for (const day of ['2026-01-02', '2026-03-10', '2026-03-20']) await ran('follow', `${day}T08:00:00.000Z`)
  await schedule({})
  const logged: string[] = []
  /** A night of a machine whose clock is so many days ahead. */
  const night = async (at: string, daysAhead = 0) => {
    const ahead = daysAhead * 86_400_000
    const shown = new Date(Date.parse(at) + ahead)
    return runJob({
      ...world.context, clock: { now: () => shown }, log: (_level, event) => { logged.push(event) },
      machine: { nowMs: () => Date.now() + ahead, chance: () => 0, sleep: async () => undefined, expiry: (ms) => AbortSignal.timeout(ms) },
    }, 'OC', 'tidy', shown.toISOString())
  }
  await night('2026-03-21T02:00:00.000Z')
  expect(await night('2026-03-22T02:00:00.000Z', 3650)).toMatchObject({ outcome: 'problems', counts: { runs: 1, exchanges: 0 } })
  expect(await night('2026-03-23T02:00:00.000Z', 3650)).toMatchObject({ outcome: 'problems', counts: { exchanges: 0 } })
  expect(logged.filter((event) => event === 'clock-ahead')).toHaveLength(2)
  expect(await night('2026-03-24T02:00:00.000Z')).toMatchObject({ outcome: 'done', counts: { exchanges: 0 } })
  expect([await left('follow'), await kept()]).toEqual([['2026-03-10', '2026-03-20'], exchanged])

  // at rest for half a year
  let nights = 0
  while ((await night(new Date(Date.parse('2026-09-24T02:00:00.000Z') + nights * 86_400_000).toISOString())).outcome !== 'done') nights++
  expect(nights).toBe(30)
  expect(await left('follow')).toEqual(['2026-03-20'])
})

test('a number of days that is none is said, and nothing is taken away', async () => {
  await ran('follow', '2026-01-02T08:00:00.000Z')
  await ran('follow', '2026-01-03T08:00:00.000Z')
  await schedule({ keepRunsDays: 0 })
  expect(await tidy('2026-04-01T02:00:00.000Z')).toMatchObject({ outcome: 'failed', error: 'the options of the schedule: keepRunsDays: it must be at least 2' })
  expect(await left('follow')).toHaveLength(2)
})
