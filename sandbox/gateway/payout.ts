import { parseBody, todayBody } from '../body'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, type Route } from '../route'
import { book, type BalanceTransaction } from './balance'
import { idOf, seconds, tell } from './event'
import { listRoute, readRoute } from './list'

/** What of the balance went to our bank account as one sum, and by which word the bank's statement names it. */
export interface Payout {
  amount: number
  currency: string
  arrival_date: string
  trace: string
  created: number
}

export const payoutRoutes: Route[] = [
  listRoute<Payout>('/v1/payouts', 'payout', payoutBody),
  readRoute<Payout>('/v1/payouts', 'payout', payoutBody),
  { method: 'POST', path: '/operator/payout', answer: payOut },
]

export function payoutBody({ id, status, body: { arrival_date: arrival, trace, ...body } }: Row<Payout>): unknown {
  return { id, object: 'payout', type: 'bank_account', method: 'standard', ...body, arrival_date: Math.floor(Date.parse(`${arrival}T00:00:00Z`) / 1000), trace_id: { status: 'supported', value: trace }, status }
}

/** The end of the gateway's day: of each currency what is held is paid out, less fees and refunds. A second time nothing is left; the day's payouts are named again. */
function payOut({ body, records }: Inquiry): Answer {
  const { today } = parseBody(todayBody, body)
  const held = records.all<BalanceTransaction>('balance_transaction').filter((row) => row.body.payout === null && row.body.type !== 'payout')
  for (const [currency, rows] of Map.groupBy(held, (row) => row.body.currency)) payOne(records, currency, rows, today)
  return ok({ payouts: records.all<Payout>('payout').filter((row) => row.body.arrival_date === today).map((row) => ({ id: row.id, amountMinor: row.body.amount, currency: row.body.currency.toUpperCase(), trace: row.body.trace })) })
}

function payOne(records: Records, currency: string, rows: readonly Row<BalanceTransaction>[], today: string): void {
  const amount = rows.reduce((sum, { body }) => sum + body.amount - body.fee, 0)
  // where more went back than came in, the next charges make up for it
  if (amount <= 0) return
  const id = idOf(records, 'po')
  const created = seconds(records)
  for (const row of rows) records.update({ ...row, body: { ...row.body, payout: id } })
  book(records, { type: 'payout', source: id, currency, amount: -amount, fee: 0, created }, id)
  const row = records.insert<Payout>({ type: 'payout', id, status: 'paid', body: { amount, currency, arrival_date: today, trace: `TRC${String(records.next('trace', 1)).padStart(9, '0')}`, created } })
  tell(records, 'payout.paid', payoutBody(row))
}
