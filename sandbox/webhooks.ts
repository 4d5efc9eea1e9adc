import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { parseBody } from './body'
import { type Clock } from './clock'
import { type Faults } from './faults/rule'
import { type Records, type Row } from './records'
import { ok, type Route } from './route'
import { type System } from './system'

/** `types`: only changes of these. (Default: all) */
const subscriptionSchema = z.strictObject({ url: z.url(), secret: z.string().min(16).max(200), types: z.array(z.string()).optional() })
type Subscription = z.infer<typeof subscriptionSchema>

/** One subscriber a system: to subscribe again is to take the place of the one before, so that nobody is told twice. */
export const subscriptionRoute: Route = {
  method: 'PUT', path: '/subscription', answer: ({ body, records }) => {
    const subscription = parseBody(subscriptionSchema, body)
    records.db.prepare("INSERT INTO settings (name, value) VALUES ('subscription', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(JSON.stringify(subscription))
    return ok({ url: subscription.url })
  },
}

/** Tells the subscriber of every change, signed, after it was committed. */
export interface Webhooks {
  /** Notes a change of the request that is being carried out. */
  note(row: Row<unknown>): void
  /** Sends what was noted: its transaction is committed. */
  send(records: Records): void
  /** Forgets what was noted: it was rolled back. */
  discard(): void
}

interface Event { id: string; text: string; row: Row<unknown> }

/** Pauses before the second and the third attempt, in ms. */
const PAUSES = [300, 1000]
/** How long an event that is to be overtaken waits for another one, in ms. */
const HELD_BACK = 150

export function openWebhooks(system: System, clock: Clock, faults: Faults): Webhooks {
  let noted: Row<unknown>[] = []
  let held: Event | undefined
  const deliver = (subscription: Subscription, event: Event): void => { void post(system, subscription, event, clock) }
  return {
    note: (row) => { noted.push(row) },
    discard: () => { noted = [] },
    send: (records) => {
      const rows = noted
      noted = []
      const stored = rows.length === 0 ? undefined : records.db.prepare("SELECT value FROM settings WHERE name = 'subscription'").get()
      if (!stored) return
      const subscription = subscriptionSchema.parse(JSON.parse(String(stored['value'])))
      for (const row of rows) {
        if ((subscription.types && !subscription.types.includes(row.type)) || (system.webhook?.of && !system.webhook.of.includes(row.type))) continue
        const id = `evt_${randomUUID()}`
        const event = { id, row, text: JSON.stringify(system.webhook?.body(row) ?? { id, type: row.type, data: system.feedBody({ rows: [row], next: '', more: false }, records) }) }
        if (faults.strikes('webhook-lost')) continue
        if (held === undefined && faults.strikes('webhook-reorder')) {
          held = event
          setTimeout(() => { if (held === event) { held = undefined; deliver(subscription, event) } }, HELD_BACK).unref()
          continue
        }
        deliver(subscription, event)
        if (faults.strikes('webhook-duplicate')) deliver(subscription, event)
        const overtaken = held
        held = undefined
        if (overtaken) deliver(subscription, overtaken)
      }
    },
  }
}

async function post({ webhook }: System, { url, secret }: Subscription, event: Event, clock: Clock): Promise<void> {
  const { text } = event
  for (const pause of [...PAUSES, undefined]) {
    const at = Math.floor(clock.now().getTime() / 1000)
    const signature = webhook?.headers({ ...event, secret, at }) ?? timed(secret, text, at)
    try {
      const { status } = await fetch(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...signature }, redirect: 'error', signal: AbortSignal.timeout(5000) })
      // what is refused is refused the next time too
      if (status < 500) return
    } catch {
      // nobody answers there: tried again, and then it is lost, as webhooks are
    }
    if (pause !== undefined) await new Promise((resolve) => { setTimeout(resolve, pause).unref() })
  }
}

const timed = (secret: string, text: string, at: number): Record<string, string> =>
  ({ 'sandbox-signature': `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${text}`).digest('hex')}` })
