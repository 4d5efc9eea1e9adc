import { type Records, type Row } from '../records'
import { type Route } from '../route'
import { idOf } from './event'
import { listRoute } from './list'

/** A movement of the balance that is held for us: `net` is what it came to, less the gateway's `fee`. */
export interface BalanceTransaction {
  type: 'charge' | 'refund' | 'refund_failure' | 'payout'
  source: string
  currency: string
  amount: number
  fee: number
  created: number
  /** The payout that it went into. */
  payout: string | null
}

/** What is kept of each charge: 1.4 percent and 25 of the minor unit. A refund gives nothing of it back. */
export const feeOf = (amount: number): number => Math.round((amount * 14) / 1000) + 25

export const book = (records: Records, body: Omit<BalanceTransaction, 'payout'>, payout: string | null = null): string =>
  records.insert<BalanceTransaction>({ type: 'balance_transaction', id: idOf(records, 'txn'), status: 'available', body: { ...body, payout } }).id

const transactionBody = ({ id, status, body: { payout: _payout, ...body } }: Row<BalanceTransaction>): unknown => ({ id, object: 'balance_transaction', ...body, net: body.amount - body.fee, status })

export const balanceRoutes: Route[] = [listRoute<BalanceTransaction>('/v1/balance_transactions', 'balance_transaction', transactionBody, ({ body }, query) => query.get('payout') === null || body.payout === query.get('payout'))]
