import { type Order } from '../../orders/order'
import * as links from '../../store/links'
import { ordersById } from '../../store/orderPages'
import * as outbox from '../../store/outbox'
import { type Link } from '../../store/records'
import { type Db } from '../../store/store'
import { type Sent } from './expected'
import { compareBytes, NotOrdered, type Side } from './merge'

/** A record that we say is there, and the order that it belongs to. */
export interface Held {
  link: Link
  /** Absent where the order is gone, which `verify` names. */
  order?: Order
  /** Of a payment that came by a bank's statement: what finance was told to book. */
  told?: Sent
}

const PAGE = 200

/** All that is linked of one kind, in ascending byte order of our ids, with its orders. */
async function* heldThere(db: Db, company: string, system: string, kind: string): AsyncGenerator<Held> {
  let page: Link[] = []
  for await (const link of links.inOrder(db, company, system, kind)) {
    page.push(link)
    if (page.length < PAGE) continue
    yield* await withOrders(db, company, page)
    page = []
  }
  yield* await withOrders(db, company, page)
}

async function withOrders(db: Db, company: string, page: readonly Link[]): Promise<Held[]> {
  const orders = await ordersById(db, company, page.map(orderOf))
  const told = await toldOf(db, company, page)
  return page.map((link) => ({ link, order: orders.get(orderOf(link)), told: told.get(link.ourId) }))
}

/** R-INV-06: what finance was told of entries of statements, by our id. */
export async function toldOf(db: Db, company: string, page: readonly Link[]): Promise<ReadonlyMap<string, Sent>> {
  const payments = page.filter(({ kind, ourId }) => kind === 'payment' && ourId.startsWith('bank/'))
  if (payments.length === 0) return new Map()
  const sent = await outbox.created(db, { company, system: payments[0]!.system, kind: 'payment' }, payments.map(({ ourId }) => ourId))
  return new Map(sent.map(({ ourId, body }) => [ourId, { amount: (body as Sent).amount, currency: (body as Sent).currency }]))
}

/** `''` of a payment that is on no order yet. */
export const orderOf = (link: Pick<Link, 'stream'>): string => (link.stream.startsWith('order/') ? link.stream.slice('order/'.length) : '')

/** Our side of the merge. */
export class Ours implements Side {
  readonly name = 'ours'
  bytes: Buffer = Buffer.alloc(0)
  keyEnd = 0
  readonly keyStart = 0
  /** Our ids are unique in a system and kind. */
  readonly repeated = false
  count = 0
  held!: Held
  private readonly rows: AsyncIterator<Held>

  constructor(db: Db, company: string, system: string, kind: string) {
    this.rows = heldThere(db, company, system, kind)
  }

  async advance(): Promise<boolean> {
    const next = await this.rows.next()
    if (next.done) return false
    const bytes = Buffer.from(next.value.link.ourId)
    if (compareBytes(this.bytes, 0, this.keyEnd, bytes, 0, bytes.length) > 0) throw new NotOrdered(this.name)
    this.held = next.value
    this.bytes = bytes
    this.keyEnd = bytes.length
    this.count++
    return true
  }
}
