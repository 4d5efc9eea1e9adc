import { type BankStatement, type StatementEntry } from '../../mappings/bank/statement'
import { abs, add, compare, isDecimal, isZero } from '../../orders/decimal'
import { amount as inMinorUnits } from '../../orders/money'
import { matchRemittance, wordsOfRemittance } from '../../orders/payments/remittance'
import * as cases from '../../store/cases'
import * as openItems from '../../store/openItems'
import * as orderDocuments from '../../store/orderDocuments'
import * as outbox from '../../store/outbox'
import { type Arrival } from '../../store/records'
import { type Tx } from '../../store/store'
import * as streams from '../../store/streams'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { payoutNamedBy, takeArrived } from './payout'
import { takersOf } from './takers'
import { tellBooking } from './unallocated'

/** The statement of a bank in a document, where it is one. */
export function statementIn(document: Record<string, unknown> | undefined): BankStatement | undefined {
  const statement = document as unknown as BankStatement | undefined
  return statement && Array.isArray(statement.entries) && statement.account !== undefined ? statement : undefined
}

/** A credit of the statement; of a collective booking each of its parts. */
interface Credit extends StatementEntry { number: string }

/**
 * R-INV-06: every credit of a statement is told to the systems that book payments, once by its place in the statement, with the open invoices that it
 * names. What it is on counts for the orders when they report it; what they keep on account becomes a case. Answers with what to say of it.
 */
export async function takeStatement(context: Context, tx: Tx, { company, arrival, statement }: { company: string; arrival: Arrival; statement: BankStatement }): Promise<string | undefined> {
  const systems = await takersOf(context, tx, company, 'payment')
  if (systems.length === 0) return undefined
  let [matched, left] = [0, 0]
  const payouts: string[] = []
  const returned = returnsOf(statement)
  for (const [entry, credit] of returned) await noteReturned(context, tx, company, statement, entry, credit)
  const kept = new Set([...returned.values()].map((credit) => credit?.number))
  // told once by its place: what it names may have been paid since
  for (const credit of creditsOf(statement).filter(({ number }) => !kept.has(number.split('.')[0]))) {
    const place = { account: statement.account!, statement: statement.number ?? statement.to ?? credit.date ?? '', entry: credit.number }
    const ourId = ['bank', place.account, place.statement, place.entry].join('/')
    const isTold = await streams.version(tx, company, `booking/${ourId}`) > 0
    const payout = await payoutNamedBy(tx, company, credit)
    if (payout) {
      const came = { ...place, amount: credit.amount, currency: credit.currency ?? statement.currency, bookedOn: credit.date ?? credit.valueDate }
      if (!isTold) await tellBooking(context, tx, company, `booking/${ourId}`, { type: 'credited', data: { ...came, payout: payout.theirId } }, `arrival/${arrival.id}`)
      if (!isTold) payouts.push(await takeArrived(context, tx, payout, came, `arrival/${arrival.id}`))
      continue
    }
    const { allocations, rest } = matchRemittance({ amount: credit.amount, currency: credit.currency ?? statement.currency }, (await namedBy(tx, company, credit)).map((item) => ({ ...item, number: item.invoice })))
    if (allocations.length > 0) matched++
    if (compare(rest, '0') > 0) left++
    const body = {
      ...place, amount: credit.amount, currency: credit.currency ?? statement.currency, bookedOn: credit.date ?? credit.valueDate, counterparty: credit.counterparty,
      text: [credit.reference, credit.text].filter(Boolean).join(' ').slice(0, 500), allocations,
    }
    if (isTold) continue
    await tellBooking(context, tx, company, `booking/${ourId}`, { type: 'credited', data: body }, `arrival/${arrival.id}`)
    for (const system of systems) await outbox.enqueue(tx, [{ id: uuidv7(), kind: 'payment', action: 'create', revision: 1, company, system, ourId, body, stream: await streamOf(tx, company, allocations[0]?.invoice) ?? `booking/${ourId}`, correlation: arrival.id, createdAt: instant(context) }])
  }
  return [`Statement ${statement.number ?? ''} of ${statement.account}: ${matched} credits name open invoices, ${left} leave something to a person.`, ...payouts].join(' ')
}

