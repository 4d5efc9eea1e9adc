import axios from 'axios'
import { connectorOf } from '../../../connectors/registry'
import { openStore } from '../../../store/open'
import { type Store } from '../../../store/store'
import { noting } from '../noting'
import { journey, sending } from '../journey'

/**
 * Takes one order on its way in a process of its own, and is dead at kill point N: they are numbered as they come, before and
 * after every commit and every network call. N is 0 for a process that lives, and says how many there are, and at which of
 * them the outside is another than at the point before.
 * usage: URL KEYS REFERENCE N [JOURNEY]
 */
const [url, keys, reference, at, way = 'journey'] = process.argv.slice(2)
let points = 0
const differing: number[] = []
let changed = true

function point(): void {
  points++
  if (changed) differing.push(points)
  changed = false
  if (points === Number(at)) process.kill(process.pid, 'SIGKILL')
}

/** SIGKILL is delivered at the latest when the process next waits: nothing of ours may run before. */
async function around<T>(work: () => Promise<T>, changes: () => boolean): Promise<T> {
  point()
  if (points === Number(at)) await new Promise(() => undefined)
  const result = await work()
  changed = changes()
  point()
  if (points === Number(at)) await new Promise(() => undefined)
  return result
}

/** Of Tryton's methods those that change nothing. */
const READING = /\.(login|search|search_count|search_read|read|fields_get)$/

const methodOf = (body: unknown): string => {
  const { method } = (typeof body === 'string' ? JSON.parse(body) : body) as { method?: unknown }
  return String(method)
}

async function main(): Promise<void> {
  const store = await openStore(url!, { keys, environment: 'test' })
  const request = axios.request.bind(axios)
  axios.request = ((config: Parameters<typeof request>[0]) => around(() => request(config), () => !READING.test(methodOf(config.data)))) as typeof axios.request
  const counted: Store = Object.assign(Object.create(store) as Store, {
    write: <T>(work: Parameters<Store['write']>[0]) => {
      let wrote = false
      return around(() => store.write((tx) => work(noting(tx, () => { wrote = true }))), () => wrote) as Promise<T>
    },
  })
  await (way === 'sending' ? sending : journey)({ store: counted, clock: { now: () => new Date() }, log: () => undefined, actor: 'system', owner: `child-${process.pid}`, connect: connectorOf }, reference!)
  console.log(`points ${points} ${differing.join(',')}`)
  await store.close()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
