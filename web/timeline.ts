import { type StoredEvent } from '../orders/event'
import { type CaseRecord, type Message } from '../store/records'
import { sentence } from './events'
import { type Texts } from './texts/texts'

/** Something that happened to an order, and between whom. */
export interface Moment {
  /** UTC instant. */
  at: string
  /** Who it went from and to: {@link PARTNER}, {@link US}, or the name of a system. The same twice where nobody else had a part in it. */
  from: string
  to: string
  /** Who did it, where it was a person or another than the product itself. */
  by?: string
  text: string
  tone: 'plain' | 'good' | 'warn' | 'bad'
}

export const PARTNER = ' partner'
export const US = ' us'

/** What a person decided, or what stopped: seen among all the rest. */
const TONES: Partial<Record<string, Moment['tone']>> = {
  held: 'warn', approvalAsked: 'warn', rejected: 'bad', customerConfirmed: 'good', changeAsked: 'warn', changeRefused: 'bad', cancelAsked: 'warn', cancelFailed: 'warn', cancelled: 'bad', returnRequested: 'warn', returnRefused: 'bad', returnAuthorised: 'good', refusedThere: 'bad', approved: 'good', confirmed: 'good', closed: 'good', reopened: 'warn', reopenEnded: 'good',
}

/**
 * Everything that is known of an order, in the order in which it came about: its events, the messages that are on their way or went wrong, and what
 * waited for a person. What systems say of themselves has their own clocks, and stands beside it.
 */
export function momentsOf({ events, messages, cases }: { events: readonly StoredEvent[]; messages: readonly Message[]; cases: readonly CaseRecord[] }, texts: Texts): Moment[] {
  const caused = new Map(messages.map((message) => [`message/${message.id}`, message]))
  const moments = [
    ...events.map((event) => ofEvent(event, caused.get(event.cause), texts)),
    ...messages.filter(({ state }) => state !== 'done').map((message) => ofMessage(message, texts)),
    ...cases.flatMap((one) => ofCase(one, texts)),
  ]
  return moments.map((moment, place) => ({ moment, place })).sort((a, b) => (a.moment.at < b.moment.at ? -1 : a.moment.at > b.moment.at ? 1 : a.place - b.place)).map(({ moment }) => moment)
}

function ofEvent(event: StoredEvent, message: Message | undefined, texts: Texts): Moment {
  const { system, issuer } = event.data as { system?: string; issuer?: string }
  const [from, to] = event.type === 'received' ? [PARTNER, US]
    : event.type === 'linked' ? [US, system ?? US]
      : event.type === 'refusedThere' || event.type === 'relearned' ? [system ?? US, US]
        : issuer !== undefined ? [issuer, US] : [US, US]
  const attempts = message !== undefined && message.attempt > 1 ? ` ${texts.order.tried(message.attempt)}` : ''
  return { at: event.at, from, to, by: event.actor === 'system' ? undefined : event.actor, text: `${sentence(event, texts)}${attempts}`, tone: TONES[event.type] ?? 'plain' }
}

function ofMessage(message: Message, texts: Texts): Moment {
  const wrong = ['refused', 'dead', 'asking'].includes(message.state)
  const text = texts.order.message({
    action: texts.actions[message.action] ?? message.action, kind: texts.recordKinds[message.kind] ?? message.kind, system: message.system, state: texts.messageStates[message.state],
  })
  const tried = message.attempt > 1 ? ` ${texts.order.tried(message.attempt)}` : ''
  return { at: message.createdAt, from: US, to: message.system, text: `${text}${tried}${message.fault ? ` ${texts.said(message.fault.text)}` : ''}`, tone: wrong ? 'bad' : message.state === 'superseded' ? 'plain' : 'warn' }
}

function ofCase(one: CaseRecord, texts: Texts): Moment[] {
  const from = one.system === '' ? US : one.system
  return [
    { at: one.firstSeen, from, to: US, text: texts.order.caseOpened(texts.caseKinds[one.kind] ?? one.kind, texts.said(one.text)), tone: one.state === 'open' ? 'bad' : 'warn' },
    ...(one.closedAt === undefined ? [] : [{ at: one.closedAt, from: US, to: US, by: one.closedBy === 'system' ? undefined : one.closedBy, text: texts.order.caseClosed(texts.said(one.result ?? '')), tone: 'good' as const }]),
  ]
}
