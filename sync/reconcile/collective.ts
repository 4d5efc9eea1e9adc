import { type Kind, type Remote } from '../../connectors/connector'
import { sameValue } from '../../orders/compare'
import { sum } from '../../orders/decimal'
import { type InvoiceShare } from '../../orders/invoicing/bill'
import { stateOf } from '../../orders/payments/balance'
import * as openItems from '../../store/openItems'
import * as orderDocuments from '../../store/orderDocuments'
import { type Link } from '../../store/records'
import { type Context } from '../context'
import { type System } from '../systems'
import { type Difference } from './difference'
import { settledWord, verdictOf } from './expected'

/** R-INV-07: an invoice over several orders, against what each of them has counted of it and what is settled in the customer's account. */
export async function compareCollective({ store }: Context, system: System, link: Link, remote: Remote | undefined): Promise<Difference[]> {
  const number = link.number ?? link.theirId
  const one: Pick<Difference, 'system' | 'role' | 'record' | 'name' | 'ourId' | 'theirId'> = { system: system.name, role: system.role, record: link.kind as Kind, name: number, ourId: link.ourId, theirId: link.theirId }
  if (!remote) return [{ ...one, kind: 'missing-there', field: '', ours: link.state, theirs: 'not there' }]
  const theirs = Array.isArray(remote.body?.shares) ? remote.body.shares as InvoiceShare[] : []
  const document = await orderDocuments.get(store, link.company, 'invoice', system.name, number)
  const counted = (document?.body.shares ?? []) as { order: string; amount: string }[]
  const unheard = theirs.find(({ order }) => !counted.some((share) => share.order === order))
  if (unheard) return [{ ...one, kind: 'missing-here', order: unheard.order, field: '', theirs: said(remote.state, remote.amount, remote.currency) }]
  const item = await openItems.get(store, link.company, number)
  const ours = item === undefined ? 'unpaid' : settledWord(stateOf(item.amount, item.paid, item.credited))
  const verdict = verdictOf('invoice', ours, remote.state, link.state)
  const total = sum(counted.map(({ amount }) => amount))
  return [
    ...(verdict === 'agrees' ? [] : [{ ...one, kind: 'status' as const, field: 'state', ours, theirs: remote.state, verdict }]),
    ...(document?.currency === remote.currency ? [] : [{ ...one, kind: 'currency' as const, field: 'currency', ours: said(total, document?.currency), theirs: said(remote.amount, remote.currency) }]),
    ...(sameValue(total, remote.amount ?? '0') ? [] : [{ ...one, kind: 'amount' as const, field: 'payable', ours: said(total, document?.currency), theirs: said(remote.amount, remote.currency) }]),
    ...counted.flatMap(({ order, amount }) => {
      const share = theirs.find((other) => other.order === order)?.amount ?? '0'
      return sameValue(share, amount) ? [] : [{ ...one, kind: 'amount' as const, order, field: 'share', ours: said(amount, document?.currency), theirs: said(share, remote.currency) }]
    }),
  ]
}

const said = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ')
