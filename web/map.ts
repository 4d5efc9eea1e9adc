import { type ArrivalOutcome } from '../store/records'
import { type ChannelDay, type Day, type SystemDay } from './day'
import { type Content, html, type Html } from './html'
import { type Asked } from './request'
import { cut, width } from './width'

/** Where things stand in a drawing of one width; heights follow from what there is. */
interface Plan {
  name: 'wide' | 'tall'
  width: number
  channel: { x: number; width: number }
  hub: { x: number; width: number }
  system: { x: number; width: number }
}

const WIDE: Plan = { name: 'wide', width: 1148, channel: { x: 1, width: 288 }, hub: { x: 384, width: 282 }, system: { x: 758, width: 389 } }
/** For a phone: from top to bottom, with a rail at the left. */
const TALL: Plan = { name: 'tall', width: 344, channel: { x: 1, width: 342 }, hub: { x: 1, width: 342 }, system: { x: 22, width: 321 } }

const GAP = 14
const CHANNEL_H = 80
const HUB_H = 158
const SYSTEM_H = 124
/** Channels that are drawn by themselves; the others are one. */
const MOST_CHANNELS = 6

interface Box { x: number; y: number; width: number; height: number }

/**
 * What comes in, what is here, and what goes between us and each system, as a picture: once for a desk and once for a phone, of which the style
 * sheet shows one. Everything in it can be read out and reached by keyboard; the table below it says the same.
 */
export const map = (day: Day, asked: Asked): Html => html`<div class="map">${draw(WIDE, day, asked)}${draw(TALL, day, asked)}</div>`

function draw(plan: Plan, day: Day, asked: Asked): Html {
  const { texts } = asked
  const channels = shownChannels(day.channels, texts.map.otherChannels)
  const column = (count: number, height: number): number => Math.max(0, count * (height + GAP) - GAP)
  const tall = plan.name === 'tall'
  const left = column(Math.max(1, channels.length), CHANNEL_H)
  const right = column(day.systems.length, SYSTEM_H)
  const height = tall ? left + GAP * 2 + HUB_H + (right > 0 ? GAP * 2 + right : 0) : Math.max(left, right, HUB_H)
  const middle = (own: number): number => (height - own) / 2
  const hub: Box = { ...plan.hub, y: tall ? left + GAP * 2 : middle(HUB_H), height: HUB_H }
  const channelAt = (no: number): Box => ({ ...plan.channel, y: (tall ? 0 : middle(left)) + no * (CHANNEL_H + GAP), height: CHANNEL_H })
  const systemAt = (no: number): Box => ({ ...plan.system, y: (tall ? hub.y + HUB_H + GAP * 2 : middle(right)) + no * (SYSTEM_H + GAP), height: SYSTEM_H })
  return html`<svg class="${plan.name}" viewBox="0 -1 ${plan.width} ${height + 2}" role="group" aria-label="${texts.map.title}">
${tall ? rails(day, channelAt(Math.max(0, channels.length - 1)), hub, systemAt) : html`${channels.map((one, no) => channelEdge(one, channelAt(no), hub, anchor(hub, no, channels.length)))}${day.systems.map((one, no) => systemEdge(one, systemAt(no), hub, anchor(hub, no, day.systems.length)))}`}
${channels.length === 0 ? card(channelAt(0), html`<text class="quiet" x="14" y="36">${texts.map.nothingIn}</text>`, 'idle') : channels.map((one, no) => channelCard(one, channelAt(no), asked))}
${hubCard(day, hub, asked)}
${day.systems.map((one, no) => systemCard(one, systemAt(no), asked))}
</svg>`
}

function shownChannels(channels: readonly ChannelDay[], others: string): ChannelDay[] {
  if (channels.length <= MOST_CHANNELS) return [...channels]
  const rest = channels.slice(MOST_CHANNELS - 1)
  const outcomes = Map.groupBy(rest.flatMap((one) => one.outcomes), ([outcome]) => outcome)
  return [...channels.slice(0, MOST_CHANNELS - 1), {
    name: others, count: rest.reduce((sum, one) => sum + one.count, 0), outcomes: [...outcomes].map(([outcome, counts]) => [outcome, counts.reduce((sum, [, count]) => sum + count, 0)]),
  }]
}

const card = ({ x, y, width, height }: Box, content: Content, kind: string): Html =>
  html`<g transform="translate(${x} ${y})"><rect class="${kinds('card', kind)}" width="${width}" height="${height}" rx="10"/>${content}</g>`

/** The same as a link; `label` is all that it says. */
const linked = (href: string, label: string, drawn: Html): Html => html`<a href="${href}" aria-label="${label}">${drawn}</a>`

const SMOOTH = new Set<ArrivalOutcome>(['order', 'document'])

