import Big from 'big.js'
import { parseBody, todayBody } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { type Account } from './account'
import { type Booking } from './booking'
import { camt053 } from './camt'

export interface Statement {
  account: string
  currency: string
  /** Of the account, from 1, without gaps. */
  sequence: number
  date: string
  opening: string
  closing: string
  entries: number
  /** The camt.053 as it was made when the day was closed: it never changes. */
  xml: string
}

export const statementRoutes: Route[] = [
  { method: 'GET', path: '/statements', answer: (inquiry) => {
    const page = readPage<Statement>(inquiry, { type: 'statement', orderBy: 'id' })
    return ok({ statements: page.rows.map(statementBody), _links: { next: page.next === undefined ? null : { href: page.next } } })
  } },
  { method: 'GET', path: '/statements/:id', answer: ({ records, parameters }) => ok(statementBody(statementOf(records, parameters.get('id')))) },
  { method: 'GET', path: '/statements/:id/camt053', answer: ({ records, parameters }) => {
    const row = statementOf(records, parameters.get('id'))
    return ok({ statementId: row.id, contentType: 'application/xml', contentBase64: Buffer.from(row.body.xml, 'utf8').toString('base64') })
  } },
  { method: 'POST', path: '/operator/close', answer: close },
]

/** Listings and the feed name a statement; what stands on it is fetched by itself. */
export const statementBody = (row: Row<Statement>): unknown => {
  const { xml: _xml, ...rest } = row.body
  return { statementId: row.id, ...rest, createdAt: row.changedAt }
}

/** The end of the bank's day: every account gets its statement, also one on which nothing was booked. A second time the day is closed. */
function close({ body, records }: Inquiry): Answer {
  const { today } = parseBody(todayBody, body)
  const closed = new Set(records.all<Statement>('statement').filter((row) => row.body.date >= today).map((row) => row.body.account))
  return ok({ statements: records.all<Account>('account').filter(({ id }) => !closed.has(id)).map((account) => closeAccount(records, account, today)) })
}

function closeAccount(records: Records, account: Row<Account>, today: string): string {
  const bookings = records.byReference<Booking>('booking', account.id).filter((row) => row.body.statement === undefined && row.body.bookedOn <= today)
  const opening = account.body.balance
  const closing = bookings.reduce((sum, { body }) => (body.sign === 'CRDT' ? sum.plus(body.amount) : sum.minus(body.amount)), new Big(opening)).toFixed(2)
  const sequence = records.next(`statement-${account.id}`, 1)
  const id = `${account.id.slice(-6)}-${today.replaceAll('-', '')}`
  const xml = camt053({ id, sequence, date: today, createdAt: records.clock.stamp(), account: account.body, opening, closing, bookings })
  for (const row of bookings) records.update({ ...row, body: { ...row.body, statement: id } })
  records.update({ ...account, body: { ...account.body, balance: closing } })
  records.insert<Statement>({ type: 'statement', id, reference: account.id, status: 'CLOSED', body: { account: account.id, currency: account.body.currency, sequence, date: today, opening, closing, entries: bookings.length, xml } })
  return id
}

function statementOf(records: Records, id = ''): Row<Statement> {
  const row = records.get<Statement>('statement', id)
  if (!row) throw new Refusal(404, 'RESOURCE_UNKNOWN', `there is no statement ${id}`)
  return row
}
