import { runJob } from '../../jobs/run'
import { compare, divide, multiply, sum } from '../../orders/decimal'
import { amount } from '../../orders/money'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as openItems from '../../store/openItems'
import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { allocate } from '../../sync/payments/allocate'
import { UNALLOCATED } from '../../sync/payments/unallocated'
import { followAll } from './patient'
import { type Day, nameOf, told } from './steps'

/** Who pays late, in part, together, too much, and without a word. Every other customer pays each invoice as it stands. */
const LATE = 'ALPENWERK'
const PART = 'NORDBAU'
const TOGETHER = 'KRAMER'
const TOO_MUCH = 'VELDHUIS'
const NAMELESS = 'HELIOMED'
/** Whose bank sends several payments as one booking, and whose first payment comes back. */
const IN_BATCH = ['MARINER', 'SUNRISE']
const BOUNCED = 'RIVOLI'

/** Our accounts at the bank, by currency. */
const ACCOUNTS: Readonly<Record<string, string>> = { EUR: 'DE02999000000000143001', USD: 'DE72999000000000143002' }

/** Who says what money on account is for. */
const ACCOUNTANT = 'tariq'

/** What is overdue is reminded of; from the second reminder on the customer's orders wait. */
export async function remindLate(day: Day): Promise<void> {
  const { context, company, screen, words } = day
  const run = await runJob(context, company, 'dunning', `${day.date}T06:30:00.000Z`)
  await drain(context, { patienceMs: day.patienceMs, signal: day.stop })
  const reminded = (await openItems.dueBefore(context.store, company, day.date)).filter(({ remindedOn }) => remindedOn === day.date)
  for (const { buyer = '', invoice, open, currency, dueOn = '', level } of reminded) screen.wait(words.reminded(buyer, invoice, `${open} ${currency}`, dueOn, level))
  if ('counts' in run && reminded.length === 0) screen.good(words.nothingOverdue)
}

/** The one who was reminded pays; his orders are judged again, and go on by themselves. */
export async function payLate(day: Day): Promise<void> {
  const { context, company, screen, words } = day
  const held = (await orders.search(context.store, company, { status: 'held', buyer: LATE, limit: 50 })).filter((order) => order.findings.some(({ rule }) => rule === 'overdue'))
  if (held.length === 0) return screen.good(words.notToday)
  await finance(day).operate('pay', { today: day.date, debtors: [LATE] })
  await followAll(day)
  for (const { id } of held.reverse()) {
    const order = await orders.get(context.store, company, id)
    if (order && order.status !== 'held') screen.good(words.goesOn(nameOf(order), LATE))
  }
}