/** What the payers' banks took back, each with the credit of the same statement that it takes back, where that stands on it. */
function returnsOf({ entries }: BankStatement): Map<StatementEntry, StatementEntry | undefined> {
  const booked = entries.filter(({ status }) => status === undefined || status === 'BOOK')
  const returned = new Map<StatementEntry, StatementEntry | undefined>()
  for (const entry of booked.filter(({ reversal, amount }) => reversal && isDecimal(amount) && compare(amount, '0') < 0)) {
    const taken = new Set([...returned.values()].map((credit) => credit?.number))
    returned.set(entry, booked.find((one) => !one.reversal && !taken.has(one.number) && isZero(add(one.amount, entry.amount)) && one.counterparty === entry.counterparty && one.text === entry.text))
  }
  return returned
}

/** R-INV-06: money that was taken back pays nothing; whom it is claimed from again is a person's business. */
async function noteReturned(context: Context, tx: Tx, company: string, statement: BankStatement, entry: StatementEntry, credit: StatementEntry | undefined): Promise<void> {
  const invoices = await namedBy(tx, company, entry)
  const ourId = ['bank', statement.account, statement.number ?? statement.to ?? entry.date ?? '', entry.number].join('/')
  const currency = entry.currency ?? statement.currency ?? ''
  const amount = `${inMinorUnits(abs(entry.amount), currency)} ${currency}`.trim()
  const payer = entry.counterparty ?? 'somebody who is not named'
  const date = entry.date ?? entry.valueDate ?? 'a day that is not said'
  const named = invoices.map(({ invoice }) => invoice).join(', ')
  await cases.open(tx, {
    id: uuidv7(), company, kind: 'payment-returned', system: '', subject: await streamOf(tx, company, invoices[0]?.invoice) ?? `booking/${ourId}`, field: ourId, owner: 'finance', seenAt: instant(context), theirs: amount,
    detail: { statement: statement.number, entry: entry.number, invoices: invoices.map(({ invoice }) => invoice) },
    text: [
      `The bank of ${payer} took back ${amount} on ${date}.`, ...(named === '' ? [] : [`It was paid for ${named}.`]),
      credit ? 'The credit of the same statement counts as not paid.' : 'Take it off its invoice in finance.', 'Ask the customer to pay again, and close this with what was agreed.',
    ].join(' '),
  })
}

function creditsOf({ entries }: BankStatement): Credit[] {
  return entries.filter(({ status, reversal }) => reversal === undefined && (status === undefined || status === 'BOOK')).flatMap((entry): Credit[] => {
    const parts = entry.parts?.map((part, place): Credit => ({ ...entry, parts: undefined, ...part, number: `${entry.number}.${place + 1}` })) ?? [entry]
    return parts.filter(({ amount }) => isDecimal(amount) && compare(amount, '0') > 0)
  })
}

/** The invoices of ours that a credit names, in the order in which it does. */
async function namedBy(tx: Tx, company: string, { reference, text }: StatementEntry): Promise<openItems.OpenItem[]> {
  const words = wordsOfRemittance([reference, text].filter(Boolean).join(' '))
  const known = new Map((await openItems.many(tx, company, words)).map((item) => [item.invoice.toUpperCase(), item]))
  return words.flatMap((word) => known.get(word) ?? [])
}

/** The stream of the first order of an invoice: what pays it belongs to the order's story. */
async function streamOf(tx: Tx, company: string, invoice: string | undefined): Promise<string | undefined> {
  const item = invoice === undefined ? undefined : await openItems.get(tx, company, invoice)
  const document = item && await orderDocuments.get(tx, company, 'invoice', item.issuer, item.invoice)
  const order = document?.lines[0]?.order ?? document?.body.order
  return typeof order === 'string' ? `order/${order}` : undefined
}
