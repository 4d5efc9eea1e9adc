import { type Call, type Connector, type Kind, type Outgoing, type SystemConfig } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { followFeed } from '../../connectors/feed'
import { type Chance } from '../chance'
import { type Process } from '../process'
import { type Time } from '../time'
import { remoteOf } from './records'
import { type System } from './system'

/** What may befall a call, as shares of all calls. */
export interface Weather {
  error500: number
  timeoutBefore: number
  timeoutAfter: number
  /** Carried out only after we have given up. */
  commitLate: number
  /** The socket closes once the body is there: half of them are carried out. */
  closed: number
  tooMany: number
  /** A page of HTML with status 200: half of them are carried out. */
  html: number
  unavailable: number
  login: number
  /** Of the pages of a feed. */
  repeated: number
  reordered: number
}

type Ending = Exclude<keyof Weather, 'repeated' | 'reordered'>

const ENDINGS: readonly Ending[] = ['error500', 'timeoutBefore', 'timeoutAfter', 'commitLate', 'closed', 'tooMany', 'html', 'unavailable', 'login']

export const CALM: Weather = { error500: 0, timeoutBefore: 0, timeoutAfter: 0, commitLate: 0, closed: 0, tooMany: 0, html: 0, unavailable: 0, login: 0, repeated: 0, reordered: 0 }

export interface Wiring {
  time: Time
  chance: Chance
  weather: () => Weather
  told: (what: string) => void
}

/** How the connector is made worse than it should be, to prove that it is noticed. */
export interface Flaws {
  /** It says that nothing commits after its time-out. */
  settleNothing?: boolean
  /** It never finds anything. */
  findNothing?: boolean
  /** It writes without asking whether the lease is still ours. */
  unguarded?: boolean
}

const PAGE = 20

/** The connector of a simulated system as one process has it: a network that lies, between the real engine and a system that is right. */
export function wire(process: Process, system: System, config: SystemConfig, { time, chance, weather, told }: Wiring, flaws: Flaws = {}): Connector {
  const { timeout = 1000, settle = 2000 } = config

  /** A call of which we hear only what the network lets through. */
  async function call<T>(what: string, writes: boolean, asked: Call | undefined, work: () => T): Promise<T> {
    const text = `${system.name} ${what}`
    await process.step(`before ${text}`)
    await process.sleep(trip())
    if (writes && !flaws.unguarded) asked?.guard?.()
    const ending = draw()
    if (ending) told(`${process.name}: ${text}: ${ending}`)
    const lost = (why: string): Fault => new Fault(writes ? 'unknown' : 'again', `${text}: ${why}`)
    const silence = async (): Promise<Fault> => {
      await process.sleep(timeout, asked?.signal)
      return lost('no answer in time')
    }
    switch (ending) {
      case 'error500': throw lost('500')
      case 'unavailable': throw new Fault('again', `${text}: 503`)
      case 'login': throw new Fault('login', `${text}: 401`)
      case 'tooMany': throw new Fault('wait', `${text}: 429`, chance.happens(0.5) ? { waitMs: chance.between(0, 3000) } : {})
      case 'timeoutBefore': throw await silence()
      case 'timeoutAfter':
        attempt(work)
        throw await silence()
      case 'commitLate':
        if (writes) commitsLate(work, asked)
        throw await silence()
      case 'closed':
        if (chance.happens(0.5)) attempt(work)
        throw lost('the socket was closed')
      case 'html':
        if (chance.happens(0.5)) attempt(work)
        throw lost('HTML')
    }
    const answer = work()
    await process.sleep(trip())
    await process.step(`after ${text}`)
    return answer
  }

  /** In steps, so that many calls end at once, as they do where a system answers in batches. */
  function trip(): number {
    return chance.pick([5, 5, 5, 20])
  }

  function draw(): Ending | undefined {
    const now = weather()
    let left = chance.next()
    return ENDINGS.find((ending) => (left -= now[ending]) < 0)
  }

  /** Whoever called hears nothing of it. */
  function attempt(work: () => unknown): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
  }

  /** Within `settle` after the caller has gone, by its time-out or earlier by its end, and found by a look within it too. */
  function commitsLate(work: () => unknown, asked: Call | undefined): void {
    const after = chance.next() * settle * 0.95
    let leftAt = time.at + timeout
    let done = false
    const commit = (): void => {
      if (done) return
      done = true
      told(`${system.name} carries out late what ${process.name} asked for`)
      system.records.shownAtLatest(leftAt + settle, () => { attempt(work) })
    }
    time.later(timeout + after, commit)
    const gone = (): void => {
      if (time.at >= leftAt) return
      leftAt = time.at
      time.later(after, commit)
    }
    process.onDeath(gone)
    asked?.signal?.addEventListener('abort', gone, { once: true })
  }

  return {
    name: system.name, repeat: system.repeat, timeout, settle: flaws.settleNothing ? 0 : settle, follows: system.follows,
    check: async () => undefined,
    find: (kind, ourId, asked) => call(`find ${kind} ${ourId}`, false, asked, () => {
      if (flaws.findNothing) return undefined
      const row = system.records.ofOurs(kind, ourId).find((one) => system.records.isFound(one)) ?? system.records.get(kind, ourId)
      return row && remoteOf(row)
    }),
    send: async (message: Outgoing, asked) => {
      const row = await call(`${message.action} ${message.kind} ${message.ourId}`, true, asked, () => system.carryOut(message))
      return remoteOf(row)
    },
    changes: (kind, since, asked) => followFeed({
      since, overlapMs: 2000,
      fetch: async (from) => {
        const { rows, next } = await call(`changes of ${kind}`, false, asked, () => page(kind, from))
        const shown = chance.happens(weather().repeated) ? [...rows, ...rows] : rows
        return { rows: chance.happens(weather().reordered) ? shown.toReversed() : shown, next }
      },
    }),
    list: (kind, _filter, asked) => ({ orderedBy: 'none', rows: listing(kind, asked) }),
  }

  function page(kind: Kind, from: string): { rows: { at: string; id: string; remote: ReturnType<typeof remoteOf> }[]; next?: string } {
    const since = from === '' ? -Infinity : Date.parse(from.split('|', 1)[0]!)
    const all = system.records.all(kind).filter((row) => row.changedAt >= since && system.records.isFed(row))
      .map((row) => ({ place: `${new Date(row.changedAt).toISOString()}|${row.theirId}`, row }))
      .filter(({ place }) => place > from)
      .sort((a, b) => (a.place < b.place ? -1 : 1))
    const rows = all.slice(0, PAGE).map(({ row }) => ({ at: new Date(row.changedAt).toISOString(), id: row.theirId, remote: remoteOf(row) }))
    const last = rows.at(-1)
    return all.length > PAGE && last ? { rows, next: `${last.at}|${last.id}` } : { rows }
  }

  async function* listing(kind: Kind, asked: Call | undefined): AsyncGenerator<ReturnType<typeof remoteOf>> {
    const rows = await call(`list of ${kind}`, false, asked, () => [...system.references(kind), ...system.records.all(kind)].map(remoteOf))
    yield* rows
  }
}
