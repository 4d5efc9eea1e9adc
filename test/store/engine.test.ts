import * as cases from '../../store/cases'
import * as counters from '../../store/counters'
import * as references from '../../store/references'
import * as runs from '../../store/runs'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { at } from './sample'

let store: Store
beforeAll(async () => { store = await freshStore() })

const found = (id: string, over: Partial<cases.NewCase> = {}): cases.NewCase => ({
  id, company: 'acme', kind: 'difference', system: 'erp', subject: 'order/o1', field: 'quantity', ours: '5', theirs: '6', text: 'differs', seenAt: at, ...over,
})
const open = (one: cases.NewCase) => store.write((tx) => cases.open(tx, one))

test('R-STA-08: a difference that is seen every night is one case, with the latest values', async () => {
  expect(await open(found('c1', { detail: { line: '1' }, owner: 'desk' }))).toMatchObject({ fresh: true })
  expect(await open(found('c2', { theirs: '7', seenAt: '2026-03-03T02:00:00.000Z' }))).toMatchObject({ fresh: false, case: { id: 'c1', theirs: '7' } })
  expect(await cases.byId(store, 'c1')).toMatchObject({ ours: '5', theirs: '7', owner: 'desk', firstSeen: at, lastSeen: '2026-03-03T02:00:00.000Z', state: 'open' })
  expect(await open(found('c3', { field: 'amount' }))).toMatchObject({ fresh: true })
})

test('a closed case stays closed, and the next time is a case of its own', async () => {
  await open(found('d1', { subject: 'order/d' }))
  const end = { result: 'they corrected it', by: 'desk', at: '2026-03-03T08:00:00.000Z' }
  expect(await store.write((tx) => cases.close(tx, 'd1', end))).toBe(true)
  expect(await store.write((tx) => cases.close(tx, 'd1', { ...end, by: 'other' }))).toBe(false)
  expect(await open(found('d2', { subject: 'order/d' }))).toMatchObject({ fresh: true })
  expect((await cases.ofSubject(store, 'acme', 'order/d')).map((one) => [one.id, one.state, one.closedBy])).toEqual([['d1', 'closed', 'desk'], ['d2', 'open', undefined]])
  expect((await cases.list(store, 'acme', { state: 'closed' })).map((one) => one.id)).toEqual(['d1'])
})

test('ten processes that see the same difference open one case', async () => {
  const opened = await Promise.all(Array.from({ length: 10 }, (_, index) => open(found(`r${index}`, { subject: 'order/race' }))))
  expect(opened.filter((one) => one.fresh)).toHaveLength(1)
})

test('numbers are given without gaps, also where a transaction is rolled back, and never below a number once given', async () => {
  const next = () => store.write((tx) => counters.next(tx, 'acme', 'order'))
  expect(await Promise.all(Array.from({ length: 10 }, next)).then((all) => all.sort((a, b) => a - b))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  await expect(store.write(async (tx) => { await counters.next(tx, 'acme', 'order'); throw new Error('refused') })).rejects.toThrow('refused')
  expect(await next()).toBe(11)
  await store.write(async (tx) => { await counters.raise(tx, 'acme', 'order', 20); await counters.raise(tx, 'acme', 'order', 15) })
  expect(await next()).toBe(21)
  expect(await store.write((tx) => counters.next(tx, 'other', 'order'))).toBe(1)
})

const start = (owner: string, nowMs: number, over: Partial<runs.NewRun> = {}) =>
  store.write((tx) => runs.begin(tx, { company: 'acme', job: 'reconcile', scheduledFor: '2026-03-02T22:00:00.000Z', startedAt: at, owner, leaseMs: 1000, nowMs, ...over }))
const key = { company: 'acme', job: 'reconcile', scheduledFor: '2026-03-02T22:00:00.000Z' }

test('a job runs once for its time: others are told that it runs, and then that it is done', async () => {
  expect(await start('w1', 0)).toBe('mine')
  expect(await start('w2', 999)).toBe('running')
  const end = { outcome: 'problems' as const, counts: { differences: 3 }, proof: { root: 'ab' }, endedAt: '2026-03-02T22:01:00.000Z' }
  expect(await store.write((tx) => runs.finishRun(tx, { ...key, owner: 'w1' }, end))).toBe(true)
  expect(await start('w2', 5000)).toBe('done')
  expect(await runs.last(store, 'acme', 'reconcile')).toMatchObject({ ...key, ...end, owner: 'w1' })
})

test('the run of a process that died is taken over when its lease is over, and its late end is refused', async () => {
  const scheduledFor = '2026-03-03T22:00:00.000Z'
  expect(await start('w1', 0, { scheduledFor })).toBe('mine')
  const taken = await Promise.all(['w2', 'w3', 'w4'].map((owner) => start(owner, 1000, { scheduledFor })))
  expect(taken.sort()).toEqual(['mine', 'running', 'running'])
  const end = { outcome: 'done' as const, counts: {}, endedAt: at }
  expect(await store.write((tx) => runs.finishRun(tx, { ...key, scheduledFor, owner: 'w1' }, end))).toBe(false)
  expect(await store.write((tx) => runs.extend(tx, { ...key, scheduledFor, owner: 'w1' }, 9000))).toBe(false)
})

test('a cursor is remembered by system and kind', async () => {
  expect([...await runs.cursorsOf(store, 'acme', 'erp')]).toEqual([])
  for (const value of ['2026|1', '2026|2']) await store.write((tx) => runs.setCursor(tx, 'acme', 'erp', 'order', value))
  expect([...await runs.cursorsOf(store, 'acme', 'erp')]).toEqual([['order', '2026|2']])
  expect([...await runs.cursorsOf(store, 'acme', 'wms')]).toEqual([])
})

test('a copy of what another system says goes over the older copy', async () => {
  const copy = (key: string, name: string, system = 'erp') => ({ company: 'acme', system, kind: 'item', key, value: { name }, asOf: at, fetchedAt: at })
  await store.write((tx) => references.putMany(tx, [copy('A', 'old'), copy('B', 'b'), copy('A', 'new'), copy('A', 'wms says', 'wms')]))
  expect(await references.get(store, 'acme', 'erp', 'item', 'A')).toEqual(copy('A', 'new'))
  expect((await references.many(store, 'acme', 'item', ['A', 'B', 'C'])).map((one) => one.value.name)).toEqual(['new', 'wms says', 'b'])
  expect(await references.get(store, 'acme', 'erp', 'item', 'a')).toBeUndefined()
})
