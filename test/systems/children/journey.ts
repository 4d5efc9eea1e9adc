import axios from 'axios'
import { connectorOf } from '../../../connectors/registry'
import { openStore } from '../../../store/open'
import { type Store, type Tx } from '../../../store/store'
import { journey, sending } from '../journey'

/**
 * Takes one order on its way in a process of its own, and is dead at kill point N: they are numbered as they come, before and
 * after every commit and every network call. N is 0 for a process that lives, and says how many there are.
 * usage: URL KEYS REFERENCE N [JOURNEY]
 */
const [url, keys, reference, at, way = 'journey'] = process.argv.slice(2)
let points = 0

function point(): void {
  points++
  if (points === Number(at)) process.kill(process.pid, 'SIGKILL')
}

/** SIGKILL is delivered at the latest when the process next waits: nothing of ours may run before. */
async function around<T>(work: () => Promise<T>): Promise<T> {
  point()
  if (points === Number(at)) await new Promise(() => undefined)
  const result = await work()
  point()
  if (points === Number(at)) await new Promise(() => undefined)
  return result
}

async function main(): Promise<void> {
  const store = await openStore(url!, { keys, environment: 'test' })
  const request = axios.request.bind(axios)
  axios.request = ((config: Parameters<typeof request>[0]) => around(() => request(config))) as typeof axios.request
  const counted: Store = Object.assign(Object.create(store) as Store, { write: <T>(work: (tx: Tx) => Promise<T>) => around(() => store.write(work)) })
  await (way === 'sending' ? sending : journey)({ store: counted, clock: { now: () => new Date() }, log: () => undefined, actor: 'system', owner: `child-${process.pid}`, connect: connectorOf }, reference!)
  console.log(`points ${points}`)
  await store.close()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
