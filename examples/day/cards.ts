import * as orders from '../../store/orders'
import { amount } from '../../orders/money'
import { type Order } from '../../orders/order'
import { drain } from '../../sync/dispatch'
import { followAll } from './patient'
import { type Day, nameOf } from './steps'

/** What is paid by card on the first day: one order of which a part comes back, and one that its customer takes back before it is shipped. */
const KEPT = { name: 'basket-6', customer: 'cus_0044', purchaseOrder: 'CARD-1', items: [{ sku: 'GG-0100', qty: 5 }, { sku: 'LC-0500', qty: 6 }], wishDate: '2026-03-06', amountMinor: 3660, buyer: 'HELIOMED' } as const
const TAKEN_BACK = { name: 'basket-7', customer: 'cus_0058', purchaseOrder: 'CARD-2', items: [{ sku: 'DR-0850', qty: 2 }], wishDate: '2026-03-06', amountMinor: 680, buyer: 'RIVOLI' } as const
/** Our account that the gateway pays out to. */
const ACCOUNT = 'DE02999000000000143001'

/** Customers agree at the payment gateway to what their basket comes to, and order. */
export async function orderByCard(day: Day): Promise<void> {
  for (const { amountMinor, buyer: _buyer, ...basket } of [KEPT, TAKEN_BACK]) {
    const { id } = await day.systems.get('gateway')!.operate('authorise', { name: basket.name, amountMinor, currency: 'EUR' })
    await day.systems.get('shop')!.operate('checkout', { today: day.date, ...basket, card: { gateway: 'gateway', reference: id, amountMinor } })
  }
}

/** One of them takes his order back in the shop: his money is free again. */
export async function takeBackPaid(day: Day): Promise<void> {
  const order = await orderOf(day, TAKEN_BACK)
  if (!order || !['toShip', 'cancelPending'].includes(order.status)) return
  await day.systems.get('shop')!.operate('cancel', { today: day.date, order: order.origin, reason: day.words.wishes.notNeeded })
  for (let round = 0; round < 3; round++) await hear(day)
  const now = await orderOf(day, TAKEN_BACK)
  if (now?.status === 'cancelled') day.screen.good(day.words.cardFreed(nameOf(now), TAKEN_BACK.buyer))
}

/** The other one finds a can of it leaking. */
export async function complainPaid(day: Day): Promise<void> {
  const order = await orderOf(day, KEPT)
  if (!order || order.status === 'cancelled') return
  const line = order.lines[1]!
  await day.systems.get('service')!.operate('complain', {
    name: 'leaking', today: day.date, requester: { name: day.words.signedBy, email: 'receiving@customer.example' }, subject: 'Leaking can', orderNumber: order.number, reason: 'damaged',
    affected: [{ position: line.id, sku: line.item, quantity: '1' }], photos: ['can.jpg'],
  })
}

/** What was taken and given back is paid out as one sum, less fees, and comes to our account. */
export async function payOut(day: Day): Promise<void> {
  await hear(day)
  const order = await orderOf(day, KEPT)
  const { captures = [], refunds = [], currency } = order ?? {}
  if (order && captures.length > 0) day.screen.good(day.words.cardTaken(nameOf(order), said(captures, currency), said(refunds.filter(({ number }) => number !== undefined), currency)))
  const { payouts } = await day.systems.get('gateway')!.operate('payout', { today: day.date }) as { payouts: { id: string; amountMinor: number; trace: string }[] }
  await followAll(day)
  for (const { id, amountMinor, trace } of payouts) {
    try {
      await day.systems.get('bank')!.operate('transfer', { today: day.date, name: id, account: ACCOUNT, debtor: 'NovaPay Payments', amount: (amountMinor / 100).toFixed(2), remittance: [`NOVAPAY ${trace}`] })
    } catch (error) {
      // a day that goes on after it was broken off may find the bank's closed
      if (!/DAY_CLOSED/.test(String(error))) throw error
    }
  }
}

const orderOf = ({ context, company, first }: Day, { buyer, purchaseOrder }: { buyer: string; purchaseOrder: string }): Promise<Order | undefined> =>
  (first ? orders.byKey(context.store, company, buyer, purchaseOrder, '', 0) : Promise.resolve(undefined))

async function hear(day: Day): Promise<void> {
  await drain(day.context, { patienceMs: day.patienceMs, signal: day.stop })
  await followAll(day)
}

const said = (sums: readonly { amount: string }[], currency = ''): string => sums.map(({ amount: sum }) => `${amount(sum, currency)} ${currency}`).join(', ')