/** Customers pay to our accounts, each in his way, and the bank closes its day: what came in stands on its statements. */
export async function payAll(day: Day): Promise<void> {
  const { context, company, date, first, screen, words } = day
  const unreported = new Set((await Promise.all(day.planted.filter(({ what }) => what === 'payment-unreported').map(({ order }) => orders.get(context.store, company, order)))).flatMap((order) => order?.documents.flatMap(({ kind, number }) => (kind === 'invoice' ? [number] : [])) ?? []))
  const due = Map.groupBy((await openItems.dueBefore(context.store, company, '9999-12-31')).filter(({ invoice }) => !unreported.has(invoice)), ({ buyer }) => buyer ?? '')
  const batch: Transfer[] = []
  const paid: string[] = []
  for (const [buyer, items] of due) {
    if (!first && [PART, BOUNCED].includes(buyer)) continue
    const named = await nameOfPartner(day, buyer)
    const transfer = (invoices: readonly openItems.OpenItem[], { percent = '100', text = invoices.map(({ invoice }) => invoice).join(' ') } = {}): Transfer & { currency: string } => ({
      debtor: named, amount: amount(divide(multiply(sum(invoices.map(({ open }) => open)), percent), '100'), invoices[0]!.currency), remittance: [text.slice(0, 140)], currency: invoices[0]!.currency,
    })
    const pay = async (name: string, { currency, ...content }: ReturnType<typeof transfer>): Promise<string | undefined> => {
      const booking = await book(day, 'transfer', { name: `${date}/${name}`, account: ACCOUNTS[currency], ...content })
      if (booking === undefined) await finance(day).operate('pay', { today: date, debtors: [buyer] })
      else paid.push(booking)
      return booking
    }
    if (first && buyer === PART) await pay(buyer, transfer(items, { percent: '80' }))
    else if (first && buyer === TOGETHER) await pay(buyer, transfer(items))
    else if (first && buyer === TOO_MUCH) await pay(buyer, transfer(items, { percent: '103' }))
    else if (first && buyer === NAMELESS) await pay(buyer, transfer(items, { text: 'as agreed by phone' }))
    else if (first && IN_BATCH.includes(buyer)) batch.push(...items.map((item) => { const { currency: _currency, ...part } = transfer([item]); return part }))
    else for (const item of items) {
      const booking = await pay(item.invoice, transfer([item]))
      // his bank finds no money on his account
      if (first && buyer === BOUNCED && item === items[0] && booking !== undefined) await day.systems.get('bank')!.operate('return', { today: date, booking, reason: 'AM04' })
    }
  }
  const collected = batch.length > 1 ? await book(day, 'batch', { name: `${date}/batch`, account: ACCOUNTS.EUR, parts: batch }) : undefined
  if (collected !== undefined) paid.push(collected)
  else if (batch.length > 0) await finance(day).operate('pay', { today: date, debtors: IN_BATCH })
  if (paid.length === 0) return screen.good(words.nothingPaid)
  await day.systems.get('bank')!.operate('close', { today: date })
  await followAll(day)
  await drain(context, { patienceMs: day.patienceMs, signal: day.stop })
  told(day, await followAll(day))
  for (const { fileName, items } of await statementsOf(day)) screen.good(`${fileName}: ${words.texts.said(items.map(({ text }) => text).join(' '))}`)
  for (const one of await cases.list(context.store, company, { state: 'open', kind: 'payment-returned' })) screen.bad(words.texts.said(one.text))
  for (const one of await cases.list(context.store, company, { state: 'open', kind: UNALLOCATED })) if (/as agreed by phone/.test(one.text)) await allocateOne(day, String(one.detail?.payment))
  const owed = await openItems.openOf(context.store, company, PART)
  for (const item of owed) if (compare(item.paid, '0') > 0) screen.wait(words.partPaid(PART, item.invoice, `${item.paid} ${item.currency}`, `${item.open} ${item.currency}`))
}

interface Transfer { debtor: string; amount: string; remittance: string[] }

/** A booking on our account; none where the bank has closed the day already, as when a day goes on after it was broken off. */
async function book(day: Day, how: 'transfer' | 'batch', body: Record<string, unknown>): Promise<string | undefined> {
  try {
    return String((await day.systems.get('bank')!.operate(how, { today: day.date, ...body })).bookingId)
  } catch (error) {
    if (/DAY_CLOSED/.test(String(error))) return undefined
    throw error
  }
}

async function nameOfPartner({ context, company }: Day, code: string): Promise<string> {
  return (await config.partner(context.store, company, code))?.name ?? code
}

async function statementsOf({ context, date }: Day): Promise<{ fileName: string; items: { text?: string }[] }[]> {
  const came = (await arrivals.list(context.store)).filter(({ channel, at }) => channel === 'bank' && at >= date).toReversed()
  return Promise.all(came.map(async ({ id, fileName = '' }) => ({ fileName, items: await arrivals.items(context.store, id) })))
}

/** Money without a word goes on what the payer owes, if that is one answer only; what is too much stays with a person. */
async function allocateOne(day: Day, payment: string): Promise<void> {
  const { context, company, screen, words } = day
  const owed = await openItems.openOf(context.store, company, NAMELESS)
  for (const { invoice } of owed) {
    const outcome = await allocate(day.as(ACCOUNTANT), { company, payment, invoice })
    if (outcome.outcome === 'refused') continue
    await drain(context, { patienceMs: day.patienceMs, signal: day.stop })
    await followAll(day)
    screen.good(words.allocated(payment, invoice, ACCOUNTANT))
  }
}

const finance = (day: Day) => day.systems.get('finance')!