function channelCard(channel: ChannelDay, box: Box, { texts }: Asked): Html {
  const bad = channel.outcomes.some(([outcome]) => outcome === 'quarantined')
  const columns = Math.floor((box.width - 28) / 6.7)
  const said = (of: (outcome: ArrivalOutcome) => boolean): string => texts.list(channel.outcomes.filter(([outcome]) => of(outcome)).map(([outcome, count]) => `${count} ${texts.outcomes[outcome]}`))
  const [smooth, rest] = [said((outcome) => SMOOTH.has(outcome)), said((outcome) => !SMOOTH.has(outcome))]
  return card(box, html`<title>${channel.name}: ${said(() => true)}</title>
<text class="name" x="14" y="25">${cut(channel.name, Math.floor(box.width / 9) - 6)}</text><text class="big" x="${box.width - 14}" y="27" text-anchor="end">${channel.count}</text>
<text class="quiet" x="14" y="47">${cut(smooth || rest, columns)}</text>${smooth !== '' && html`<text class="${bad ? 'warn' : 'quiet'}" x="14" y="66">${cut(rest, columns)}</text>`}`, bad ? 'attention' : '')
}

function hubCard(day: Day, box: Box, { texts, company, link }: Asked): Html {
  const words = texts.map
  const waiting = day.systems.reduce((sum, one) => sum + one.waiting, 0)
  const stuck = day.systems.reduce((sum, one) => sum + one.stuck, 0)
  const figure = (place: number, count: number, label: string, tone = ''): Html =>
    html`<g transform="translate(${round(16 + place * ((box.width - 20) / 3))} 74)"><text class="${kinds('figure', count > 0 && tone)}">${count}</text><text class="quiet" y="20">${label}</text></g>`
  return linked(link('/orders'), `${company.name}: ${day.orders} ${words.received}, ${day.confirmed} ${words.confirmed}, ${waiting + stuck} ${words.toSend}`, card(box, html`
<text class="name" x="16" y="28">${cut(company.name, Math.floor((box.width - 32) / 8))}</text>
${figure(0, day.orders, words.received)}${figure(1, day.confirmed, words.confirmed)}${figure(2, waiting + stuck, words.toSend, stuck > 0 ? 'bad' : 'warn')}
${bars(day.ordersByHour, { x: 16, y: 106, width: box.width - 32, height: 26 })}
<text class="small" x="16" y="147">${words.ordersByHour}</text>`, 'hub'))
}

function systemCard(one: SystemDay, box: Box, asked: Asked): Html {
  const { texts, time, now, link } = asked
  const words = texts.map
  const columns = Math.floor((box.width - 28) / 6.5)
  const sent = one.out.map(([kind, count]) => texts.counted(count, kind))
  const out = texts.list(sent) || words.nothingOut
  const polled = one.polled === undefined ? words.nothingTold : words.polled(time(one.polled)!.slice(-5))
  const told = texts.list([...one.told.map(([type, count]) => `${count} ${words.told[type] ?? type}`), ...(one.webhooks > 0 ? [`${one.webhooks} ${words.webhooks}`] : [])])
  const waits = one.waiting === 0 ? words.noBacklog : words.backlog(one.waiting, one.oldest === undefined ? '' : texts.age(now.getTime() - Date.parse(one.oldest)))
  const [tone, state] = stateOf(one, asked)
  const wrong = [one.stuck > 0 && words.stuck(one.stuck), one.openCases > 0 && words.cases(one.openCases)].filter((part) => part !== false).join(' · ')
  const role = roleOf(one, texts)
  const title = role.toLowerCase() === one.name.toLowerCase() || one.name === one.role ? role : `${role} ${one.name}`
  const label = [`${title}: ${state}`, `${words.to} ${out}`, `${words.from} ${told || polled}`, waits, wrong].filter((part) => part).join('. ')
  return linked(link('/cases', { system: one.name }), label, card(box, html`
<text class="name" x="14" y="25">${cut(role, 22)} <tspan class="quiet plain">${cut(one.name === one.role ? '' : one.name, 14)}</tspan></text>
<text class="state ${tone}" x="${box.width - 14}" y="25" text-anchor="end">● ${cut(state, 26)}</text>
<text x="14" y="50"><tspan class="arrow">→</tspan> ${fitting(sent, columns - 3, asked) || words.nothingOut}</text>
<text x="14" y="70"><tspan class="arrow">←</tspan> ${cut(told || polled, columns - 3)}</text>
<text class="${one.waiting > 0 ? 'warn' : 'quiet'}" x="14" y="93">${cut(waits, Math.floor(columns * 0.62))}</text>
<text class="${wrong === '' ? 'quiet' : 'bad'}" x="14" y="112">${cut(wrong || (told === '' || one.polled === undefined ? '' : polled), Math.floor(columns * 0.62))}</text>
${bars(one.outByHour, { x: box.width - 118, y: 88, width: 104, height: 24 })}`, tone === 'good' || tone === 'quiet' ? '' : tone === 'bad' ? 'broken' : 'attention'))
}

