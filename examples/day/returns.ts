import { runJob } from '../../jobs/run'
import { type Order } from '../../orders/order'
import * as orderDocuments from '../../store/orderDocuments'
import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { WAREHOUSES } from './goods'
import { followAll } from './patient'
import { type Day, nameOf } from './steps'

/** Customers who get one invoice over all of the day are sent it. */
export async function invoiceTogether(day: Day): Promise<void> {
  const { context, company, date, screen, words } = day
  await runJob(context, company, 'invoicing', `${date}T14:30:00.000Z`)
  await sendAndHear(day)
  const shared = (await orderDocuments.list(context.store, company, 'invoice', { limit: 500 })).filter(({ issuedOn, body }) => issuedOn === date && Array.isArray(body.shares))
  for (const { number, amount, currency, body } of shared) {
    const on = await Promise.all((body.shares as { order: string }[]).map(({ order }) => orders.get(context.store, company, order)))
    screen.good(words.invoicedTogether(number, on[0]?.buyer ?? '', words.texts.list(on.map(nameOf)), `${amount} ${currency}`))
  }
  if (shared.length === 0) screen.good(words.notToday)
}

/** One customer of the first day finds part of it crushed, and writes to the service desk; by a rule it may come back. */
export async function complain(day: Day): Promise<void> {
  const order = (await orders.search(day.context.store, day.company, { status: 'delivered', limit: 500 })).sort(byNumber).find(({ lines, channel, receivedAt }) => lines.length > 1 && channel === 'inbox' && receivedAt >= day.date)
  if (!order) return
  const line = order.lines[1]!
  await day.systems.get('service')!.operate('complain', {
    name: 'crushed', today: day.date, requester: { name: day.words.signedBy, email: 'receiving@customer.example' }, subject: 'Crushed in transit', orderNumber: order.number, reason: 'damaged',
    affected: [{ position: line.id, sku: line.item, quantity: '1' }], photos: ['carton.jpg', 'contents.jpg'],
  })
  await followAll(day)
  for (const { returns = [], ...one } of await returning(day)) for (const { number, state } of returns) if (state === 'authorised') day.screen.wait(day.words.complains(nameOf(one), number))
}

/** What is agreed to come back is back, inspected, and credited. */
export async function takeReturns(day: Day): Promise<void> {
  const before = (await returning(day)).map(({ id }) => id)
  if (before.length === 0) return day.screen.good(day.words.notToday)
  await sendAndHear(day)
  for (const warehouse of WAREHOUSES) await day.systems.get(warehouse)!.operate('receive', { today: day.date, grade: 'B' })
  await followAll(day)
  await sendAndHear(day)
  for (const id of before) {
    const order = await orders.get(day.context.store, day.company, id)
    for (const { number, lines } of order?.returns ?? []) {
      const notes = order!.documents.filter((link) => link.kind === 'creditNote' && link.return === number)
      const receipt = order!.documents.find((link) => link.kind === 'return' && link.return === number)
      if (receipt && notes.length > 0) day.screen.good(day.words.credited(number, day.words.texts.list(lines.map(day.words.texts.lineOf)), receipt.number, receipt.issuer, notes.map((note) => `${note.number} ${note.amount} ${order!.currency}`).join(', ')))
    }
  }
}

async function sendAndHear(day: Day): Promise<void> {
  await drain(day.context, { patienceMs: day.patienceMs, signal: day.stop })
  await followAll(day)
}

/** Orders of which something is on its way back. */
const returning = async ({ context, company }: Day): Promise<Order[]> =>
  (await orders.search(context.store, company, { status: 'delivered', limit: 500 })).filter(({ returns = [] }) => returns.some(({ state }) => state === 'authorised' || state === 'received'))

const byNumber = (a: Order, b: Order): number => (nameOf(a) < nameOf(b) ? -1 : 1)
