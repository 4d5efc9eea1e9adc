import { type Kind } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { askAgain } from '../cancelling'
import { type Context } from '../context'
import { reviseContradictions } from '../contradictions'
import { drain } from '../dispatch'
import { follow } from '../follow'
import { type System, systemsOf } from '../systems'
import { closeCase, closeGone, openCase } from './casework'
import { type Difference } from './difference'
import { hear } from './heard'
import { join, type Joined, type Suspicion } from './join'
import { isUnsettled, look, type Seen } from './look'
import { repair, type Repair } from './repair'
import { Scratch } from './spool'
import { count, countPair, type Sums } from './sums'

export interface Comparison {
  system: string
  kind: Kind
  /** Records that we say it has, and that it has. */
  ours: number
  theirs: number
  agreed: number
  differences: number
  /** Not judged: a message or report about it is on its way. */
  inFlight: number
  /** Records there that have nothing to do with us. */
  foreign: number
  /** Records and amounts that it said it has, and must have by us, foreign ones apart; what was repaired counts as it is now. */
  sums: Sums
}

export interface Reconciled {
  perSystem: Comparison[]
  /** Differences found, those that a rule mended, and those that wait for a person. */
  found: number
  repaired: number
  left: number
  inFlight: number
  /** Cases of before that agree again and were closed. */
  agreedAgain: number
  /** Cases that wait for a person now, by id. */
  cases: string[]
  /** Systems that could not be compared, with why. */
  unreachable: Record<string, string>
}

export interface Question {
  company: string
  /** (Default: every live system) */
  systems?: readonly string[]
  /** How long repairs may take before what is not mended yet is left to the next night, in ms. (Default: 30,000) */
  patienceMs?: number
  signal?: AbortSignal
}

const PATIENCE_MS = 30_000

/** What happened there comes first and is taken over at once, so that a state which only follows from it is no second difference. */
const KINDS: readonly Kind[] = ['production', 'despatch', 'shipment', 'return', 'creditNote', 'capture', 'refund', 'payment', 'settlement', 'invoice', 'order', 'part', 'quotation', 'webOrder', 'authorisation', 'fulfilment']

interface Finding { system: System; kind: Kind; suspicion: Suspicion; difference: Difference; caseId: string; sums: Sums; begun: Repair }

/**
 * R-STA-08: compares what every live system has with what we say it has. Each difference becomes a case; what a rule can mend
 * is mended and compared again, the rest waits for a person. What agrees again closes its case. A system that does not
 * answer keeps its cases and is named.
 */
export async function reconcile(context: Context, question: Question): Promise<Reconciled> {
  const scratch = new Scratch()
  try {
    const systems = (await systemsOf(context)).filter((system) => system.company === question.company && system.mode === 'live' && (!question.systems || question.systems.includes(system.name)))
    const result: Reconciled = { perSystem: [], found: 0, repaired: 0, left: 0, inFlight: 0, agreedAgain: 0, cases: [], unreachable: {} }
    if (await askAgain(context, question.company) > 0) await drain(context, { patienceMs: question.patienceMs ?? PATIENCE_MS, signal: question.signal })
    const joined = await joinAll(context, systems, scratch, result, question.signal)
    // what a system has told meanwhile is news and no difference
    await follow(context, { systems: systems.map((system) => system.name) })
    const first = await judgeAll(context, joined, result, question.signal)
    await mend(context, first.findings, result, question)
    const later = await judgeLater(context, first.putOff, result, question)
    await mend(context, later, result, question)
    const findings = [...first.findings, ...later]
    result.agreedAgain = await closeGone(context, question.company, new Set(findings.map((finding) => finding.caseId)),
      (system, record) => result.perSystem.some((one) => one.system === system && one.kind === record),
      (found) => isUnsettled(context, systems.find((one) => one.name === found.system), found))
    await reviseContradictions(context, question.company)
    result.found = findings.length
    result.left = result.found - result.repaired
    result.inFlight = result.perSystem.reduce((sum, one) => sum + one.inFlight, 0)
    return result
  } finally {
    await scratch.remove()
  }
}

interface One { system: System; kind: Kind; joined: Joined }

async function joinAll(context: Context, systems: readonly System[], scratch: Scratch, result: Reconciled, signal: AbortSignal | undefined): Promise<One[]> {
  const all: One[] = []
  for (const system of systems) {
    for (const kind of KINDS.filter((one) => system.connector.follows.includes(one))) {
      signal?.throwIfAborted()
      const joined = await orUnreachable(context, system, result, () => join(context, system, kind, scratch))
      if (joined) all.push({ system, kind, joined })
    }
  }
  return all.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
}

/** A suspicion with the comparison that it counts in. */
interface Suspected { one: One; comparison: Comparison; suspicion: Suspicion }

/**
 * Looks at every suspicion afresh. Where only a repair of this very night has set something moving, it is put off: a payment that nobody told of
 * is not left to the next night because the despatch before it was just taken over.
 */
