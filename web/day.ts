import { type ArrivalOutcome } from '../store/records'
import * as cases from '../store/cases'
import * as circuits from '../store/circuits'
import * as config from '../store/config'
import * as flow from '../store/flow'
import { type Db } from '../store/store'
import { authorityOf, modeIn, type Mode, type SystemBody } from '../sync/systems'
import { channelOf } from '../sync/webhookChannel'

/** What lies between a system and us in the last 24 hours, and how it stands. */
export interface SystemDay {
  name: string
  role: string
  mode: Mode
  /** Messages to it, by kind, the most first; and in each of the 24 hours, the oldest first. */
  out: [kind: string, count: number][]
  outByHour: number[]
  /** What it told of orders, by type of event; where several systems tell of the same it can't be said which it was. */
  told: [type: string, count: number][]
  webhooks: number
  /** Messages that are not at their end; `oldest` is when the first was asked for. */
  waiting: number
  oldest?: string
  /** Messages that wait for a person. */
  stuck: number
  openCases: number
  /** It does not answer since then. */
  silentSince?: string
  /** When it was last asked for its news and answered. */
  polled?: string
}

export interface ChannelDay { name: string; outcomes: [ArrivalOutcome, number][]; count: number }

/** The last 24 hours of one company. */
export interface Day {
  since: string
  channels: ChannelDay[]
  /** Orders taken in, in each of the 24 hours. */
  ordersByHour: number[]
  orders: number
  confirmed: number
  systems: SystemDay[]
}

/** Which record's authority tells of what happened. */
const TOLD: Record<string, string> = { shipped: 'despatch', delivered: 'despatch', tracked: 'shipment', invoiced: 'invoice', paid: 'payment', returnReceived: 'return', credited: 'creditNote', captured: 'capture', refunded: 'refund', refundFailed: 'refund', productionStarted: 'production', produced: 'production' }
const HOUR_MS = 3_600_000
const HOURS = 24

export async function dayOf(db: Db & { environment: string }, company: string, now: Date): Promise<Day> {
  // whole hours, so that the bars are as wide as each other
  const first = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS)
  const since = first.toISOString()
  const [configured, out, incoming, received, happened, unfinished, open, silent, polled] = await Promise.all([
    config.listSystems(db, company), flow.outgoing(db, company, since), flow.incoming(db, company, since), flow.received(db, company, since),
    flow.happened(db, company, ['confirmed', ...Object.keys(TOLD)], since), flow.unfinished(db, company),
    cases.countOpen(db, company, 'system'), circuits.open(db, company), flow.polled(db, company),
  ])
  const hours = (rows: readonly { hour: string; count: number }[]): number[] => {
    const bars = Array.from({ length: HOURS }, () => 0)
    for (const { hour, count } of rows) {
      const place = Math.round((Date.parse(`${hour}:00:00.000Z`) - first.getTime()) / HOUR_MS)
      if (place >= 0 && place < HOURS) bars[place]! += Number(count)
    }
    return bars
  }
  const web = incoming.filter(({ channel }) => channelOf(channel) !== undefined)
  const authorities = (kind: string): string[] => configured.filter(({ role, body }) => (authorityOf(role, body as unknown as SystemBody) as string[]).includes(kind)).map(({ name }) => name)
  const seen = byRole([...configured, ...unnamed([...out, ...unfinished], configured)])
  return {
    since,
    channels: summed(incoming.filter((row) => !web.includes(row)), 'channel').map(([name, count]) => ({ name, count, outcomes: summed(incoming.filter(({ channel }) => channel === name), 'outcome') })),
    ordersByHour: hours(received),
    orders: sum(received), confirmed: sum(happened.filter(({ type }) => type === 'confirmed')),
    systems: seen.map(({ name, role, body }) => {
      const mine = <Row extends { system: string }>(rows: readonly Row[]): Row[] => rows.filter(({ system }) => system === name)
      const pending = mine(unfinished).filter(({ state }) => OPEN.has(state))
      return {
        name, role, mode: modeIn(db.environment, body as unknown as SystemBody),
        out: summed(mine(out), 'kind'), outByHour: hours(mine(out)),
        told: summed(happened.filter(({ type }) => type in TOLD && authorities(TOLD[type]!).join() === name), 'type'),
        webhooks: sum(web.filter(({ channel }) => channelOf(channel)?.system === name)),
        waiting: sum(pending), oldest: pending.map(({ oldest }) => oldest).sort()[0], stuck: sum(mine(unfinished).filter(({ state }) => !OPEN.has(state))),
        openCases: open.get(name) ?? 0, silentSince: mine(silent)[0]?.openedAt, polled: polled.get(name),
      }
    }),
  }
}

const OPEN = new Set<string>(['waiting', 'sending', 'unknown'])

/** In the order in which an order goes through them; others after these, by name. */
const ROLES = ['shop', 'crm', 'erp', 'mes', 'wms', 'tms', 'finance', 'payment', 'bank', 'service', 'edi']

export const byRole = <One extends { role: string; name: string }>(systems: readonly One[]): One[] => {
  const place = ({ role }: One): number => (ROLES.includes(role) ? ROLES.indexOf(role) : ROLES.length)
  return [...systems].sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1))
}

/** Systems that messages went to and that are configured no more. */
function unnamed(rows: readonly { system: string }[], configured: readonly { name: string }[]): config.SystemRecord[] {
  const names = new Set(rows.map(({ system }) => system).filter((name) => !configured.some((one) => one.name === name)))
  return [...names].map((name) => ({ company: '', name, role: '', body: { mode: 'off' } }))
}

const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, { count }) => total + Number(count), 0)

/** Counts by a column, the most first. */
function summed<Key extends string, Row extends Record<Key, string> & { count: number }>(rows: readonly Row[], by: Key): [Row[Key], number][] {
  return [...Map.groupBy(rows, (row) => row[by])].map(([name, group]): [Row[Key], number] => [name, sum(group)]).sort(([a, most], [b, fewer]) => fewer - most || (a < b ? -1 : 1))
}
