import { compare, isDecimal } from '../../orders/decimal'
import { type Order } from '../../orders/order'
import { type Dossier } from '../../store/dossier'
import { type Link, type Message } from '../../store/records'
import { type SystemRecord } from '../../store/config'
import { byRole } from '../day'
import { money } from '../figures'
import { type Content, html, type Html } from '../html'
import { roleOf } from '../map'
import { type Asked } from '../request'

interface TheirLine { id: string; quantity: string; unit?: string }

/** A card for each system: its ids, statuses, quantities and amounts of the order, when it last said so, and what was sent to it. */
export function systemCards({ order, links, messages }: Dossier, configured: readonly SystemRecord[], asked: Asked): Html {
  const names = [...new Set([...byRole(configured).map(({ name }) => name), ...links.map(({ system }) => system), ...messages.map(({ system }) => system)])]
  const shown = names.filter((name) => links.some(({ system }) => system === name) || messages.some(({ system }) => system === name))
  if (shown.length === 0) return html`<p class="empty">${asked.texts.overview.noSystems}</p>`
  return html`<div class="cards">${shown.map((name) => {
    const role = configured.find((one) => one.name === name)?.role ?? ''
    const title = roleOf({ role, name }, asked.texts)
    return html`<article><h3>${title}${title.toLowerCase() !== name.toLowerCase() && html` <span class="quiet">${name}</span>`}</h3>
${of(links, name).sort((a, b) => placeOf(a) - placeOf(b) || (a.asOf < b.asOf ? -1 : 1)).map((link) => record(link, order, asked))}
${sent(of(messages, name), asked)}${heard(of(links, name), asked)}</article>`
  })}</div>`
}

const of = <Row extends { system: string }>(rows: readonly Row[], name: string): Row[] => rows.filter(({ system }) => system === name)

/** The order itself before what came of it. */
const placeOf = ({ kind }: Link): number => ['order', 'part', 'despatch', 'invoice', 'payment'].indexOf(kind)

/** When it last said something of the order, by its own clock. */
function heard(links: readonly Link[], { texts, time }: Asked): Content {
  const last = links.map(({ asOf }) => asOf).sort().at(-1)
  return last !== undefined && html`<p class="quiet note">${texts.order.heard(time(last)!)}</p>`
}

function record(link: Link, order: Order, { texts }: Asked): Html {
  const words = texts.order
  const quantities = linesOf(link).map((line) => quantity(line, link, order, texts.order.ours))
  const amount = money(link.amount, link.currency)
  const other = link.kind === 'order' && amount !== undefined && amount !== money(order.payable, order.currency)
  return html`<div class="record"><p><span class="quiet">${texts.recordKinds[link.kind] ?? link.kind}</span> <strong class="long">${link.number ?? link.theirId}</strong> <span class="pill plain">${texts.theirStates[link.state] ?? link.state}</span></p>
${quantities.length > 0 && html`<p>${words.quantities} ${quantities.map((part, no) => html`${no > 0 && ' · '}${part}`)}</p>`}
${amount !== undefined && html`<p>${words.amount} ${other ? html`<mark>${amount}</mark> <span class="quiet">${words.ours} ${money(order.payable, order.currency)}</span>` : amount}</p>`}</div>`
}

/** What it has of a line; marked where an order there has another quantity than ours. */
function quantity({ id, quantity: theirs, unit }: TheirLine, link: Link, order: Order, ours: string): Content {
  const line = order.lines.find((one) => one.id === id)
  const other = link.kind === 'order' && line?.quantity !== undefined && (unit === undefined || unit === line.unit || unit === line.sourceUnit) && isDecimal(line.quantity) && isDecimal(theirs) && compare(line.quantity, theirs) !== 0
  return html`<span class="whole">${id}: ${other ? html`<mark>${theirs}</mark> <span class="quiet">${ours} ${line.quantity}</span>` : theirs}${unit !== undefined && html` <span class="quiet">${unit}</span>`}</span>`
}

function linesOf(link: Link): TheirLine[] {
  const lines = link.body?.lines
  return Array.isArray(lines) ? (lines as Record<string, unknown>[]).filter((line): line is Record<string, unknown> & TheirLine => typeof line?.id === 'string' && typeof line.quantity === 'string').slice(0, 12) : []
}

function sent(messages: readonly Message[], { texts }: Asked): Content {
  if (messages.length === 0) return undefined
  const words = texts.order
  const attempts = messages.reduce((sum, one) => sum + one.attempt, 0)
  return html`<p class="sent">${words.sent(messages.length, attempts)}</p>${messages.filter(({ state }) => state !== 'done' && state !== 'superseded').map((message) =>
    html`<p class="fault"><span class="pill ${['refused', 'dead', 'asking'].includes(message.state) ? 'bad' : 'warn'}">${texts.messageStates[message.state]}</span> ${texts.actions[message.action] ?? message.action} ${texts.recordKinds[message.kind] ?? message.kind}${message.fault && html`: ${texts.said(message.fault.text)}`}</p>`)}`
}
