import * as cases from '../store/cases'
import * as circuits from '../store/circuits'
import { type Circuit } from '../store/circuits'
import { unfinished } from '../store/flow'
import { type MessageState } from '../store/records'
import { type Store } from '../store/store'
import { OWNERS } from './cause'
import { type Context, instant, machineOf } from './context'
import { uuidv7 } from './ids'
import { type Attempt } from './send'

/**
 * A system is taken for down after so many calls in a row without an answer, over so many ms: when a round ends, the calls that are left of it are
 * those that run into their time-out, eight in a row of a system that is well.
 */
const FAILURES = 8
const SILENT_MS = 5000
/** Time to the first probe in ms, doubled with each that fails up to the cap. */
const FIRST = 5000
const CAP = 5 * 60_000

/** The systems that a process talks to, by what it has heard of them. */
interface Known { company: string; name: string; concurrency: number }

/** Calls in a row that this process had no answer to while the circuit was closed, and since when (real clock in ms), by system. */
interface Silence { calls: number; sinceMs: number }
const silent = new WeakMap<Store, Map<string, Silence>>()
/** Systems that this process has a probe under way to. */
const probing = new WeakMap<Store, Set<string>>()

/**
 * The circuit breakers of one round. A system that did not answer several calls in a row is open: nothing goes there, so that no message uses up
 * its attempts. Once in a while one message probes it (half-open), of all workers' only one; an answer closes it, also a refusal.
 */
export class Circuits {
  private readonly openedNow = new Set<string>()

  private constructor(private readonly context: Context, private readonly opened: ReadonlyMap<string, Circuit>) {}

  static async now(context: Context): Promise<Circuits> {
    return new Circuits(context, new Map((await circuits.open(context.store)).map((one) => [keyOf(one.company, one.system), one])))
  }

  /** How many messages may go to the system: all that it takes at once, one as a probe, or none. */
  async room({ company, name, concurrency }: Known): Promise<number> {
    const circuit = this.opened.get(keyOf(company, name))
    if (!circuit) return concurrency
    const now = machineOf(this.context).nowMs()
    if (!isDue(circuit, now)) return 0
    if (!await this.context.store.write((tx) => circuits.move(tx, circuit, { probe_ms: now + pauseOf(circuit.probes) }))) return 0
    this.probes().add(keyOf(company, name))
    return 1
  }

  /** How many messages it makes sense to line up for it: as many as there are, one as a probe that is due, or none. Takes no probe. */
  worth({ company, name }: Pick<Known, 'company' | 'name'>): number {
    const circuit = this.opened.get(keyOf(company, name))
    if (!circuit) return Infinity
    return isDue(circuit, machineOf(this.context).nowMs()) ? 1 : 0
  }

  /** Does it answer, as far as this process knows? Where the last calls were all in vain, a round takes no more for it than it began with. */
  answers({ company, name }: Pick<Known, 'company' | 'name'>): boolean {
    const key = keyOf(company, name)
    return !this.opened.has(key) && !this.openedNow.has(key) && (this.silences().get(key)?.calls ?? 0) < FAILURES
  }

  /** Takes note of how a call ended. */
  async heard(system: Pick<Known, 'company' | 'name'>, attempt: Attempt): Promise<void> {
    if (attempt.state !== 'done' && attempt.fault.detail.uncalled) return
    const key = keyOf(system.company, system.name)
    if (attempt.state === 'done' || !['again', 'unknown', 'login'].includes(attempt.fault.kind)) {
      this.silences().delete(key)
      this.probes().delete(key)
      const circuit = this.opened.get(key)
      if (circuit) await close(this.context, circuit)
      return
    }
    const circuit = this.opened.get(key)
    if (circuit) {
      // calls that were under way when it opened fail too, and are no probes: with each the pause to the next one would double
      if (this.probes().delete(key)) await this.context.store.write((tx) => this.failedAgain(tx, circuit, attempt.fault.message))
      return
    }
    const now = machineOf(this.context).nowMs()
    const { calls, sinceMs } = this.silences().get(key) ?? { calls: 0, sinceMs: now }
    this.silences().set(key, { calls: calls + 1, sinceMs })
    if (calls + 1 >= FAILURES && now - sinceMs >= SILENT_MS && !this.openedNow.has(key)) await this.open(system, attempt.fault.message)
  }

  private silences(): Map<string, Silence> {
    const known = silent.get(this.context.store) ?? new Map<string, Silence>()
    silent.set(this.context.store, known)
    return known
  }

  private probes(): Set<string> {
    const known = probing.get(this.context.store) ?? new Set<string>()
    probing.set(this.context.store, known)
    return known
  }

  private async open({ company, name }: Pick<Known, 'company' | 'name'>, text: string): Promise<void> {
    const now = machineOf(this.context).nowMs()
    this.openedNow.add(keyOf(company, name))
    // from now on the store's row says how it is, of all workers
    this.silences().delete(keyOf(company, name))
    await this.context.store.write(async (tx) => {
      if (!await circuits.begin(tx, { company, system: name, openedAt: instant(this.context), probeMs: now + FIRST, probes: 0, text })) return
      await cases.open(tx, {
        id: uuidv7(), company, kind: 'system-down', system: name, subject: `system/${name}`, field: '', seenAt: instant(this.context), owner: OWNERS.transport, detail: { cause: 'transport' },
        text: `${name} has not answered ${FAILURES} calls in a row: ${text} Messages to it wait, and are sent as soon as a probe is answered; the other systems go on.`,
      })
    })
    this.context.log('warn', 'circuit-opened', { company, system: name, text })
  }

  private async failedAgain(tx: Parameters<Parameters<Store['write']>[0]>[0], circuit: Circuit, text: string): Promise<void> {
    const [now] = (await circuits.open(tx, circuit.company)).filter((one) => one.system === circuit.system)
    if (now) await circuits.move(tx, now, { probes: now.probes + 1, text })
  }
}

/** These systems told their news. Where no message is left that could probe one, that closes its circuit. */
export async function toldNews(context: Context, told: readonly Pick<Known, 'company' | 'name'>[]): Promise<void> {
  for (const circuit of await circuits.open(context.store)) {
    if (!told.some(({ company, name }) => company === circuit.company && name === circuit.system)) continue
    const left = (await unfinished(context.store, circuit.company)).some(({ system, state }) => system === circuit.system && PROBING.includes(state))
    if (!left) await close(context, circuit)
  }
}

const PROBING: readonly MessageState[] = ['waiting', 'sending', 'unknown']

async function close(context: Context, circuit: Circuit): Promise<void> {
  const { company, system } = circuit
  const about = await cases.list(context.store, company, { state: 'open', kind: 'system-down', subject: `system/${system}` })
  await context.store.write(async (tx) => {
    if (!await circuits.end(tx, circuit)) return
    for (const one of about) await cases.close(tx, one.id, { result: 'it answers again', by: context.actor, at: instant(context) })
  })
  context.log('info', 'circuit-closed', { company, system, since: circuit.openedAt })
}

/** One that lies farther ahead than any pause is of a clock that was ahead for a while. */
const isDue = ({ probeMs }: Circuit, now: number): boolean => probeMs <= now || probeMs > now + CAP

const keyOf = (company: string, system: string): string => JSON.stringify([company, system])
const pauseOf = (probes: number): number => Math.min(CAP, FIRST * 2 ** Math.min(probes, 10))
