import { type SystemConfig } from '../connectors/connector'
import { type Store } from '../store/store'
import { type Context } from '../sync/context'
import { Chance } from './chance'
import { type Fate, Process, UNHARMED } from './process'
import { storeOf } from './store'
import { erp } from './systems/erp'
import { finance } from './systems/finance'
import { type Manners, Records } from './systems/records'
import { type System } from './systems/system'
import { CALM, type Flaws, type Weather, wire } from './systems/wire'
import { wms } from './systems/wms'
import { type File, tellTales, type Tale } from './tale'
import { Time } from './time'

/** When the simulated day begins. */
export const MORNING = '2026-03-02T08:00:00.000Z'

/** Everything of one seed: time, the systems, the tales, and what befalls whom. */
export class World {
  readonly time = new Time(MORNING)
  readonly systems: ReadonlyMap<string, System>
  readonly tales: Tale[]
  readonly files: File[]
  readonly chance: Chance
  /** Set once the day is over: loops end, and nothing bad happens any more. */
  readonly evening = new AbortController()
  readonly trace: string[] = []
  private readonly faults: Chance
  private readonly weather: Weather
  private readonly fate: Fate
  private readonly manners: Manners
  private processes = 0

  constructor(readonly store: Store, seed: number, orders: number, private readonly flaws: Flaws, private readonly traced: boolean) {
    this.chance = new Chance(seed)
    this.faults = this.chance.branch('faults')
    const { tales, files } = tellTales(this.chance.branch('tales'), orders)
    this.tales = tales
    this.files = files
    const bad = this.chance.branch('badness')
    this.weather = weatherOf(bad)
    this.fate = { crash: bad.pick([0, 0.0026, 0.013]), pause: bad.pick([0, 0.0013, 0.004]), database: bad.pick([0, 0, 0.004]) }
    this.manners = { skew: 0, lost: bad.pick([0, 0.01, 0.03]), late: bad.pick([0, 0.05]) }
    this.systems = new Map([erp, wms, finance].map((make, index) => {
      const skew = bad.between(-600_000, 600_000)
      const system = make(new Records(this.time, this.chance.branch(`records ${index}`), () => ({ ...(this.isEvening() ? { ...this.manners, lost: 0, late: 0 } : this.manners), skew })))
      return [system.name, system] as const
    }))
  }

  get erp(): Records { return this.systems.get('erp')!.records }
  get wms(): Records { return this.systems.get('wms')!.records }
  get finance(): Records { return this.systems.get('finance')!.records }

  isEvening(): boolean {
    return this.evening.signal.aborted
  }

  tell(what: string): void {
    if (this.traced) this.trace.push(`${String(this.time.at - Date.parse(MORNING)).padStart(7)} ${what}`)
  }

  /** A process with a name that no other has; `as` is who acts in it. */
  process(role: string): Process {
    const no = ++this.processes
    const name = `${role}-${no}`
    return new Process(name, this.time, this.chance.branch(`process ${no}`), () => (this.isEvening() ? UNHARMED : this.fate), (what) => { this.tell(`${name} ${what}`) })
  }

  context(process: Process, actor: string): Context {
    const wiring = { time: this.time, chance: this.faults, weather: () => (this.isEvening() ? CALM : this.weather), told: (what: string) => { this.tell(what) } }
    return {
      store: storeOf(process, this.store), clock: { now: () => new Date(this.time.at) }, machine: process.machine, actor, owner: process.name,
      log: (_level, event, fields) => { if (this.traced) this.tell(`${process.name}: ${event} ${JSON.stringify(fields)}`) },
      connect: (config: SystemConfig) => wire(process, this.systems.get(config.name)!, config, wiring, this.flaws),
    }
  }

  /** Runs a process, and another in its place whenever it dies, until the work is done. */
  keepUp(role: string, work: (process: Process) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        const process = this.process(role)
        process.onDeath(() => { this.time.later(this.chance.between(100, 3000), begin) })
        work(process).then(resolve, reject)
      }
      begin()
    })
  }
}

/** From a clear day to a storm. */
function weatherOf(chance: Chance): Weather {
  const force = chance.pick([0, 0.5, 1, 1, 2])
  return {
    error500: 0.05 * force, timeoutBefore: 0.03 * force, timeoutAfter: 0.03 * force, commitLate: 0.02 * force, closed: 0.02 * force, tooMany: 0.02 * force, html: 0.01 * force,
    unavailable: 0.01 * force, login: 0.005 * force, repeated: 0.1 * force, reordered: 0.1 * force,
  }
}
