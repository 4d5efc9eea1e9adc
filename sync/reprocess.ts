import { type Difference, differences } from '../mappings/difference'
import { readDocument } from '../mappings/read'
import { type OrderDraft } from '../orders/draft'
import { type Order } from '../orders/order'
import * as documents from '../store/documents'
import * as streams from '../store/streams'
import { type Context } from './context'
import { resolveItems } from './items'
import { partnerBook } from './partners'
import { type OrderFilter, pastOrders } from './pastOrders'

/** What reading an order's document again by the profiles and mappings of now would make otherwise. */
export interface Reprocessed {
  order: Order
  differences: Difference[]
  /** Why it could not be compared. */
  problem?: string
}

/** Reads the documents of stored orders again and compares what is made of each with what was received then. Changes nothing: an order changes by a change command only. */
export async function* reprocess(context: Context, company: string, filter: OrderFilter): AsyncGenerator<Reprocessed> {
  const book = await partnerBook(context.store)
  const read = new Map<string, OrderDraft[]>()
  for await (const page of pastOrders(context, company, filter)) for (const order of page) {
    if (order.document === undefined) { yield { order, differences: [], problem: 'it came without a document' }; continue }
    let drafts = read.get(order.document)
    if (!drafts) {
      const bytes = await documents.read(context.store, order.document)
      if (!bytes) { yield { order, differences: [], problem: 'its document is not kept any more' }; continue }
      drafts = []
      for await (const message of readDocument(bytes, { file: order.document, profile: (identifiers) => book.find(identifiers)?.profile })) if (message.kind === 'message' && message.order) drafts.push(message.order)
      // one document's orders stand together: more than a few need not be held
      read.clear()
      read.set(order.document, drafts)
    }
    yield await compared(context, order, drafts, book)
  }
}

async function compared(context: Context, order: Order, drafts: readonly OrderDraft[], book: Awaited<ReturnType<typeof partnerBook>>): Promise<Reprocessed> {
  const [received] = await streams.load(context.store, order.company, `order/${order.id}`)
  const before = received?.data as { draft: OrderDraft; items: Record<string, string> } | undefined
  const now = drafts.find((draft) => draft.reference === order.reference && (draft.release ?? '') === order.release)
  if (!before || !now) return { order, differences: [], problem: now ? 'its first event is missing' : 'its document holds no order of that number any more, as it is read now' }
  const partner = order.buyer === undefined ? undefined : book.byCode(order.company, order.buyer)
  const [items] = await resolveItems(context.store, order.company, [{ partner, lines: now.lines }])
  const agreed = { ...now, currency: now.currency ?? partner?.currency, paymentTerms: now.paymentTerms ?? partner?.paymentTerms }
  return { order, differences: differences(plain({ ...before.draft, items: before.items }), plain({ ...agreed, items })) }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
