import { add, compare, isZero } from '../decimal'
import { type LineQuantity, type OrderEvent } from '../event'
import { type Order, type OrderReturn } from '../order'
import { type Credit } from './credit'
import { comesBack } from './terms'

type ReturnEvent = Extract<OrderEvent, { type: 'returnRequested' | 'returnAuthorised' | 'returnRefused' | 'returnReceived' | 'credited' }>

/** What an event of a return, or a credit note, changes of its order. */
export function returnMoved(order: Order, event: ReturnEvent): Order {
  switch (event.type) {
    case 'returnRequested': {
      const { return: number, by, lines, note: _note, ...rest } = event.data
      const asked: OrderReturn = { ...rest, number, requestedBy: by, state: 'requested', lines: lines.map((line) => ({ ...line, received: '0', credited: '0' })), credits: [] }
      return { ...order, status: order.status === 'closed' ? 'delivered' : order.status, returns: [...order.returns ?? [], asked] }
    }
    case 'returnAuthorised': {
      const { return: number, credits = [] } = event.data
      return withReturn(order, number, (one) => settled(asking({ ...one, state: 'authorised' }, credits)))
    }
    case 'returnRefused': {
      const { return: number, by, reason } = event.data
      const approvals = order.approvals.map((step) => (step.return === number && step.state === 'open' ? { ...step, state: 'rejected' as const, decidedBy: by, reason } : step))
      return withReturn({ ...order, approvals }, number, (one) => ({ ...one, state: 'refused' }))
    }
    case 'returnReceived': return received(order, event.data)
    case 'credited': {
      const { issuer, creditNote, invoice, amount, lines, return: number } = event.data
      const link = { kind: 'creditNote' as const, issuer, number: creditNote, amount, invoice, lines, ...(number === undefined ? {} : { return: number }) }
      const credited = { ...order, documents: [...order.documents, link], creditedAmount: add(order.creditedAmount ?? '0', amount) }
      return number === undefined ? credited : withReturn(credited, number, (one) => settled(withCredited(one, lines)))
    }
  }
}

function received(order: Order, { issuer, receipt, lines, credits, return: number }: Extract<ReturnEvent, { type: 'returnReceived' }>['data']): Order {
  const back: Order = {
    ...order, documents: [...order.documents, { kind: 'return', issuer, number: receipt, return: number, lines: lines.map(({ line, quantity }) => ({ line, quantity })) }],
    lines: order.lines.map((line) => (isZero(of(lines, line.id)) ? line : { ...line, returned: add(line.returned ?? '0', of(lines, line.id)) })),
  }
  return withReturn(back, number, (one) => settled(asking({ ...one, state: 'received', lines: one.lines.map((line) => ({ ...line, received: add(line.received, of(lines, line.line)) })) }, credits)))
}

/** For what is not credited at all no credit note comes. */
const asking = (one: OrderReturn, credits: readonly Credit[]): OrderReturn =>
  withCredited({ ...one, credits: [...one.credits, ...credits] }, credits.filter(({ amount }) => isZero(amount)).flatMap(({ lines }) => lines))

const withCredited = (one: OrderReturn, parts: readonly LineQuantity[]): OrderReturn => ({ ...one, lines: one.lines.map((line) => ({ ...line, credited: add(line.credited, of(parts, line.line)) })) })

/** It is settled once all that came back is credited, or all of what never arrived. */
function settled(one: OrderReturn): OrderReturn {
  const isDue = comesBack(one.reason) ? one.state === 'received' : one.state === 'authorised'
  return isDue && one.lines.every(({ quantity, received: came, credited }) => compare(credited, comesBack(one.reason) ? came : quantity) >= 0) ? { ...one, state: 'settled' } : one
}

const of = (parts: readonly LineQuantity[], line: string): string => parts.filter((part) => part.line === line).reduce((total, part) => add(total, part.quantity), '0')

const withReturn = (order: Order, number: string, change: (one: OrderReturn) => OrderReturn): Order => ({ ...order, returns: (order.returns ?? []).map((one) => (one.number === number ? change(one) : one)) })