/** As many as there is room for, the most first; the mark says that there are more. */
function fitting(parts: readonly string[], columns: number, { texts }: Asked): string {
  const kept = parts.map((_, place) => `${texts.list(parts.slice(0, place + 1))}${place + 1 < parts.length ? '…' : ''}`).filter((text) => width(text) <= columns)
  return kept.at(-1) ?? cut(texts.list(parts), columns)
}

export const roleOf = ({ role, name }: { role: string; name: string }, texts: Asked['texts']): string => texts.roles[role] ?? (role || name)

/** How a system stands, and how good that is. */
export function stateOf(one: SystemDay, { texts, time }: Asked): ['good' | 'warn' | 'bad' | 'quiet', string] {
  const words = texts.map
  if (one.silentSince !== undefined) return ['bad', words.silent(time(one.silentSince)!.slice(-5))]
  if (one.mode === 'off') return ['quiet', words.off]
  if (one.stuck > 0) return ['bad', words.person]
  if (one.openCases > 0) return ['warn', words.attention]
  return one.mode === 'shadow' ? ['quiet', words.shadow] : ['good', words.well]
}

/** Counts of the 24 hours as bars, the last one now. */
function bars(hours: readonly number[], { x, y, width, height }: Box): Html {
  const most = Math.max(1, ...hours)
  const step = width / hours.length
  return html`<g class="bars" aria-hidden="true" transform="translate(${x} ${y})"><path class="axis" d="M0 ${height}.5H${width}"/>${hours.map((count, no) => {
    const tall = count === 0 ? 0 : Math.max(2, Math.round((count / most) * height))
    return tall > 0 && html`<rect x="${round(no * step)}" y="${height - tall}" width="${round(step - 1.5)}" height="${tall}"><title>${count}</title></rect>`
  })}</g>`
}

const kinds = (...names: readonly (string | false)[]): string => names.filter((name) => name).join(' ')
const round = (value: number): number => Math.round(value * 10) / 10

/** Where the edge of one of several neighbours meets us. */
const anchor = (hub: Box, no: number, count: number): number => hub.y + 24 + ((hub.height - 48) * (no + 0.5)) / count

/** From a channel to us, as thick as much comes in. */
function channelEdge({ count }: ChannelDay, box: Box, hub: Box, meets: number): Html {
  const y = box.y + box.height / 2
  return curve(box.x + box.width, y, hub.x - 7, meets, { count, tone: '' })
}

/** Between us and a system: there above, back below, each with its count at the system's side. */
function systemEdge(one: SystemDay, box: Box, hub: Box, meets: number): Html {
  const y = box.y + box.height / 2
  const [from, to] = [hub.x + hub.width, box.x]
  const sent = one.out.reduce((sum, [, count]) => sum + count, 0)
  const told = one.told.reduce((sum, [, count]) => sum + count, 0) + one.webhooks
  const tone = one.silentSince !== undefined ? 'broken' : one.waiting > 0 ? 'moving' : ''
  return html`${curve(from, meets - 6, to - 7, y - 9, { count: sent, tone })}${curve(to, y + 9, from + 7, meets + 6, { count: told, tone: '' })}
${sent > 0 && html`<text class="count" x="${to - 12}" y="${y - 17}" text-anchor="end">${sent}</text>`}${told > 0 && html`<text class="count" x="${to - 12}" y="${y + 29}" text-anchor="end">${told}</text>`}`
}

function curve(x1: number, y1: number, x2: number, y2: number, { count, tone }: { count: number; tone: string }): Html {
  const bend = (x1 + x2) / 2
  const thick = count === 0 ? 1 : Math.min(6, 1.5 + Math.log10(count) * 1.5)
  const tip = x2 > x1 ? 1 : -1
  return html`<path class="${kinds('edge', count === 0 && 'idle', tone)}" stroke-width="${round(thick)}" d="M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}"/>
<path class="${kinds('tip', tone)}" d="M${x2 + 7 * tip} ${y2}l${-9 * tip} -5v10z"/>`
}

/** On a phone: one line down from the channels, and one with a branch to each system. */
function rails({ systems }: Day, last: Box, hub: Box, systemAt: (no: number) => Box): Html {
  const x = 10
  const middle = 172
  const from = hub.y + hub.height
  const end = systems.length === 0 ? from : systemAt(systems.length - 1).y + SYSTEM_H / 2
  return html`<path class="edge" stroke-width="2" d="M${middle} ${last.y + last.height}V${hub.y - 7}"/><path class="tip" d="M${middle} ${hub.y}l-5 -9h10z"/>
${systems.length > 0 && html`<path class="edge" stroke-width="2" d="M${x} ${from}V${end}"/>`}${systems.map((one, no) => {
    const y = systemAt(no).y + SYSTEM_H / 2
    return html`<path class="${kinds('edge', one.silentSince !== undefined && 'broken')}" stroke-width="2" d="M${x} ${y}H${systemAt(no).x}"/>`
  })}`
}
