import { type Exchange } from '../../store/exchanges'
import { type Message } from '../../store/records'
import { type KeptTrip } from '../../sync/hearing'
import { html, type Html } from '../html'
import { type Asked } from '../request'

/** Attempts that are shown: one that is made again for hours has a hundred. */
export const SHOWN_ATTEMPTS = 30

/** R-SYS-03: the last attempts at the order's messages, the newest first, each with what was asked and answered behind a fold. */
export function exchangeList(tried: readonly Exchange[], messages: readonly Message[], { texts, time }: Asked): Html {
  const words = texts.exchanges
  const of = new Map(messages.map((message) => [message.position, message]))
  const attempts = messages.reduce((sum, { attempt }) => sum + attempt, 0)
  return html`${tried.map((one) => {
    const { system, action, kind } = of.get(one.message)!
    const trips = one.trips as unknown as KeptTrip[]
    return html`<details class="exchange"><summary><span class="time">${time(new Date(one.startedMs).toISOString())}</span> ${system}: ${texts.actions[action] ?? action} ${texts.recordKinds[kind] ?? kind} <span class="quiet">${words.attempt(one.attempt, one.ms)}</span> <span class="pill ${one.state === 'done' ? 'good' : 'warn'}">${texts.messageStates[one.state as Message['state']]}</span></summary>
${one.erased && html`<p class="quiet">${words.erased}</p>`}${trips.map((trip) => html`<p><code>${trip.method} ${trip.path}</code> <span class="quiet">${trip.failed === undefined ? trip.status : words.nothing} · ${trip.ms} ms</span>${trip.failed !== undefined && html`<br><code>${trip.failed}</code>`}</p>
${body(words.asked, trip.asked)}${body(words.answered, trip.answered)}${trip.left !== undefined && html`<p class="quiet">${words.left(trip.left)}</p>`}`)}</details>`
  })}${attempts > tried.length && html`<p class="quiet">${words.shown(tried.length, attempts)} <code>order-to-cash exchanges</code></p>`}`
}

const body = (title: string, excerpt: KeptTrip['asked']): Html | false =>
  excerpt !== undefined && html`<p class="quiet">${title}${excerpt.of !== undefined && ` (${excerpt.text.length} / ${excerpt.of})`}</p><pre><code>${excerpt.text}</code></pre>`