async function judgeAll(context: Context, joined: readonly One[], result: Reconciled, signal: AbortSignal | undefined): Promise<{ findings: Finding[]; putOff: Suspected[] }> {
  const findings: Finding[] = []
  const onTheWay: (Suspected & { order: string | undefined })[] = []
  for (const one of joined) {
    const { system, kind, joined: { ours, theirs, agreed, sums, suspicions } } = one
    const comparison: Comparison = { system: system.name, kind, ours, theirs, agreed, differences: 0, inFlight: 0, foreign: 0, sums }
    result.perSystem.push(comparison)
    const met = new Set<string>()
    for await (const suspicion of suspicions) {
      signal?.throwIfAborted()
      if (suspicion.type === 'oursOnly' && met.has(suspicion.ourId)) {
        count(sums.ours, suspicion.said)
        continue
      }
      const seen = await seenNow(context, one, suspicion, result)
      if (seen.outcome === 'inFlight') {
        onTheWay.push({ one, comparison, suspicion, order: seen.order })
        continue
      }
      if (seen.outcome === 'differs' && seen.met !== undefined) met.add(seen.met)
      findings.push(...await judge(context, { one, comparison, suspicion }, seen))
    }
  }
  const moved = new Set(findings.filter(({ begun }) => begun !== 'person').map(({ difference }) => difference.order))
  const isMoved = ({ order }: { order: string | undefined }): boolean => order !== undefined && moved.has(order)
  for (const suspected of onTheWay) if (!isMoved(suspected)) await judge(context, suspected, { outcome: 'inFlight' })
  return { findings, putOff: onTheWay.filter(isMoved) }
}

/** What was put off, once the messages that the repairs caused have gone out. */
async function judgeLater(context: Context, putOff: readonly Suspected[], result: Reconciled, question: Question): Promise<Finding[]> {
  if (putOff.length === 0) return []
  await drain(context, { patienceMs: question.patienceMs ?? PATIENCE_MS, signal: question.signal })
  await follow(context, { systems: [...new Set(putOff.map(({ one }) => one.system.name))] })
  const findings: Finding[] = []
  for (const suspected of putOff) {
    question.signal?.throwIfAborted()
    findings.push(...await judge(context, suspected, await seenNow(context, suspected.one, suspected.suspicion, result)))
  }
  return findings
}

const seenNow = async (context: Context, { system, kind }: One, suspicion: Suspicion, result: Reconciled): Promise<Seen> =>
  await orUnreachable(context, system, result, () => look(context, system, kind, suspicion)) ?? { outcome: 'inFlight' }

/** Counts what was seen; opens a case for each difference and begins its repair. */
async function judge(context: Context, { one: { system, kind }, comparison, suspicion }: Suspected, seen: Seen): Promise<Finding[]> {
  const { sums } = comparison
  tally(sums, suspicion, seen)
  if ('remote' in seen && seen.remote) await hear(context, system, suspicion, seen.remote)
  if (seen.outcome === 'inFlight') comparison.inFlight++
  else if (seen.outcome === 'foreign') comparison.foreign++
  else if (seen.outcome === 'agrees') comparison.agreed++
  if (seen.outcome !== 'differs') return []
  comparison.differences += seen.differences.length
  const findings: Finding[] = []
  for (const difference of seen.differences) {
    findings.push({ system, kind, suspicion, difference, caseId: await openCase(context, system.company, difference), sums, begun: await repair(context, system, difference, seen.remote) })
  }
  return findings
}

/** Lets the repairs take effect, and looks at what they were for once more. */
async function mend(context: Context, findings: readonly Finding[], result: Reconciled, question: Question): Promise<void> {
  const begun = findings.filter((finding) => finding.begun !== 'person')
  if (begun.some((finding) => finding.begun === 'resend')) await drain(context, { patienceMs: question.patienceMs ?? PATIENCE_MS, signal: question.signal })
  if (begun.length > 0) await follow(context, { systems: [...new Set(begun.map((finding) => finding.system.name))] })
  for (const finding of findings) {
    const { system, kind, suspicion, difference, caseId } = finding
    const seen = finding.begun === 'person' ? undefined : await orUnreachable(context, system, result, () => look(context, system, kind, suspicion))
    const still = seen === undefined || seen.outcome !== 'agrees' && !(seen.outcome === 'differs' && !seen.differences.some((one) => one.kind === difference.kind && one.field === difference.field))
    if (still) {
      result.cases.push(caseId)
      continue
    }
    await closeCase(context, caseId, finding.begun === 'resend' ? 'repaired by rule: sent again, and it is there' : 'repaired by rule: taken over from there')
    result.repaired++
    countRepaired(finding, seen)
    context.log('info', 'repaired', { system: system.name, kind: difference.kind, record: kind, name: difference.name })
  }
}

/** Counts what both sides said of a suspicion: as it was seen afresh, else as it was listed. */
function tally(sums: Sums, suspicion: Suspicion, seen: Seen): void {
  const listed = 'listed' in suspicion ? suspicion.listed : []
  const said = 'said' in suspicion ? suspicion.said : undefined
  if (seen.outcome === 'foreign') return listed.forEach((one) => { count(sums.foreign, one) })
  if (seen.outcome === 'agrees') {
    if (seen.remote) return countPair(sums, seen.remote, seen.remote)
    // cancelled here, and not there any more
    if (suspicion.type === 'oursOnly') return
  }
  const fresh = seen.outcome === 'differs' && seen.remote && (suspicion.type === 'pair' || suspicion.type === 'oursOnly') ? [seen.remote] : listed
  if (said && fresh.length === 1) return countPair(sums, said, fresh[0]!)
  if (said) count(sums.ours, said)
  fresh.forEach((one) => { count(sums.theirs, one) })
}

/** What was missing on one side is there now. */
function countRepaired({ suspicion, sums }: Finding, seen: Seen | undefined): void {
  const remote = seen && 'remote' in seen ? seen.remote : undefined
  if (!remote) return
  if (suspicion.type === 'oursOnly') count(sums.theirs, remote)
  if (suspicion.type === 'theirsOnly') count(sums.ours, remote)
}

async function orUnreachable<T>(context: Context, system: System, result: Reconciled, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    result.unreachable[system.name] = error.message
    context.log('warn', 'reconcile', { system: system.name, fault: error.kind, text: error.message })
    return undefined
  }
}
