import { z } from 'zod'
import { fromMinor } from '../../orders/money'
import { type Remote } from '../connector'

/** What the sandbox's payment gateway answers, in our words: integers of the minor unit, small currencies, seconds. Each throws a ZodError for another shape. */

const money = { amount: z.number().int(), currency: z.string(), created: z.number() }
const instant = (seconds: number): string => new Date(seconds * 1000).toISOString()
const amountIn = (minor: number, currency: string): Pick<Remote, 'amount' | 'currency'> => ({ currency: currency.toUpperCase(), amount: fromMinor(minor, currency.toUpperCase()) })

const intentSchema = z.object({ id: z.string(), ...money, status: z.string(), amount_received: z.number().int(), amount_capturable: z.number().int(), updated: z.number(), metadata: z.object({ order: z.string().optional(), number: z.string().optional() }) })

/** The charge that the last capture made. */
export const latestChargeOf = (raw: unknown): string => z.object({ latest_charge: z.string() }).parse(raw).latest_charge

/** An authorisation: ours by the order that we have written beside it. */
export function authorisationRemote(raw: unknown): Remote {
  const intent = intentSchema.parse(raw)
  const { currency } = amountIn(0, intent.currency)
  return {
    kind: 'authorisation', theirId: intent.id, ...(intent.metadata.order === undefined ? {} : { ourId: intent.metadata.order }), number: intent.id, state: intent.status, version: `${intent.status}/${intent.amount_received}`, asOf: instant(intent.updated),
    ...amountIn(intent.amount, intent.currency), body: { captured: fromMinor(intent.amount_received, currency!), open: fromMinor(intent.amount_capturable, currency!) },
  }
}

const chargeSchema = z.object({ id: z.string(), ...money, status: z.string(), payment_intent: z.string(), metadata: z.object({ reference: z.string().optional() }) })

/** What was taken by one capture. */
export function captureRemote(raw: unknown): Remote {
  const charge = chargeSchema.parse(raw)
  return ofReference('capture', charge)
}

const refundSchema = chargeSchema.extend({ failure_reason: z.string().optional() })

/** What went back, or was to. */
export function refundRemote(raw: unknown): Remote {
  const { failure_reason: failure, ...refund } = refundSchema.parse(raw)
  const remote = ofReference('refund', refund)
  return failure === undefined ? remote : { ...remote, body: { ...remote.body, failure } }
}

const ofReference = (kind: 'capture' | 'refund', { id, amount, currency, created, status, payment_intent: authorisation, metadata: { reference } }: z.infer<typeof chargeSchema>): Remote => ({
  kind, theirId: id, ...(reference === undefined ? {} : { ourId: reference }), number: id, state: status, version: status, asOf: instant(created), ...amountIn(amount, currency), body: { authorisation, bookedOn: instant(created).slice(0, 10) },
})

const payoutSchema = z.object({ id: z.string(), ...money, status: z.string(), arrival_date: z.number(), trace_id: z.object({ value: z.string().nullable() }) })

/** One sum that goes to our bank account; its parts are looked up by themselves. */
export function payoutRemote(raw: unknown): Remote {
  const payout = payoutSchema.parse(raw)
  return {
    kind: 'payout', theirId: payout.id, number: payout.id, state: payout.status, version: payout.status, asOf: instant(payout.created), ...amountIn(payout.amount, payout.currency),
    body: { trace: payout.trace_id.value ?? undefined, arrivesOn: instant(payout.arrival_date).slice(0, 10) },
  }
}

const transactionSchema = z.object({ source: z.string(), type: z.string(), amount: z.number().int(), fee: z.number().int(), currency: z.string() })

/** A part of a payout: what was taken or given back, and the fee for it. */
export interface PayoutPart { record: string; kind: string; amount: string; fee: string }

/** The payout's own booking is none of its parts. */
export function partsOf(raw: readonly unknown[]): PayoutPart[] {
  return raw.map((one) => transactionSchema.parse(one)).filter(({ type }) => type !== 'payout').map(({ source, type, amount, fee, currency }) =>
    ({ record: source, kind: type === 'charge' ? 'capture' : type.replace('_failure', ''), amount: fromMinor(amount, currency.toUpperCase()), fee: fromMinor(fee, currency.toUpperCase()) }))
}

const pageSchema = z.object({ object: z.literal('list'), data: z.array(z.looseObject({ id: z.string() })), has_more: z.boolean() })

/** A page goes on where it ended. */
export function pageOf(body: unknown): { rows: { id: string }[]; next?: string | undefined } {
  const { data, has_more: more } = pageSchema.parse(body)
  return { rows: data, next: more ? data.at(-1)?.id : undefined }
}

const eventSchema = z.object({ id: z.string(), type: z.string(), data: z.object({ object: z.unknown() }) })
export const eventOf = (raw: unknown): z.infer<typeof eventSchema> => eventSchema.parse(raw)

export function errorText(body: unknown): string | undefined {
  const said = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).safeParse(body)
  return said.success ? `${said.data.error.code}: ${said.data.error.message}` : undefined
}
