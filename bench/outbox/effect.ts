import { type Order } from '../../orders/order'
import { type Message, type NewMessage } from '../../store/records'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { type Store } from '../../store/store'
import { uuidv7 } from '../../sync/ids'
import { COMPANY } from './company'

/** Orders that are committed together, and messages that are claimed together. */
export const COMMIT = 100
export const CLAIM = 50
const AT = '2026-03-02T08:00:00.000Z'
export const RESULT = { theirId: '4711', state: 'open', version: '1', asOf: AT }

export interface Effect { order: Order; message: NewMessage }

export const effects = (count: number): Effect[] => Array.from({ length: count }, () => effect())

/** Messages of 2 kB without their orders; all have the same content, as the peer's jobs do. */
export function messagesOf(count: number): NewMessage[] {
  const { body } = effect().message
  return Array.from({ length: count }, () => message(uuidv7(), body))
}

/** Stores the orders with their messages, a hundred a commit. */
export async function enqueue(store: Store, work: readonly Effect[]): Promise<void> {
  for (let from = 0; from < work.length; from += COMMIT) {
    const some = work.slice(from, from + COMMIT)
    await store.write(async (tx) => {
      await orders.save(tx, some.map((one) => one.order), { fresh: new Set(some.map((one) => one.order.id)) })
      await outbox.enqueue(tx, some.map((one) => one.message))
    })
  }
}

/** The messages alone, a hundred a commit. */
export async function enqueueAlone(store: Store, work: readonly NewMessage[]): Promise<void> {
  for (let from = 0; from < work.length; from += COMMIT) {
    await store.write((tx) => outbox.enqueue(tx, work.slice(from, from + COMMIT)))
  }
}

/** Claims fifty and marks them done until none is left, as `dispatch` does it: the ends of one batch are committed with the claim of the next. */
export async function drain(store: Store, owner = 'bench', concurrencyPerSystem = CLAIM): Promise<void> {
  const wanted = () => ({ owner, limit: CLAIM, company: COMPANY, leaseMs: () => 60_000, nowMs: Date.now() })
  for (let claimed = await outbox.claim(store, { ...wanted(), systems: ['erp'], concurrencyPerSystem }); claimed.length > 0; ) {
    const after = Math.max(...claimed.map(({ position }) => position))
    const ends = claimed.map((message: Message) => ({ message, end: { state: 'done' as const, result: RESULT, endedMs: Date.now(), doneAt: AT } }))
    claimed = await store.write(async (tx) => {
      await outbox.finishMany(tx, ends)
      return outbox.claimNext(tx, { ...wanted(), system: 'erp', after })
    })
  }
}

let made = 0

/** An order of some 2 kB and the message that brings it to the ERP. */
function effect(): Effect {
  const id = uuidv7()
  const no = ++made
  const lines = Array.from({ length: 6 }, (_, index) => ({
    id: String(index + 1), item: `A-${1000 + index}`, description: `Article A-${1000 + index}, as the buyer calls it`, quantity: '12', unit: 'EA', price: { amount: '12.5' },
    shipped: '0', delivered: '0', invoiced: '0', cancelled: '0',
  }))
  return {
    order: {
      id, company: COMPANY, version: 4, revision: 3, status: 'toShip', holds: [], number: `SO-${no}`, buyer: 'HARBOR', reference: `PO-${no}`, release: '', generation: 0, channel: 'file',
      createdBy: 'inbox', receivedAt: AT, confirmedAt: AT, currency: 'USD', payable: '900', findings: [], approvals: [], documents: [], invoicedAmount: '0', paidAmount: '0', lines,
    },
    message: message(id, { number: `SO-${no}`, buyer: 'HARBOR', lines, padding: 'x'.repeat(800) }),
  }
}

const message = (order: string, body: unknown): NewMessage =>
  ({ id: uuidv7(), company: COMPANY, system: 'erp', kind: 'order', ourId: order, revision: 4, action: 'create', stream: `order/${order}`, correlation: order, createdAt: AT, body })
