import { Fault } from '../connectors/fault'
import { type Command } from '../orders/command'
import * as cases from '../store/cases'
import * as exchanges from '../store/exchanges'
import * as links from '../store/links'
import * as outbox from '../store/outbox'
import { type Link, type Message } from '../store/records'
import { type Tx } from '../store/store'
import { CANCEL_REFUSED } from './cancelling'
import { causeOf, OWNERS } from './cause'
import { type Context, instant, machineOf } from './context'
import { isOvertaken } from './effects'
import { uuidv7 } from './ids'
import { linkOf } from './link'
import { type Attempt } from './send'
import { type Outcome, submitAll, type Submission } from './submit'

/** A message and how its attempt ended. */
export interface Ended { message: Message; attempt: Attempt }

/** Claims what goes out in place of the messages that end, in the transaction in which they do: at most one for each. */
export type Following = (tx: Tx, ended: readonly Message[]) => Promise<Message[]>

/**
 * Commits the ends of attempts, each with the link, the order's event and the case that it comes to, and with the claim of what goes out next. While
 * one commit is under way the next ends gather, and go into the following one together.
 */
export class Settling {
  private waiting: (Ended & { settled: (next: Message | undefined) => void })[] = []
  private running: Promise<void> | undefined
  private settled: Ended[] = []
  private failure: { error: unknown } | undefined

  constructor(private readonly context: Context, private readonly following: Following = async () => []) {}

  /** Resolves, once it is committed or cannot be, to the message that goes out in its place. */
  add(ended: Ended): Promise<Message | undefined> {
    return new Promise((settled) => {
      this.waiting.push({ ...ended, settled })
      this.running ??= this.run()
    })
  }

  /** What was written since this was last asked, and the first failure of what could not be. What another attempt had taken over meanwhile is not among it. */
  taken(): { ended: Ended[]; failure?: { error: unknown } } {
    const { settled: ended, failure } = this
    this.settled = []
    this.failure = undefined
    return { ended, failure }
  }

  /** Waits for all that was added, and answers the same. Throws the failure. */
  async finished(): Promise<Ended[]> {
    await this.running
    const { ended, failure } = this.taken()
    if (failure) throw failure.error
    return ended
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting
      this.waiting = []
      const { ended, next, failure } = await settle(this.context, group, this.following)
      this.settled.push(...ended)
      if (failure) this.failure ??= failure
      for (const { message, settled } of group) {
        const place = next.findIndex((one) => one.company === message.company && one.system === message.system)
        settled(place < 0 ? undefined : next.splice(place, 1)[0])
      }
    }
    this.running = undefined
  }
}

/** What was written, what goes out next, and the first failure of what could not be. */
interface Settled { ended: Ended[]; next: Message[]; failure?: { error: unknown } }

/** Commits the ends together; where one of them cannot be, each by itself, so that it keeps no other back. */
async function settle(context: Context, group: readonly Ended[], following: Following): Promise<Settled> {
  if (group.length > 1) {
    try {
      return { ended: [...group], next: await commit(context, group, following) }
    } catch (error) {
      context.log('info', 'settle-one-by-one', { messages: group.length, text: error instanceof Error ? error.message : String(error) })
    }
  }
  const settled: Settled = { ended: [], next: [] }
  for (const one of group) {
    try {
      const { ended, next } = await commitOne(context, one, following)
      settled.ended.push(ended)
      settled.next.push(...next)
    } catch (error) {
      if (!(error instanceof outbox.Overtaken)) settled.failure ??= { error }
    }
  }
  return settled
}

/** A system that answers with another record than it had for the same id of ours is a person's business, and keeps no other order back. */
async function commitOne(context: Context, ended: Ended, following: Following): Promise<{ ended: Ended; next: Message[] }> {
  try {
    return { ended, next: await commit(context, [ended], following) }
  } catch (error) {
    if (!(error instanceof links.LinkConflict)) throw error
    const { existing } = error
    // the record says itself that it is ours
    if (existing.ourId !== ended.message.ourId && ended.attempt.state === 'done' && ended.attempt.remote.ourId === ended.message.ourId) {
      await context.store.write((tx) => links.giveUp(tx, existing))
      return commitOne(context, ended, following)
    }
    const doubtful: Ended = { message: ended.message, attempt: { exchange: ended.attempt.exchange, state: 'dead', fault: new Fault('unknown', `${error.message}.`), unsure: true, notBeforeMs: 0 } }
    return { ended: doubtful, next: await commit(context, [doubtful], following) }
  }
}

