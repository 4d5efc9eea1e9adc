import { runJob } from '../../jobs/run'
import * as cases from '../../store/cases'
import * as openItems from '../../store/openItems'
import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { allocate } from '../../sync/payments/allocate'
import { UNALLOCATED } from '../../sync/payments/unallocated'
import { followAll } from './patient'
import { type Day, nameOf } from './steps'

/** Who pays late, in part, together, too much, and without a word: every other customer pays each invoice as it stands. */
const LATE = 'ALPENWERK'
const PART = 'NORDBAU'
const TOGETHER = 'KRAMER'
const TOO_MUCH = 'VELDHUIS'
const NAMELESS = 'HELIOMED'

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

/** Customers pay, each in his way; on the first day only, since nothing of it is left to pay on another. */
export async function payAll(day: Day): Promise<void> {
  const { context, company, screen, words } = day
  const remit = async (debtor: string, how: { percent?: number; named?: boolean }): Promise<void> => {
    if ((await openItems.openOf(context.store, company, debtor)).length > 0) await finance(day).operate('remit', { name: `first/${debtor}`, today: day.date, debtor, ...how })
  }
  if (day.first) {
    await remit(PART, { percent: 80 })
    await remit(TOGETHER, {})
    await remit(TOO_MUCH, { percent: 103 })
    await remit(NAMELESS, { named: false })
  }
  await finance(day).operate('pay', { today: day.date, except: day.first ? [PART, TOGETHER, TOO_MUCH, NAMELESS] : [PART] })
  await followAll(day)
  for (const one of await cases.list(context.store, company, { state: 'open', kind: UNALLOCATED })) await allocateOne(day, String(one.detail?.payment))
  const owed = await openItems.openOf(context.store, company, PART)
  for (const { invoice, paid, open, currency } of owed) screen.wait(words.partPaid(PART, invoice, `${paid} ${currency}`, `${open} ${currency}`))
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
