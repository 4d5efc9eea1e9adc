import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFolder } from '../../connectors/channels/folder'
import { lastDue } from '../../jobs/due'
import { dueNow } from '../../jobs/runDue'
import { runJob } from '../../jobs/run'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import { openStore } from '../../store/open'
import * as runs from '../../store/runs'
import { dateIn } from '../../sync/zone'
import { drain } from '../../sync/dispatch'
import { receive } from '../../sync/receive'
import { writeWhileHeld } from '../store/held'
import { freshStore, onMariadb } from '../store/open'
import { csv, openWorld, type World } from '../sync/world'

describe('bad inputs, group 8: time', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'schedule', key: 'hourly', version: 1, digest: '', body: { kind: 'schedule', key: 'hourly', job: 'follow', cron: '0 * * * *' }, origin: 'test' }))
  })
  const due = (cron: string, now: string) => lastDue(cron, 'Europe/Berlin', new Date(now)).toISOString()

  test('1 the gap of summer time: due once, though its hour does not come', () => expect([due('30 2 * * *', '2026-03-29T01:30:00.000Z'), due('30 2 * * *', '2026-03-29T22:00:00.000Z')]).toEqual(Array(2).fill('2026-03-29T01:30:00.000Z')))
  test('1 the overlap of winter time: due once, though its hour comes twice', () => expect([due('30 2 * * *', '2026-10-25T00:30:00.000Z'), due('30 2 * * *', '2026-10-25T01:45:00.000Z')]).toEqual(Array(2).fill('2026-10-25T00:30:00.000Z')))
  test('2 a leap day, and a leap second is no instant', () => {
    expect(due('0 0 29 2 *', '2026-03-12T12:00:00.000Z')).toBe('2024-02-28T23:00:00.000Z')
    expect(new Date('2016-12-31T23:59:60Z').getTime()).toBeNaN()
  })
  test.each([['3 the year 9999', '9999-12-31'], ['4 1970', '1970-01-01'], ['8 a delivery date in the past', '2020-02-29']])('%s as a wanted date is judged, and breaks nothing', async (_case, wanted) => {
    const { items } = await receive(world.context, { channel: 'test', transportId: wanted, bytes: csv(`PO-${wanted}`, { wanted }), fileName: 'x.csv' })
    expect(items.map((item) => item.outcome)).toEqual([expect.stringMatching(/^(order|held)$/)])
    expect(await world.order(`PO-${wanted}`)).toMatchObject({ requestedDelivery: wanted })
  })
  test('5 no zone: the business day is that of the company, and an unknown zone is refused', () => {
    expect(dateIn('Europe/Berlin', new Date('2026-03-02T23:30:00.000Z'))).toBe('2026-03-03')
    expect(() => dateIn('Mars/Olympus', new Date())).toThrow(RangeError)
  })
  test('6 a clock that is set back runs nothing a second time', async () => {
    world.clock.at = new Date('2026-03-02T10:05:00.000Z')
    expect(await runJob(world.context, 'OC', 'hourly', '2026-03-02T10:00:00.000Z')).toMatchObject({ outcome: 'done' })
    world.clock.at = new Date('2026-03-02T09:55:00.000Z')
    expect((await dueNow(world.context)).filter((one) => one.key === 'hourly')).toEqual([])
    expect(await runJob(world.context, 'OC', 'hourly', '2026-03-02T10:00:00.000Z')).toEqual({ outcome: 'done-before' })
  })
  test('6 systems whose clocks are ten minutes off still take and tell everything once', async () => {
    for (const role of ['erp', 'wms', 'finance'] as const) await world.faults(role, [{ fault: 'skew', minutes: role === 'wms' ? -10 : 10 }])
    await world.take('PO-SKEW')
    await drain(world.context, { patienceMs: 3000 })
    expect((await world.rows('erp', 'order')).filter((row) => row.reference === 'PO-SKEW')).toHaveLength(1)
    for (const role of ['erp', 'wms', 'finance'] as const) await world.faults(role, [])
  })
  test('7 what was missed while nobody was awake is caught up once, for the last time it was due', async () => {
    world.clock.at = new Date('2026-03-05T10:20:00.000Z')
    expect((await dueNow(world.context)).filter((one) => one.key === 'hourly').map((one) => one.scheduledFor)).toEqual(['2026-03-05T10:00:00.000Z'])
  })
  test('7 a job that is longer than its interval is not begun twice while it runs', async () => {
    const run = { company: 'OC', job: 'hourly', scheduledFor: '2026-03-05T10:00:00.000Z', startedAt: '2026-03-05T10:00:00.000Z', owner: 'slow' }
    await world.store.write((tx) => runs.begin(tx, { ...run, leaseMs: 60_000, nowMs: Date.now() }))
    expect(await runJob(world.context, 'OC', 'hourly', run.scheduledFor)).toEqual({ outcome: 'running-elsewhere' })
  })
})

