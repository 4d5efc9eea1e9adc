import { type Remote } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { type StatementEntry } from '../../mappings/bank/statement'
import { compare, type Decimal, subtract, sum } from '../../orders/decimal'
import { amount as inMinorUnits } from '../../orders/money'
import { wordsOfRemittance } from '../../orders/payments/remittance'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as links from '../../store/links'
import * as outbox from '../../store/outbox'
import { type Link } from '../../store/records'
import * as runs from '../../store/runs'
import { type Tx } from '../../store/store'
import * as streams from '../../store/streams'
import { type Context, instant, machineOf } from '../context'
import { type Followed } from '../follow'
import { uuidv7 } from '../ids'
import { linkOf } from '../link'
import { type System } from '../systems'
import { type TakenIn } from '../takeIn'
import { takersOf } from './takers'
import { tellBooking } from './unallocated'

export const PAYOUT_DIFFERS = 'payout-differs'
const PAYOUT_MISSING = 'payout-missing'
const PAYOUT = 'payout'
/** How long a payout that is named may take until it is given out. */
const PATIENCE_MS = 3_600_000

/** What a payout is made of: what was taken or given back, and the fee for it. */
interface Part { record: string; kind: string; amount: Decimal; fee: Decimal }

/** R-INV-06: what a payment gateway pays out is known with its parts before it comes, once; our id of it is the word by which the bank's statement names it. */
export async function takePayout(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  // a webhook only names it
  const whole = remote.body?.parts === undefined ? await found(context, system, remote) : remote
  if (!whole) return noteMissing(context, system, { remote, cursor })
  const { trace = whole.theirId, parts } = whole.body as { trace?: string; parts: Part[] }
  const stream = `booking/${system.name}/${whole.theirId}`
  await context.store.write(async (tx) => {
    if (await streams.version(tx, system.company, stream) === 0) {
      followed.changes++
      followed.applied++
      await tellBooking(context, tx, system.company, stream, { type: 'paidOut', data: { payout: whole.theirId, amount: whole.amount, currency: whole.currency, trace, parts } }, `${system.name}/${PAYOUT}/${whole.theirId}`)
      await links.save(tx, [linkOf({ company: system.company, system: system.name, kind: PAYOUT, ourId: trace.toUpperCase(), stream, revision: 1 }, whole)])
    }
    if (cursor !== undefined) await runs.setCursor(tx, system.company, system.name, remote.kind, cursor)
  })
}

/** The payout with its parts; it is asked for again while it may only be late. Undefined once it is that no more. */
async function found(context: Context, { connector, name }: System, { kind, theirId, asOf }: Remote): Promise<Remote | undefined> {
  const remote = await connector.find(kind, theirId)
  if (remote?.body?.parts !== undefined) return remote
  if (Date.parse(asOf) + PATIENCE_MS > machineOf(context).nowMs()) throw new Fault('again', `${name} names the payout ${theirId} and does not give it out`)
  return undefined
}

/** It is asked for no more: its money may come all the same, and is on account then. */
async function noteMissing(context: Context, { company, name }: System, { remote, cursor }: TakenIn): Promise<void> {
  const { kind, theirId, amount = '0', currency = '', asOf } = remote
  await context.store.write(async (tx) => {
    await cases.open(tx, {
      id: uuidv7(), company, kind: PAYOUT_MISSING, system: name, subject: `booking/${name}/${theirId}`, field: kind, owner: 'finance', seenAt: instant(context), theirs: `${amount} ${currency}`, detail: { payout: theirId },
      text: `${name} named the payout ${theirId} of ${amount} ${currency} on ${asOf.slice(0, 16).replace('T', ' ')} UTC and does not give it out: what it is made of is not known. Ask ${name}, and close this with what it was.`,
    })
    if (cursor !== undefined) await runs.setCursor(tx, company, name, kind, cursor)
  })
}

