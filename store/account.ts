import { type Booking } from '../orders/account'
import { fromMinor } from '../orders/money'
import { creditNoteKey, isCreditNote, numberOf } from './allocations'
import { listSystems } from './config'
import { allocations, openItems, orderDocuments } from './models/orders'
import { select, selectOf } from './rows'
import { type Db } from './store'

const PAGE = 500

/** All that was ever booked in a customer's account: his invoices, and what is on them. What has no day of its own is of the day of its invoice. */
export async function bookingsOf(db: Db, company: string, buyer: string): Promise<Booking[]> {
  const items = await select(db, openItems, { company, buyer }, { order: ['issued_on', 'invoice'] })
  const bookings: Booking[] = []
  for (let place = 0; place < items.length; place += PAGE) {
    const page = items.slice(place, place + PAGE)
    const issued = new Map(page.map(({ invoice, issued_on }) => [invoice, issued_on ?? '']))
    const settled = await select(db, allocations, { company, invoice: [...issued.keys()] }, { order: ['payment', 'invoice', 'no'] })
    const days = await daysOf(db, company, settled.map(({ payment }) => payment))
    bookings.push(
      ...page.map((item): Booking => ({ kind: 'invoice', number: item.invoice, invoice: item.invoice, on: item.issued_on ?? '', ...(item.due_on === null ? {} : { dueOn: item.due_on }), currency: item.currency, amount: fromMinor(item.amount_minor, item.currency) })),
      ...settled.map(({ payment, invoice, currency, amount_minor }): Booking => ({
        kind: isCreditNote(payment) ? 'creditNote' : 'payment', number: numberOf(payment), invoice, on: days.get(payment) ?? issued.get(invoice)!, currency, amount: fromMinor(amount_minor, currency),
      })),
    )
  }
  return bookings
}

/** Days of payments and credit notes, by what allocations call them; issuers are named, since documents are found by them. */
async function daysOf(db: Db, company: string, payments: readonly string[]): Promise<Map<string, string>> {
  const issuers = (await listSystems(db, company)).map(({ name }) => name)
  const rows = await selectOf(db, orderDocuments, ['kind', 'issuer', 'number', 'issued_on'], { company, kind: ['payment', 'creditNote'], issuer: issuers, number: [...new Set(payments.map(numberOf))] })
  return new Map(rows.flatMap(({ kind, issuer, number, issued_on }) => (issued_on === null ? [] : [[kind === 'creditNote' ? creditNoteKey({ issuer, number }) : number, issued_on.slice(0, 10)]])))
}
