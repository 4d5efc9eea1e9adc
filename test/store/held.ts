import { type Store } from '../../store/store'
import { child, start } from './child'

/** Writes while another process holds the write lock for so long; answers with how long that took, and how often a timer of ours ticked. */
export async function writeWhileHeld(store: Store, lockedMs: number, tickMs: number): Promise<{ took: number; ticks: number }> {
  const holder = start(child('hold.ts'), store.url.slice('sqlite:'.length), lockedMs)
  await holder.line()
  let ticks = 0
  const timer = setInterval(() => ticks++, tickMs)
  const begun = performance.now()
  await store.write((tx) => tx.execute("INSERT INTO settings (name, value) VALUES ('waited', 'x')"))
  clearInterval(timer)
  const took = performance.now() - begun
  expect(await store.query('SELECT value FROM settings WHERE name = $1', ['waited'])).toEqual([{ value: 'x' }])
  await holder.ended
  return { took, ticks }
}
