import { type Order } from '../../orders/order'
import { type Message, type NewMessage } from '../../store/records'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { type Store } from '../../store/store'
import { uuidv7 } from '../../sync/ids'
import { COMPANY } from './company'
import { rate } from './figures'
import { type Raw } from './raw'
import { countRows, storedRows } from './stored'
import { type Kind } from './places'

const COMMIT = 100
const CLAIM = 50
const AT = '2026-03-02T08:00:00.000Z'
const RESULT = { theirId: '4711', state: 'open', version: '1', asOf: AT }

export interface QueueRates { add: number; take: number; whole: number }

/**
 * So many orders with one message each, a hundred a commit; then claimed by fifty and marked done. Ours and the bare driver take turns every
 * thousand, since the disk of a shared machine changes its speed within seconds.
 */
export async function queueRound(kind: Kind, count: number): Promise<{ ours: QueueRates; raw: QueueRates }> {
  const [mine, bare] = [await kind.fresh(), await kind.fresh()]
  const times = { add: 0, take: 0, rawAdd: 0, rawTake: 0 }
  const timed = async (what: keyof typeof times, work: () => Promise<unknown>): Promise<void> => { times[what] += SLICE / await rate(SLICE, work) }
  for (let done = 0; done < count; done += SLICE) {
    const work = Array.from({ length: SLICE }, () => effect())
    await timed('add', async () => { for (let from = 0; from < SLICE; from += COMMIT) await enqueue(mine.store, work.slice(from, from + COMMIT)) })
    const batches = await storedRows(mine.raw, { after: work[0]!.order.id })
    if (countRows(batches) !== 2 * SLICE) throw new Error('not every order and message was stored')
    await timed('rawAdd', async () => { for (const batch of batches) await bare.raw.insert(batch) })
    await timed('take', () => drain(mine.store))
    await timed('rawTake', () => drainRaw(bare.raw))
  }
  await expectDone(mine.raw, count)
  await expectDone(bare.raw, count)
  await mine.close()
  await bare.close()
  const ratesOf = (add: number, take: number): QueueRates => ({ add: count / add, take: count / take, whole: count / (add + take) })
  return { ours: ratesOf(times.add, times.take), raw: ratesOf(times.rawAdd, times.rawTake) }
}

const SLICE = 1000

const enqueue = (store: Store, work: readonly { order: Order; message: NewMessage }[]): Promise<void> => store.write(async (tx) => {
  await orders.save(tx, work.map((one) => one.order))
  await outbox.enqueue(tx, work.map((one) => one.message))
})

async function drain(store: Store): Promise<void> {
  for (;;) {
    const claimed = await outbox.claim(store, { owner: 'bench', limit: CLAIM, company: COMPANY, systems: ['erp'], leaseMs: () => 60_000, nowMs: Date.now() })
    if (claimed.length === 0) return
    const ends = claimed.map((message: Message) => ({ message, end: { state: 'done' as const, result: RESULT, endedMs: Date.now(), doneAt: AT } }))
    await store.write((tx) => outbox.finishMany(tx, ends))
  }
}

async function drainRaw(raw: Raw): Promise<void> {
  const result = JSON.stringify(RESULT)
  for (;;) {
    const claimed = await raw.claim(CLAIM)
    if (claimed.length === 0) return
    await raw.done(claimed, result)
  }
}

async function expectDone(raw: Raw, count: number): Promise<void> {
  const [row] = await raw.read("SELECT count(*) AS n FROM messages WHERE state = 'done'")
  if (row?.n !== count) throw new Error(`${row?.n} of ${count} messages are done`)
}

let made = 0

/** An order of some 2 kB and the message that brings it to the ERP. */
function effect(): { order: Order; message: NewMessage } {
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
    message: {
      id: uuidv7(), company: COMPANY, system: 'erp', kind: 'order', ourId: id, revision: 4, action: 'create', stream: `order/${id}`, correlation: id, createdAt: AT,
      body: { number: `SO-${no}`, buyer: 'HARBOR', lines, padding: 'x'.repeat(800) },
    },
  }
}
