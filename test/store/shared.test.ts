import { openStore } from '../../store/open'
import { setCapacity, get } from '../../store/resources'
import { type Store } from '../../store/store'
import { verifyStore } from '../../store/verify'
import { load } from '../../store/streams'
import { child, start } from './child'
import { writeWhileHeld } from './held'
import { freshPlace, freshStore, onMariadb } from './open'

const opened: Store[] = []
afterAll(() => Promise.all(opened.map((store) => store.close())))

async function defects(store: Store): Promise<string[]> {
  const found: string[] = []
  for await (const one of verifyStore(store)) found.push(...('checked' in one ? one.checked.defects : [one.defect]).map((defect) => defect.text))
  return found
}

test('R-REV-04: twenty orders of a tenth of a credit from four processes at once: ten pass', async () => {
  const store = await freshStore()
  const { url, keysFolder: keys } = store
  await store.write((tx) => setCapacity(tx, { company: 'acme', resource: 'credit/C1', unit: 'EUR', capacity: '1000.00', theirs: '0', asOf: '2026-03-02T08:00:00.000Z' }))
  const script = child('take.ts')
  const takers = [0, 1, 2, 3].map((process) => start(script, url, keys, ...[0, 1, 2, 3, 4].map((order) => `o-${process}-${order}`)))
  const ends = await Promise.all(takers.map((taker) => taker.ended))
  expect(ends).toEqual(ends.map(() => ({ code: 0, errors: '' })))
  const said = takers.flatMap((taker) => taker.lines.filter((line) => line !== 'open'))
  expect(said).toHaveLength(20)
  expect(said.filter((line) => line.endsWith(' taken'))).toHaveLength(10)
  expect(said.filter((line) => line.endsWith(' left 0'))).toHaveLength(10)
  expect(await get(store, 'acme', ['credit/C1'])).toMatchObject([{ ours: '1000', capacity: '1000' }])
})

test('a process killed in the middle of its writes loses no acknowledged one, and leaves no gap', async () => {
  const store = await freshStore()
  const { url, keysFolder: keys } = store
  const script = child('write.ts')
  const acknowledged: string[] = []
  for (let round = 0; round < 3; round++) {
    const writer = start(script, url, keys, `k${round}`, 10_000)
    for (let seen = 0; seen < 20 + round * 7; seen++) await writer.line()
    writer.kill('SIGKILL')
    await writer.ended
    acknowledged.push(...writer.lines.filter((line) => line !== 'open'))
  }
  for (const line of acknowledged) expect(await load(store, 'acme', line.split(' ')[1]!)).toHaveLength(1)
  const [counted] = await store.query<{ streams: number; events: number; number: number }>(
    'SELECT (SELECT count(*) FROM streams) AS streams, (SELECT count(*) FROM events) AS events, (SELECT value FROM counters) AS number')
  expect(counted).toEqual({ streams: counted!.number, events: counted!.number, number: counted!.number })
  expect(counted!.number).toBeGreaterThanOrEqual(acknowledged.length)
})

if (!onMariadb) {
  test('another process holds the write lock for a second: a timer of ours goes on ticking, and the write succeeds after it', async () => {
    const { took, ticks } = await writeWhileHeld(await freshStore(), 1000, 50)
    expect(took).toBeGreaterThan(700)
    // SQLite's own waiting would let none or one through; a busy machine lets a few
    expect(ticks).toBeGreaterThanOrEqual(3)
  })
}

test('processes that start together on a new store make its tables and keys once', async () => {
  const { url, keys } = await freshPlace()
  const script = child('write.ts')
  const writers = [0, 1, 2].map((name) => start(script, url, keys, `s${name}`, 5))
  expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual(writers.map(() => ({ code: 0, errors: '' })))
  const store = await openStore(url, { keys })
  opened.push(store)
  expect((await defects(store)).filter((text) => !text.startsWith('the order'))).toEqual([])
})
