import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { FILES, openPlace } from './place'
import { simulate, type Simulated } from './simulate'

const { values: options } = parseArgs({ options: {
  /** How many seeds, from the first on. */
  seeds: { type: 'string', default: '300' }, from: { type: 'string', default: '1' }, orders: { type: 'string', default: '50' },
  /** Only this one, with all that happens in it. */
  seed: { type: 'string' },
  processes: { type: 'string', default: String(availableParallelism()) },
} })
const orders = Number(options.orders)

async function main(): Promise<void> {
  if (process.send) return work()
  if (options.seed !== undefined) return replay(Number(options.seed))
  const began = performance.now()
  const failed = await runAll()
  const seeds = Number(options.seeds)
  console.log(`${seeds} seeds of ${orders} orders in ${((performance.now() - began) / 1000).toFixed(1)} s: ${failed.length === 0 ? 'none lost, none doubled, all as told' : `${failed.length} failed`}`)
  if (failed.length > 0) process.exitCode = 1
}

async function replay(seed: number): Promise<void> {
  const place = await openPlace()
  const { broken, trace } = await simulate(place, seed, { orders, traced: true })
  for (const line of trace) console.log(line)
  show({ seed, broken, trace })
  if (broken.length > 0) process.exitCode = 1
  await place.close()
}

/** Room for what a day makes and forgets: it is swept less often, and less of it is carried over. */
const YOUNG = '--max-semi-space-size=64'

/** Hands the seeds out to a process a core, one after the other. */
async function runAll(): Promise<Simulated[]> {
  const from = Number(options.from)
  const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => from + index).values()
  const failed: Simulated[] = []
  await Promise.all(Array.from({ length: Number(options.processes) }, () => new Promise<void>((resolve, reject) => {
    const child = fork(process.argv[1]!, ['--orders', String(orders)], { execArgv: [...process.execArgv, YOUNG], env: { ...process.env, TMPDIR: FILES } })
    const next = (): void => {
      const { value, done } = seeds.next()
      if (done) child.disconnect()
      else child.send(value)
    }
    child.on('message', (message: Simulated | 'ready') => {
      if (message !== 'ready' && message.broken.length > 0) {
        failed.push(message)
        show(message)
      }
      next()
    })
    child.once('exit', (code) => { if (code === 0) resolve(); else reject(new Error(`a simulating process ended with ${code}`)) })
  })))
  return failed
}

async function work(): Promise<void> {
  const place = await openPlace()
  process.on('message', (seed: number) => { void simulate(place, seed, { orders }).then((simulated) => process.send!(simulated)) })
  process.once('disconnect', () => { void place.close() })
  process.send!('ready')
}

const SHOWN = 10

function show({ seed, broken }: Simulated): void {
  if (broken.length === 0) return
  console.log(`seed ${seed} fails; again, with all that happens in it: npm run simulate -- --seed ${seed}${orders === 50 ? '' : ` --orders ${orders}`}`)
  for (const text of broken.slice(0, SHOWN)) console.log(`  ${text}`)
  if (broken.length > SHOWN) console.log(`  and ${broken.length - SHOWN} more`)
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