async function commit(context: Context, group: readonly Ended[], following: Following): Promise<Message[]> {
  const submissions = group.flatMap((one) => { const command = commandOf(one); return command ? [submissionOf(one.message, command)] : [] })
  let next: Message[] = []
  const within = async (tx: Tx, outcomes: readonly Outcome[] = []): Promise<void> => {
    const pending = new Set(outcomes.flatMap(({ order }) => (order?.cancel ? [`order/${order.id}`] : [])))
    await outbox.finishMany(tx, group.map(({ message, attempt }) => ({ message, end: endOf(context, attempt) })))
    await exchanges.add(tx, group.flatMap(({ message, attempt: { state, exchange } }) => (exchange ? [{ message: message.position, attempt: message.attempt, state, ...exchange }] : [])))
    const linksOf = (made: boolean): Link[] => group.flatMap(({ message, attempt }) => (attempt.state === 'done' && (message.action === 'create') === made ? [linkOf(message, attempt.remote)] : []))
    await links.saveMade(tx, linksOf(true))
    await links.save(tx, linksOf(false))
    for (const one of group) await openCase(context, tx, one, pending.has(one.message.stream))
    next = await following(tx, group.map(({ message }) => message))
  }
  if (submissions.length > 0) await submitAll(context, submissions, within)
  else await context.store.write(within)
  return next
}

/** What the end of an attempt says of the order, where the message is about one; one that is to be tried again says nothing yet. */
function commandOf({ message, attempt }: Ended): Command | undefined {
  if (!message.stream.startsWith('order/')) return undefined
  if (attempt.state === 'done') {
    return { type: 'link', system: message.system, kind: message.kind, ourId: message.ourId, theirId: attempt.remote.theirId, number: attempt.remote.number, revision: message.revision }
  }
  return attempt.state === 'refused'
    ? { type: 'noteRefusal', system: message.system, kind: message.kind, ourId: message.ourId, action: message.action, revision: message.revision, text: attempt.fault.message } : undefined
}

const submissionOf = (message: Message, command: Command): Submission => ({
  subject: { company: message.company, order: message.stream.slice('order/'.length) }, command,
  circumstance: { cause: `message/${message.id}`, correlation: message.correlation },
})

function endOf(context: Context, attempt: Attempt): outbox.Finish {
  const endedMs = machineOf(context).nowMs()
  if (attempt.state === 'done') return { state: 'done', result: attempt.remote, doneAt: instant(context), unsure: false, endedMs }
  const { state, unsure, notBeforeMs, fault, waits, refusedReads } = attempt
  return { state, unsure, notBeforeMs, endedMs, fault: { kind: fault.kind, text: fault.message, code: fault.detail.code, waits, refusedReads, begun: fault.detail.begun } }
}

/** With its full stop, as another one follows. */
const sentence = (text: string): string => (/[.!?。！？]$/.test(text) ? text : `${text}.`)

/** What a person has to see of it: nothing, where something newer was decided meanwhile, and it must not go out again. */
async function openCase(context: Context, tx: Tx, { message, attempt }: Ended, isCancelPending: boolean): Promise<void> {
  const { system, action, kind, id } = message
  if ((attempt.state === 'refused' || attempt.state === 'dead') && isOvertaken(message, await outbox.ofStream(tx, message.company, message.stream))) return
  const cause = attempt.state === 'done' ? undefined : causeOf({ kind: attempt.fault.kind, text: attempt.fault.message, code: attempt.fault.detail.code })
  const open = (named: string, text: string): Promise<unknown> => cases.open(tx, {
    id: uuidv7(), company: message.company, kind: named, system, subject: message.stream, field: `${kind} ${action}`, text, seenAt: instant(context),
    owner: cause && OWNERS[cause], detail: { message: id, ourId: message.ourId, cause },
  })
  const why = attempt.state === 'done' ? '' : sentence(attempt.fault.message)
  if (attempt.state === 'refused' && action === 'cancel' && isCancelPending) {
    await open(CANCEL_REFUSED, `${system} does not cancel ${kind}: ${why} The order stays as being cancelled; ${system} is asked again when it moves, and every night. "order-to-cash cancel --waive ${system}" does without it.`)
  } else if (attempt.state === 'refused') await open('refused-there', `${system} refused to ${action} ${kind}: ${why} Correct the cause, then "order-to-cash resend ${id}".`)
  if (attempt.state === 'dead') await open('dead-letter', `${system} did not take ${action} ${kind} in ${message.attempt} attempts: ${why} "order-to-cash resend ${id}" tries again.`)
  if (attempt.state === 'asking') await open('done-or-not', attempt.fault.message)
}
