import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dueNow } from '../../jobs/runDue'
import { runJob } from '../../jobs/run'
import { worker } from '../../jobs/worker'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as runs from '../../store/runs'
import { verify } from '../../sync/proof/verify'
import { csv, openWorld, type World } from '../sync/world'

/** Writes a schedule record of the company. */
const schedule = (world: World, key: string, body: Record<string, unknown>) => world.store.write((tx) =>
  config.put(tx, { company: 'OC', kind: 'schedule', key, version: 1, digest: '', body: { kind: 'schedule', key, ...body }, origin: 'test' }))

const inbox = (world: World, ...references: string[]): string => {
  const folder = join(world.store.folder, 'inbox')
  mkdirSync(folder, { recursive: true })
  for (const reference of references) {
    writeFileSync(join(folder, `${reference}.csv`), csv(reference))
    utimesSync(join(folder, `${reference}.csv`), new Date('2026-03-02'), new Date('2026-03-02'))
  }
  return folder
}

describe('a job', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    await schedule(world, 'receive', { job: 'receive', cron: '*/5 * * * *', options: { folder: inbox(world, 'PO-1', 'PO-2'), channel: 'folder/inbox' } })
  })

  test('runs once for its scheduled time, however many try at once', async () => {
    const tries = await Promise.all(Array.from({ length: 5 }, () => runJob(world.context, 'OC', 'receive', '2026-03-02T08:00:00.000Z')))
    expect(tries.filter((one) => 'counts' in one)).toEqual([{ outcome: 'done', counts: { resumed: 0, files: 2, repeated: 0, refused: 0, order: 2 }, proof: undefined }])
    expect(await runJob(world.context, 'OC', 'receive', '2026-03-02T08:00:00.000Z')).toEqual({ outcome: 'done-before' })
  })

  test('takes a file that lies there again for the one that it is', async () => {
    expect(await runJob(world.context, 'OC', 'receive', '2026-03-02T08:05:00.000Z')).toMatchObject({ outcome: 'done', counts: { files: 2, repeated: 2 } })
    expect(Object.fromEntries(await arrivals.countByOutcome(world.store))).toEqual({ order: 2 })
  })

  test('whose worker died is taken over when its lease is over', async () => {
    const dead = { company: 'OC', job: 'follow', scheduledFor: '2026-03-02T09:00:00.000Z', startedAt: '2026-03-02T09:00:00.000Z', owner: 'dead' }
    await world.store.write((tx) => runs.begin(tx, { ...dead, leaseMs: 60_000, nowMs: Date.now() - 30_000 }))
    expect(await runJob(world.context, 'OC', 'follow', dead.scheduledFor)).toEqual({ outcome: 'running-elsewhere' })
    await world.store.write((tx) => runs.extend(tx, dead, Date.now() - 1))
    expect(await runJob(world.context, 'OC', 'follow', dead.scheduledFor)).toMatchObject({ outcome: 'done' })
  })

  test('that fails is a failed run with its reason', async () => {
    await schedule(world, 'broken', { job: 'receive', cron: '0 0 * * *', options: { folder: '/does/not/exist' } })
    expect(await runJob(world.context, 'OC', 'broken', '2026-03-02T00:00:00.000Z')).toMatchObject({ outcome: 'failed', error: expect.stringContaining('/does/not/exist') as string })
    expect(await runs.last(world.store, 'OC', 'broken')).toMatchObject({ outcome: 'failed', proof: { error: expect.stringContaining('ENOENT') as string } })
    await expect(runJob(world.context, 'OC', 'nonsense', '2026-03-02T00:00:00.000Z')).rejects.toThrow('there is no job nonsense')
  })

  test('of the night hears, sends, compares and proves beside its store, in this order, and verify finds its proof', async () => {
    const night = await runJob(world.context, 'OC', 'nightly', '2026-03-03T00:30:00.000Z')
    expect(night).toMatchObject({ outcome: 'done', counts: { 'dispatch done': 6, 'reconcile ours': 6, 'reconcile agreed': 6, 'reconcile found': 0, 'proof streams': 2 } })
    expect(readdirSync(join(world.store.folder, 'proofs'))).toContain('OC-2026-03-03.json')
    expect((await verify(world.context)).companies[0]).toMatchObject({ once: true, compared: true, lastProof: { date: '2026-03-03' } })
    const { systems, comparison } = JSON.parse(readFileSync(join(world.store.folder, 'proofs', 'OC-2026-03-03.json'), 'utf8')) as { systems: unknown; comparison: unknown }
    expect(systems).toContainEqual({ system: 'erp', kind: 'order', records: 2, amounts: { EUR: '250.00' }, there: { records: 2, amounts: { EUR: '250.00' } } })
    expect(comparison).toEqual({ repaired: 0, inFlight: 0, unreachable: {}, openDifferences: { count: 0, cases: [] } })
    expect(await runJob(world.context, 'OC', 'verify', '2026-03-03T02:00:00.000Z')).toMatchObject({ outcome: 'done', counts: { defects: 0 } })
  })

  test('of the night proves what the systems say, not what we think that they say', async () => {
    const { id } = await world.order('PO-1')
    await world.operate('erp', 'plant', { today: undefined, name: 'up', what: 'line-quantity-raised', externalId: id, with: { by: '5' } })
    expect(await runJob(world.context, 'OC', 'nightly', '2026-03-04T00:30:00.000Z')).toMatchObject({ outcome: 'problems', counts: { 'reconcile left': 1 } })
    const [open] = await cases.list(world.store, 'OC', { state: 'open', kind: 'quantity' })
    const { lastProof } = (await verify(world.context)).companies[0]!
    expect(lastProof!.systems).toContainEqual({ system: 'erp', kind: 'order', records: 2, amounts: { EUR: '250.00' }, there: { records: 2, amounts: { EUR: '312.50' } } })
    expect(lastProof!.comparison).toMatchObject({ openDifferences: { count: 1, cases: [open!.id] } })
    // a proof without a comparison says so
    await runJob(world.context, 'OC', 'proof', '2026-03-04T12:00:00.000Z')
    expect((await verify(world.context)).companies[0]).toMatchObject({ compared: false, lastProof: { comparison: { state: 'not compared', openDifferences: { count: 1 } } } })
  })

  test('of checking opens a case where somebody was at the database', async () => {
    await world.store.write((tx) => tx.execute("UPDATE events SET envelope = REPLACE(envelope, 'PO-1', 'PO-9') WHERE sequence = 1"))
    expect(await runJob(world.context, 'OC', 'verify', '2026-03-04T02:00:00.000Z')).toMatchObject({ outcome: 'problems' })
    expect(await cases.list(world.store, 'OC', { kind: 'store-damaged' })).toHaveLength(1)
  })
})

