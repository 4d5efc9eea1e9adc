import { createHash } from 'node:crypto'
import { type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import * as arrivals from '../store/arrivals'
import * as clocks from '../store/clocks'
import * as documents from '../store/documents'
import { ordersAmong } from '../store/orderPages'
import { type Arrival } from '../store/records'
import { type Context, instant } from './context'
import { applyChanges, FOLLOWED, type Followed, nothing } from './follow'
import { isOurId, uuidv7 } from './ids'
import { orderIdOf } from './remoteCommands'
import { type System } from './systems'
import { quarantine } from './take'
import { isTakenIn, takeIn } from './takeIn'
import { isWebhook, webhookChannel } from './webhookChannel'
import { type Door, webhookSystem, WebhookSystems } from './webhookSystems'

export interface WebhookIn extends Door {
  body: Buffer
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Its signature does not hold: nothing of it was kept. The text is for our own log. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused'
}

/** Hours that news of an order which is not known here may wait for it. */
const PATIENCE = 24

/**
 * R-INT-08: checks that a webhook is the system's own, and keeps it byte for byte before anything is made of it; {@link applyWebhooks} does that.
 * The same event again is the arrival of before. Undefined where no live system of that name takes webhooks. Throws {@link WebhookRefused}
 * where the signature does not hold. `systems` knows for a moment what it has read.
 */
export async function keepWebhook(context: Context, incoming: WebhookIn, systems = new WebhookSystems(context)): Promise<{ arrival: Arrival; repeated: boolean } | undefined> {
  const { body } = incoming
  const proven = await provenOf(context, incoming, systems)
  if (!proven) return undefined
  const { system, event } = proven
  const sha256 = createHash('sha256').update(body).digest('hex')
  const { arrival, fresh } = await context.store.write(async (tx) => {
    const kept = await arrivals.record(tx, {
      id: uuidv7(), channel: webhookChannel(system.company, system.name), transportId: event, sha256, sender: system.name, at: instant(context), outcome: 'pending', company: system.company, problems: [],
    })
    // what was erased of an order does not come back with a repeat
    if (kept.fresh) await documents.keep(tx, { sha256, bytes: body })
    return kept
  })
  return { arrival, repeated: !fresh }
}

/** Whose it is and which of its events. By the system as it was a moment ago, and before it is refused, by what is configured now. */
async function provenOf(context: Context, incoming: WebhookIn, systems: WebhookSystems): Promise<{ system: System; event: string } | undefined> {
  const recent = systems.recent(incoming)
  if (recent?.connector.verifyWebhook) {
    try {
      return { system: recent, event: await verified(context, recent, incoming) }
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error
    }
  }
  const system = await systems.now(incoming)
  return system?.connector.verifyWebhook && { system, event: await verified(context, system, incoming) }
}

/** By our clock, else by the system's own: one that is minutes off signs with its own time, until somebody sets it. */
async function verified(context: Context, { company, name, connector }: System, { body, headers }: WebhookIn): Promise<string> {
  const verify = (nowMs: number): string => {
    try {
      return connector.verifyWebhook!(body, headers, nowMs)
    } catch (error) {
      throw error instanceof Fault ? new WebhookRefused(error.message) : error
    }
  }
  try {
    return verify(Date.now())
  } catch (error) {
    const skew = error instanceof WebhookRefused ? await clocks.get(context.store, company, name) : undefined
    if (!skew) throw error
    return verify(Date.now() + skew.skewMs)
  }
}

/**
 * Makes of every webhook that waits what it means, in the order in which they came; whatever their order, each counts once. News of an order that
 * is not known yet waits for it. Safe in any number of processes, since what was heard before moves nothing.
 */
export async function applyWebhooks(context: Context): Promise<Followed> {
  const followed = nothing()
  const waiting = (await arrivals.pending(context.store)).filter(isWebhook)
  for (const page of pagesOf(waiting)) {
    if (page.length > 1 && await applyTogether(context, page, followed)) continue
    for (const arrival of page) {
      try {
        await applyWebhook(context, arrival, followed)
      } catch (error) {
        // a system whose secret can't be read now, say: it keeps its place, and no other back
        context.log('warn', 'webhook', { arrival: arrival.id, text: error instanceof Error ? error.message : String(error) })
      }
    }
  }
  return followed
}

const PAGE = 50

/** Webhooks of one system that follow one another, at most so many. */
function pagesOf(waiting: readonly Arrival[]): Arrival[][] {
  const pages: Arrival[][] = []
  for (const arrival of waiting) {
    const last = pages.at(-1)
    if (last && last.length < PAGE && last[0]!.channel === arrival.channel) last.push(arrival)
    else pages.push([arrival])
  }
  return pages
}

/** Many at once, in as few transactions as one takes. False, and nothing said, where one of them is not as simple as that: then each goes by itself. */
async function applyTogether(context: Context, page: readonly Arrival[], followed: Followed): Promise<boolean> {
  const { company, sender } = page[0]!
  try {
    const system = await webhookSystem(context, { company, system: sender! })
    const bytes = await Promise.all(page.map(({ sha256 }) => documents.read(context.store, sha256)))
    if (!system?.connector.readWebhook || bytes.some((one) => !one)) return false
    const remotes = bytes.flatMap((one) => followedIn(system, one!))
    if (remotes.some(isTakenIn)) return false
    if (await unknownOrder(context, system.company, remotes) !== undefined) return false
    for (const same of Map.groupBy(remotes, ({ kind }) => kind).values()) await applyChanges(context, system, same.map((remote) => ({ remote })), followed)
    await context.store.write(async (tx) => { for (const arrival of page) await arrivals.finish(tx, arrival.id, { outcome: 'document', company: arrival.company, problems: [] }) })
    return true
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

const followedIn = ({ connector }: System, bytes: Buffer): Remote[] => connector.readWebhook!(bytes).filter(({ kind }) => (FOLLOWED as readonly string[]).includes(kind))

async function applyWebhook(context: Context, arrival: Arrival, followed: Followed): Promise<void> {
  const system = await webhookSystem(context, { company: arrival.company, system: arrival.sender! })
  const bytes = await documents.read(context.store, arrival.sha256)
  if (!system?.connector.readWebhook || !bytes) return conclude(context, arrival, 'Its system is not configured any more, or its content was erased.')
  let remotes: Remote[]
  try {
    remotes = followedIn(system, bytes)
  } catch (error) {
    if (error instanceof Fault) return conclude(context, arrival, error.message)
    throw error
  }
  for (const remote of remotes.filter(isTakenIn)) await takeIn(context, system, { remote }, followed)
  const waiting = await unknownOrder(context, system.company, remotes)
  if (waiting !== undefined) {
    if (Date.parse(arrival.at) + PATIENCE * 3_600_000 > context.clock.now().getTime()) { followed.parked++; return }
    return conclude(context, arrival, `It is about the order ${waiting} of ours, which was not known within ${PATIENCE} hours. The nightly comparison names what ${system.name} has of it.`)
  }
  await applyChanges(context, system, remotes.filter((remote) => !isTakenIn(remote)).map((remote) => ({ remote })), followed)
  await context.store.write((tx) => arrivals.finish(tx, arrival.id, { outcome: 'document', company: arrival.company, problems: [] }))
}

/** The order of ours that the news is about and that is not known here, if any. */
async function unknownOrder(context: Context, company: string, remotes: readonly Remote[]): Promise<string | undefined> {
  const named = remotes.flatMap((remote) => orderIdOf(remote) ?? []).filter(isOurId)
  const known = await ordersAmong(context.store, company, named)
  return named.find((order) => !known.has(order))
}

/** What can't be applied waits for a person; its bytes are kept with the arrival. */
const conclude = (context: Context, arrival: Arrival, text: string): Promise<void> => context.store.write(async (tx) => {
  if (!await arrivals.finish(tx, arrival.id, { outcome: 'quarantined', company: arrival.company, problems: [{ code: 'webhook-unusable', severity: 'error', message: text }] })) return
  await quarantine(context, tx, { ...arrival, fileName: `A webhook of ${arrival.sender}` }, { arrival: arrival.id, no: 1, type: 'webhook', company: arrival.company, outcome: 'quarantined', text })
})