describe('bad inputs, group 11: files and stores', () => {
  let folder: string
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'bad-files-')) })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const taken = async () => {
    const names: string[] = []
    for await (const file of readFolder(folder, { stableMs: 1000 })) names.push('refused' in file ? `refused ${file.name}` : file.name)
    return names
  }
  const write = (name: string, old = true) => {
    writeFileSync(join(folder, name), 'x')
    if (old) utimesSync(join(folder, name), new Date('2026-03-02'), new Date('2026-03-02'))
  }

  test('1 and 2 a name that leads out of the folder, relative or absolute, is refused; the others go on', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'))
    writeFileSync(join(outside, 'secret.csv'), 'x')
    mkdirSync(join(folder, 'below'))
    symlinkSync('../'.repeat(3) + 'etc/hostname', join(folder, 'relative.csv'))
    symlinkSync(join(outside, 'secret.csv'), join(folder, 'absolute.csv'))
    write('good.csv')
    expect(await taken()).toEqual(['refused absolute.csv', 'good.csv', 'refused relative.csv'].filter((name) => name !== 'refused relative.csv' || statSync('/etc/hostname', { throwIfNoEntry: false })))
    rmSync(outside, { recursive: true })
  })
  test('3 a NUL in a name is an error of the caller, never another file', async () => {
    await expect((async () => { for await (const file of readFolder(`${folder}\0/etc`)) throw new Error(file.name) })()).rejects.toThrow(/null bytes|NUL/i)
  })
  test('4 a half-written file waits, by its name and by its age', async () => {
    for (const name of ['order.csv.part', '.hidden.csv', 'order.tmp']) write(name)
    write('still-growing.csv', false)
    expect(await taken()).toEqual([])
  })

  if (!onMariadb) {
    test('6 a place where no file can be written is said, and no half a store is left', async () => {
      for (const place of [folder, join(folder, 'file.csv', 'x.db')]) {
        write('file.csv')
        await expect(openStore(`sqlite:${place}`, { keys: join(folder, 'keys') })).rejects.toThrow()
      }
      expect(readdirSync(folder)).toEqual(['file.csv'])
    })
    test('7 a database that another process has locked is waited for', async () => {
      const { took } = await writeWhileHeld(await freshStore(), 500, 50)
      expect(took).toBeGreaterThan(300)
    })
  }

  if (onMariadb) {
    test('8 a server that ends the connection in the middle of a transaction: it is run again, and written once', async () => {
      const world = await openWorld()
      let ended = 0
      const write = world.store.write.bind(world.store)
      world.context.store.write = (work) => write(async (tx) => {
        const result = await work(tx)
        const [own] = await tx.query<{ id: number }>('SELECT CONNECTION_ID() AS id')
        if (ended++ < 2) {
          await world.store.query(`KILL CONNECTION ${own!.id}`)
          await tx.query('SELECT id FROM orders')
        }
        return result
      })
      await receive(world.context, { channel: 'test', transportId: 'x', bytes: csv('PO-1'), fileName: 'x.csv' })
      expect(ended).toBeGreaterThan(2)
      expect((await world.order('PO-1')).number).toBe('SO-000001')
      expect(await world.store.query('SELECT id FROM orders')).toHaveLength(1)
    })
  }

  test('8 a database that goes away in a transaction: nothing of it is kept, and the arrival that was begun goes on later', async () => {
    const world = await openWorld()
    let fails = true
    const flaky = { ...world.context, store: { ...world.store, write: <T>(work: (tx: never) => Promise<T>) => world.store.write(async (tx) => {
      const result = await work(tx as never)
      const rows = await tx.query('SELECT id FROM orders')
      if (fails && rows.length > 0) throw new Error('the server has gone away')
      return result
    }) } } as typeof world.context
    await expect(receive(flaky, { channel: 'test', transportId: 'x', bytes: csv('PO-1'), fileName: 'x.csv' })).rejects.toThrow('gone away')
    expect(await world.store.query('SELECT id FROM orders')).toEqual([])
    fails = false
    expect(await runJob(world.context, 'OC', 'receive', '2026-03-02T08:00:00.000Z')).toMatchObject({ counts: { resumed: 1 } })
    expect((await world.order('PO-1')).number).toBe('SO-000001')
    expect(await cases.list(world.store, 'OC', { state: 'open' })).toEqual([])
  })
})