describe('what is due', () => {
  test('on the first start is what falls due now, not what last night would have been', async () => {
    const world = await openWorld()
    world.clock.at = new Date('2026-03-02T08:00:10.000Z')
    expect((await dueNow(world.context)).map((due) => due.key).sort()).toEqual(['acknowledgements', 'approvals', 'dispatch', 'follow', 'receive', 'refresh'])
  })

  test('after three days asleep is each job once, for the last time it was missed', async () => {
    const world = await openWorld()
    await runJob(world.context, 'OC', 'nightly', '2026-03-02T00:30:00.000Z')
    world.clock.at = new Date('2026-03-05T09:00:00.000Z')
    const due = await dueNow(world.context)
    expect(due.filter((one) => one.key === 'nightly')).toEqual([{ company: 'OC', key: 'nightly', job: 'nightly', scheduledFor: '2026-03-05T00:30:00.000Z', again: null }])
    expect(due.filter((one) => one.key === 'verify')).toHaveLength(1)
    world.clock.at = new Date('2026-03-01T09:00:00.000Z')
    expect((await dueNow(world.context)).map((one) => one.key)).not.toContain('nightly')
  })

  test('is run by a worker, which sends orders and stops when told', async () => {
    const world = await openWorld()
    await schedule(world, 'receive', { job: 'receive', cron: '* * * * *', options: { folder: inbox(world, 'PO-7') } })
    const stop = new AbortController()
    const working = Promise.all([worker(world.context, { signal: stop.signal, pollMs: 50 }), worker(world.as('system', 'second'), { signal: stop.signal, pollMs: 50 })])
    const linked = async () => (await runs.list(world.store, 'OC', { job: 'receive' })).length === 1 && (await world.store.query<{ n: number }>('SELECT count(*) AS n FROM links'))[0]!.n === 3
    for (let tries = 0; tries < 150 && !await linked(); tries++) await new Promise((resolve) => setTimeout(resolve, 50))
    stop.abort()
    await working
    expect((await world.order('PO-7')).status).toBe('toShip')
    expect(await linked()).toBe(true)
    expect((await runs.list(world.store, 'OC')).every((run) => run.outcome !== 'running')).toBe(true)
  })
})
