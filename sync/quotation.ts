import { type Remote } from '../connectors/connector'
import { type OrderDraft, type Party } from '../orders/draft'
import * as runs from '../store/runs'
import { ownCompany } from './company'
import { type Context } from './context'
import { type Followed } from './follow'
import { type System } from './systems'
import { type TakenIn } from './takeIn'
import { takeOnce } from './takeOnce'

/** States of a quotation that the customer has agreed to; what is lost is no order. */
const AGREED = ['open', 'won']

/**
 * R-INT-09: a quotation that was made of an opportunity is received as an order, once by its id there, with its number and its prices; the order's
 * channel is the system. One that says something else after it was taken is a person's business, since people may have promised both.
 */
export async function takeQuotation(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  if (AGREED.includes(remote.state)) {
    await takeOnce(context, system, {
      remote, word: 'quotation', bytes: await documentOf(context, system, remote),
      changed: {
        kind: 'quotation-changed', detail: { remote },
        text: `Quotation ${remote.number ?? remote.theirId} in ${system.name} was taken as an order, and says something else now. Change the order by "order-to-cash change", or set the quotation right there.`,
      },
    }, followed)
  } else followed.foreign++
  if (cursor !== undefined) await context.store.write((tx) => runs.setCursor(tx, system.company, system.name, 'quotation', cursor))
}

/** The quotation as an order document in our words: what it does not say is absent. */
async function documentOf(context: Context, system: System, remote: Remote): Promise<Buffer> {
  const { identifiers } = await ownCompany(context.store, system.company)
  const number = remote.number ?? remote.theirId
  const { shipTo, requestedDelivery, paymentTerms, descriptions } = remote.body as { shipTo?: Party; requestedDelivery?: string; paymentTerms?: string; descriptions?: (string | null)[] }
  const draft: OrderDraft = {
    // without a number of the customer's own the quotation's stands for it
    reference: remote.reference ?? `${system.name}/${number}`, quotation: number, currency: remote.currency,
    buyer: { identifiers: remote.buyer === undefined ? [] : [{ scheme: 'seller', value: remote.buyer }] }, seller: { identifiers: identifiers.slice(0, 1) }, shipTo, requestedDelivery, paymentTerms,
    lines: (remote.lines ?? []).map((line, index) => ({
      id: line.id, sellersItem: line.item, description: descriptions?.[index] ?? undefined, quantity: line.quantity, unit: line.unit, ...(line.price === undefined ? {} : { price: { amount: line.price } }),
    })),
    lineExtension: remote.amount,
  }
  return Buffer.from(`${JSON.stringify(draft, null, 2)}\n`)
}
