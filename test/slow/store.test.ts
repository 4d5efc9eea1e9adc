import { openStore } from '../../store/open'
import { type Store } from '../../store/store'
import { verifyStreams } from '../../store/verify'
import { child, start } from '../store/child'
import { freshPlace, onMariadb } from '../store/open'

const opened: Store[] = []
afterAll(() => Promise.all(opened.map((store) => store.close())))

async function place() {
  const at = await freshPlace()
  const store = await openStore(at.url, { keys: at.keys })
  opened.push(store)
  return { ...at, store }
}

test('four processes of three hundred transactions each share a store, and none fails', async () => {
  const { url, keys, store } = await place()
  const script = child('write.ts')
  const writers = [0, 1, 2, 3].map((name) => start(script, url, keys, `p${name}`, 300))
  const ends = await Promise.all(writers.map((writer) => writer.ended))
  expect(ends).toEqual(ends.map(() => ({ code: 0, errors: '' })))
  const numbers = writers.flatMap((writer) => writer.lines.filter((line) => line !== 'open').map((line) => Number(line.split(' ')[0])))
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 1200 }, (_, index) => index + 1))
  let streams = 0
  for await (const checked of verifyStreams(store)) {
    expect(checked.defects).toEqual([])
    streams++
  }
  expect(streams).toBe(1200)
})

test('twenty kills at random moments lose none of the acknowledged rows', async () => {
  const { url, keys, store } = await place()
  const script = child('write.ts')
  const acknowledged: string[] = []
  for (let round = 0; round < 20; round++) {
    const writer = start(script, url, keys, `k${round}`, 100_000)
    await writer.line()
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 150))
    writer.kill('SIGKILL')
    await writer.ended
    acknowledged.push(...writer.lines.filter((line) => line !== 'open').map((line) => line.split(' ')[1]!))
  }
  const kept = new Set<string>()
  for await (const checked of verifyStreams(store)) {
    expect(checked.defects).toEqual([])
    kept.add(checked.stream)
  }
  expect(acknowledged.filter((stream) => !kept.has(stream))).toEqual([])
  // there was something to lose, also on a machine that is busy
  expect(acknowledged.length).toBeGreaterThan(20)
})

if (!onMariadb) {
  test('another process holds the write lock for three seconds: a timer of 100 ms ticks at least 15 times, and the write succeeds', async () => {
    const { url, store } = await place()
    const holder = start(child('hold.ts'), url.slice('sqlite:'.length), 3000)
    await holder.line()
    let ticks = 0
    const timer = setInterval(() => ticks++, 100)
    await store.write((tx) => tx.execute("INSERT INTO settings (name, value) VALUES ('waited', 'x')"))
    clearInterval(timer)
    expect(ticks).toBeGreaterThanOrEqual(15)
    expect(await store.query('SELECT value FROM settings WHERE name = $1', ['waited'])).toEqual([{ value: 'x' }])
    await holder.ended
  })
}
