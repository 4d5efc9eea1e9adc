import { createHash } from 'node:crypto'
import { reminderMail } from '../../mappings/reminder/reminder'
import { type Profile } from '../../mappings/profile'
import { disputeOf, type Reminder, remindersOn } from '../../orders/dunning'
import * as cases from '../../store/cases'
import { openOf as openComplaints } from '../../store/complaints'
import * as config from '../../store/config'
import * as documents from '../../store/documents'
import * as openItems from '../../store/openItems'
import * as orderDocuments from '../../store/orderDocuments'
import * as outbox from '../../store/outbox'
import { type Partner } from '../../store/records'
import { type Tx } from '../../store/store'
import * as streams from '../../store/streams'
import { ownCompany, type OwnCompany } from '../company'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { ruleBook } from '../rules'
import { type SystemBody } from '../systems'
import { dateIn } from '../zone'

export interface Reminded {
  reminders: number
  /** Invoices that went up a level. */
  items: number
  /** Invoices that would have, and are in dispute. */
  disputed: number
  /** Reminders that could not be sent: cases. */
  unsent: number
}

/**
 * R-REC-02: reminds every customer of what is overdue by the company's calendar day, each invoice once a level, by one document. What was paid in
 * between is not reminded of, nor what somebody complains of. Level, document and message are one transaction.
 */
export async function remind(context: Context, company: string): Promise<Reminded> {
  const { store } = context
  const { dunning } = await ruleBook(store, company)
  const reminded: Reminded = { reminders: 0, items: 0, disputed: 0, unsent: 0 }
  if (!dunning) return reminded
  const own = await ownCompany(store, company)
  const today = dateIn(own.zone, context.clock.now())
  const overdue = await openItems.dueBefore(store, company, today)
  const due = new Set(remindersOn(today, overdue, dunning).flatMap(({ items }) => items.map(({ invoice }) => invoice)))
  const disputes = await disputesOf(context, company, overdue.filter(({ invoice }) => due.has(invoice)))
  for (const [invoice, why] of disputes) context.log('info', 'dunning-disputed', { invoice, why })
  reminded.disputed = disputes.size
  for (const reminder of remindersOn(today, overdue.map((item) => ({ ...item, dispute: disputes.get(item.invoice) })), dunning)) {
    const partner = await config.partner(store, company, reminder.buyer)
    if (!partner) continue
    const sent = await sendOne(context, own, partner, reminder, today)
    reminded[sent ? 'reminders' : 'unsent']++
    reminded.items += sent ? reminder.items.length : 0
  }
  return reminded
}

/** Invoices that are looked at together: one statement takes no more values than that without trouble. */
const PAGE = 500

/** R-REC-03: those of these invoices that are in dispute, with why. */
async function disputesOf({ store }: Context, company: string, items: readonly openItems.OpenItem[]): Promise<Map<string, string>> {
  const disputes = new Map<string, string>()
  for (const [issuer, own] of Map.groupBy(items, (item) => item.issuer)) {
    for (let from = 0; from < own.length; from += PAGE) {
      const bills = await orderDocuments.many(store, company, 'invoice', issuer, own.slice(from, from + PAGE).map(({ invoice }) => invoice))
      const complaints = await openComplaints(store, company, [...new Set(bills.flatMap(({ lines }) => lines.map(({ order }) => order)))])
      for (const { number, lines } of bills) {
        const dispute = disputeOf(lines, complaints)
        if (dispute) disputes.set(number, dispute.text)
      }
    }
  }
  return disputes
}

async function sendOne(context: Context, own: OwnCompany, partner: Partner, reminder: Reminder, today: string): Promise<boolean> {
  const number = `${partner.code}-${today}${reminder.currency === partner.currency ? '' : `-${reminder.currency}`}`
  const stream = `reminder/${number}`
  const channel = await channelOf(context, partner)
  const letter = { ...reminder, number, issuedOn: today, seller: { name: own.name, identifiers: own.identifiers }, debtor: { name: partner.name, identifiers: partner.identifiers, address: partner.address, contact: partner.contact } }
  try {
    if (channel === undefined) throw new RangeError('There is no channel for documents')
    const bytes = await reminderMail(letter)
    return await context.store.write((tx) => keep(context, tx, { reminder, partner, stream, number, channel, bytes, today }))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    await context.store.write((tx) => cases.open(tx, {
      id: uuidv7(), company: own.code, kind: 'document-not-sent', system: channel ?? '', subject: `partner/${partner.code}`, field: 'reminder', owner: 'finance', seenAt: instant(context),
      text: `The reminder ${reminder.level} for ${partner.name} (${partner.code}) was not sent: ${error.message}. Complete the partner, or remind him by hand.`,
    }))
    return false
  }
}

interface Sending { reminder: Reminder; partner: Partner; stream: string; number: string; channel: string; bytes: Buffer; today: string }

async function keep(context: Context, tx: Tx, { reminder, partner, stream, number, channel, bytes, today }: Sending): Promise<boolean> {
  const { company } = partner
  // another worker has just reminded of them
  for (const item of reminder.items) if (!await openItems.raise(tx, company, item.invoice, item.level, today)) throw new RangeError(`${item.invoice} was just reminded of or paid`)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await documents.keep(tx, { sha256, bytes })
  await streams.append(tx, [{
    company, stream, expected: await streams.version(tx, company, stream), circumstance: { at: instant(context), actor: context.actor, cause: 'run/dunning', correlation: stream },
    events: [{ type: 'reminded', data: { partner: partner.code, level: reminder.level, currency: reminder.currency, fee: reminder.fee, payable: reminder.payable, items: reminder.items.map(({ invoice, open, dueOn, level }) => ({ invoice, open, dueOn, level })), sha256 } }],
  }])
  await outbox.enqueue(tx, [{
    id: uuidv7(), company, system: channel, kind: 'document', ourId: stream, revision: 1, action: 'create', stream,
    body: { partner: partner.code, fileName: `REMINDER-${number}.eml`, sha256, type: 'REMINDER', control: number }, correlation: stream, createdAt: instant(context),
  }])
  return true
}

/** Where the partner gets his documents; else where documents for partners are put at all. */
async function channelOf(context: Context, partner: Partner): Promise<string | undefined> {
  const systems = (await config.listSystems(context.store, partner.company)).filter(({ body }) => (body as unknown as SystemBody).mode !== 'off')
  const own = (partner.profile as Profile).edi?.channel
  return systems.find(({ name }) => name === own)?.name ?? systems.find(({ role }) => role === 'mail' || role === 'edi')?.name
}
