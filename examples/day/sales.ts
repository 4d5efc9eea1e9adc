import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { type Order } from '../../orders/order'
import { orderByCard } from './cards'
import { followAll } from './patient'
import { type Day, nameOf } from './steps'

/** What salespeople have agreed with customers: one that is made to order, and one at a price of its own. */
const DEALS = [
  { name: 'deal-1', account: 'NORDBAU', currency: 'EUR', poNumber: 'NB26-00960', wantedOn: '2026-03-19', deliverTo: 'Nordbau Lager 2', positions: [{ product: 'MW-9000', qty: '2', uom: 'EA', unitPrice: '398.00' }, { product: 'GL-0810', qty: '60', uom: 'PR', unitPrice: '6.56' }] },
  { name: 'deal-2', account: 'HELIOMED', currency: 'EUR', poNumber: 'HM/2026/0430', wantedOn: '2026-03-12', deliverTo: 'Klinikum Göttingen, Zentrallager', positions: [{ product: 'LU-0020', qty: '400', uom: 'LTR', unitPrice: '2.80' }] },
] as const

/** What customers have in their baskets on the first day. */
const BASKETS = [
  { name: 'basket-1', customer: 'cus_0031', purchaseOrder: 'AW-SHOP-17', items: [{ sku: 'GL-0810', qty: 24 }, { sku: 'GG-0100', qty: 12 }], wishDate: '2026-03-05' },
  { name: 'basket-2', customer: 'cus_0044', items: [{ sku: 'TL-0600', qty: 4 }, { sku: 'DG-1250', qty: 100 }, { sku: 'LC-0500', qty: 48 }], wishDate: '2026-03-06' },
  { name: 'basket-3', customer: 'cus_0058', purchaseOrder: 'ATELIER 7', items: [{ sku: 'TK-0108', qty: 1 }], note: 'Livraison le matin', wishDate: '2026-03-09' },
  { name: 'basket-4', customer: 'cus_0044', items: [{ sku: 'GG-0100', qty: 40 }], wishDate: '2026-03-10' },
  { name: 'basket-5', customer: 'cus_0058', purchaseOrder: 'ATELIER 8', items: [{ sku: 'DR-0850', qty: 20 }, { sku: 'TA-5050', qty: 6 }], wishDate: '2026-03-11' },
] as const

/** Deals are quoted in the CRM, and what is agreed is an order. */
export async function winDeals(day: Day): Promise<void> {
  const crm = day.systems.get('crm')!
  if (!day.first) return day.screen.good(day.words.notToday)
  for (const deal of DEALS) {
    const { id } = await crm.operate('deal', { ...deal })
    await crm.operate('quote', { deal: id })
  }
  await followAll(day)
  for (const { deal, order } of await ordersOfDeals(day)) {
    const say = order.status in day.words.open ? day.screen.wait : day.screen.good
    say(day.words.dealOrdered(deal, String(order.buyer), nameOf(order), day.words.open[order.status]))
  }
}

/** Once its order is accepted, the salesperson reads it at the deal. */
export async function tellDeals(day: Day): Promise<void> {
  for (const { deal, order } of await ordersOfDeals(day)) {
    const link = await links.byOurs(day.context.store, day.company, 'crm', 'quotation', `${order.id}/${deal}`)
    if (link) day.screen.good(day.words.dealTold(deal, nameOf(order), day.words.texts.theirStates[link.state] ?? link.state))
  }
}

export async function orderInShop(day: Day): Promise<void> {
  const { screen, words, systems, date, first } = day
  if (first) for (const basket of BASKETS) await systems.get('shop')!.operate('checkout', { today: date, ...basket })
  if (first) await orderByCard(day)
  const { applied } = await followAll(day)
  screen.good(words.ordered(applied))
}

async function ordersOfDeals({ context, company, first }: Day): Promise<{ deal: string; order: Order }[]> {
  if (!first) return []
  const found = await Promise.all(DEALS.map(({ account, poNumber }) => orders.byKey(context.store, company, account, poNumber, '', 0)))
  return found.flatMap((order) => (order?.quotation === undefined ? [] : [{ deal: order.quotation, order }]))
}