/** The payout of a gateway of ours that a credit of a statement names. */
export async function payoutNamedBy(tx: Tx, company: string, { reference, text }: Pick<StatementEntry, 'reference' | 'text'>): Promise<Link | undefined> {
  const words = wordsOfRemittance([reference, text].filter(Boolean).join(' '))
  for (const { name } of (await config.listSystems(tx, company)).filter(({ role }) => role === 'payment')) {
    const [payout] = (await links.ofOurs(tx, company, name, PAYOUT, words)).values()
    if (payout) return payout
  }
  return undefined
}

/**
 * R-INV-06: a payout has come: one sum for many captures and refunds, less fees. What it is made of is booked on invoices already, so nothing of it is a
 * customer's payment; what came and what the gateway kept is booked between bank, fees and the gateway's account. Where it is not what the gateway said, or has something that is none of ours, a person looks. Answers with what to say of it.
 */
export async function takeArrived(context: Context, tx: Tx, payout: Link, credit: { account: string; statement: string; entry: string; amount: Decimal; currency?: string; bookedOn?: string }, cause: string): Promise<string> {
  const { company, system, stream, theirId, amount = '0', currency = '' } = payout
  const parts = ((payout.body ?? {}) as { parts?: Part[] }).parts ?? []
  const isSecond = await streams.version(tx, company, stream) > 1
  await tellBooking(context, tx, company, stream, { type: 'arrived', data: { payout: theirId, ...credit } }, cause)
  const fees = inMinorUnits(sum(parts.map(({ fee }) => fee)), currency)
  const gross = inMinorUnits(sum(parts.map((part) => part.amount)), currency)
  const known = await Promise.all(parts.map(async ({ kind, record }) => (await links.byTheirs(tx, company, system, kind, record) ? [] : [record])))
  const foreign = known.flat()
  const came = `${inMinorUnits(credit.amount, credit.currency ?? currency)} ${credit.currency ?? currency}`
  if (!isSecond && (credit.currency ?? currency) === currency) await bookSettlement(context, tx, payout, { account: credit.account, bookedOn: credit.bookedOn ?? instant(context).slice(0, 10), currency, amount: inMinorUnits(credit.amount, currency), fee: fees }, cause)
  const isSame = compare(credit.amount, amount) === 0 && (credit.currency ?? currency) === currency && compare(subtract(gross, fees), amount) === 0
  if (!isSame || isSecond || foreign.length > 0) {
    await cases.open(tx, {
      id: uuidv7(), company, kind: PAYOUT_DIFFERS, system, subject: stream, field: 'amount', owner: 'finance', seenAt: instant(context), ours: `${amount} ${currency}`, theirs: came, detail: { payout: theirId, parts: foreign },
      text: [
        `The payout ${theirId} of ${system} came as ${came}; it says ${amount} ${currency}, of ${gross} ${currency} less ${fees} ${currency} of fees.`,
        ...(isSecond ? ['It had come before.'] : []), ...(foreign.length === 0 ? [] : [`Of it ${foreign.slice(0, 20).join(', ')} belong to no order of ours.`]), `Ask ${system}, and close this with what it was.`,
      ].join(' '),
    })
  }
  return `The payout ${theirId} of ${system} has come: ${came} for ${parts.length} captures and refunds over ${gross} ${currency}, less ${fees} ${currency} of fees.`
}

async function bookSettlement(context: Context, tx: Tx, { company, system: gateway, theirId, stream }: Link, content: { account: string; bookedOn: string; currency: string; amount: Decimal; fee: Decimal }, cause: string): Promise<void> {
  const ourId = `${gateway}/${theirId}`
  const body = { gateway, payout: theirId, ...content }
  const takers = await takersOf(context, tx, company, 'settlement')
  await outbox.enqueue(tx, takers.map((system) => ({ id: uuidv7(), kind: 'settlement' as const, action: 'create' as const, revision: 1, company, system, ourId, body, stream, correlation: cause.slice(cause.indexOf('/') + 1), createdAt: instant(context) })))
}
