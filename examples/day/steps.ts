import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Order } from '../../orders/order'
import * as actors from '../../store/actors'
import * as orders from '../../store/orders'
import { type Context } from '../../sync/context'
import { drain } from '../../sync/dispatch'
import { type Followed } from '../../sync/follow'
import { receive, resume } from '../../sync/receive'
import { submit } from '../../sync/submit'
import { deliverPost } from './inbox'
import { payAll, payLate, remindLate } from './money'
import { type Planted, plantAll, plantPayment } from './plants'
import { followAll, refreshAll } from './patient'
import { type Screen } from './screen'
import { type DayTexts } from './texts/texts'
import { type Role, type RoleSystem } from './systems'

/** What every step of the day works with. */
export interface Day {
  context: Context
  as: (actor: string) => Context
  company: string
  date: string
  /** The first day of this data folder. */
  first: boolean
  systems: Map<Role, RoleSystem>
  /** What was done past all interfaces today. */
  planted: Planted[]
  screen: Screen
  words: DayTexts
  /** Where the orders come from, and where this day's post is put. */
  inbox: string
  post: string
  /** How long what a system did not answer is waited for. */
  patienceMs: number
  stop: AbortSignal
}

export interface Step {
  /** `HH:MM` in UTC. */
  at: string
  title: keyof DayTexts['steps']
  run: (day: Day) => Promise<void>
}

/** The business day, from top to bottom. Every step looks at the state and not at what ran before, so that a killed day goes on. */
export const STEPS: readonly Step[] = [
  { at: '06:00', title: 'copy', run: copyReferences },
  { at: '06:30', title: 'shop', run: shop },
  { at: '06:45', title: 'remind', run: remindLate },
  { at: '07:00', title: 'post', run: takePost },
  { at: '08:00', title: 'send', run: send },
  { at: '09:00', title: 'decide', run: decideOpen },
  { at: '09:30', title: 'latePaid', run: payLate },
  { at: '10:00', title: 'sendMore', run: send },
  { at: '12:00', title: 'ship', run: ship },
  { at: '14:00', title: 'book', run: sendAndFollow },
  { at: '15:00', title: 'deliver', run: deliverAndPay },
  { at: '17:00', title: 'plant', run: plant },
]

async function copyReferences(day: Day): Promise<void> {
  const { screen, words } = day
  const { copies, unreachable } = await refreshAll(day)
  screen.good(words.texts.list(Object.entries(copies).map(([what, count]) => words.copied(count, what))))
  for (const [system, why] of Object.entries(unreachable)) screen.bad(`${system}: ${why}`)
}

/** What customers have in their baskets on the first day. */
const BASKETS = [
  { name: 'basket-1', customer: 'cus_0031', purchaseOrder: 'AW-SHOP-17', items: [{ sku: 'GL-0810', qty: 24 }, { sku: 'GG-0100', qty: 12 }], wishDate: '2026-03-05' },
  { name: 'basket-2', customer: 'cus_0044', items: [{ sku: 'TL-0600', qty: 4 }, { sku: 'DG-1250', qty: 100 }, { sku: 'LC-0500', qty: 48 }], wishDate: '2026-03-06' },
  { name: 'basket-3', customer: 'cus_0058', purchaseOrder: 'ATELIER 7', items: [{ sku: 'TK-0108', qty: 1 }], note: 'Livraison le matin', wishDate: '2026-03-09' },
] as const

async function shop(day: Day): Promise<void> {
  const { screen, words, systems, date, first } = day
  if (first) for (const basket of BASKETS) await systems.get('shop')!.operate('checkout', { today: date, ...basket })
  const { applied } = await followAll(day)
  screen.good(words.ordered(applied))
}

async function takePost(day: Day): Promise<void> {
  const { context, screen, words } = day
  const { said, outcomes } = words.texts
  for (const { arrival } of await resume(context)) screen.wait(words.takenUp(arrival.fileName ?? arrival.id))
  const { files, skipped } = deliverPost(day.inbox, day.post)
  if (files.length === 0) screen.wait(words.noFile(day.inbox))
  for (const name of files) {
    const { arrival, items } = await receive(context, { channel: 'inbox', transportId: `${day.date}/${name}`, bytes: readFileSync(join(day.post, name)), fileName: name })
    const taken = await Promise.all(items.map(async (item) => (item.order ? orders.get(context.store, day.company, item.order) : undefined)))
    const parts = items.map((item, index) => `${nameOf(taken[index]) || item.type} ${item.outcome === 'order' ? words.open[taken[index]!.status] ?? '' : outcomes[item.outcome]}`.trim())
    const smooth = arrival.outcome === 'order' && taken.every((order) => order && !(order.status in words.open))
    const say = smooth ? screen.good : arrival.outcome === 'quarantined' ? screen.bad : screen.wait
    say(`${name.padEnd(34)} ${words.texts.list(parts) || outcomes[arrival.outcome]}`)
    for (const problem of arrival.problems.filter((p) => p.severity !== 'note').slice(0, 2)) screen.line(`       ${cut(said(problem.message))}`)
    for (const item of items) if (item.text && item.outcome !== 'document') screen.line(`       ${cut(said(item.text))}`)
  }
  if (skipped.length > 0) screen.wait(words.skipped(words.texts.list(skipped)))
}

async function send({ context, screen, words, patienceMs, stop }: Day): Promise<void> {
  const sent = await drain(context, { patienceMs, signal: stop })
  screen.good(words.sent(sent.done, sent.refused, sent.postponed))
}

/** The sales manager takes a lower price, finance a higher credit; what sells below cost is rejected. Who entered an order decides nothing. */
async function decideOpen(day: Day): Promise<void> {
  // the rules judge again at the decision, and not by facts of the early morning
  await refreshAll(day)
  const { words } = day
  const { said } = words.texts
  const people = await actors.list(day.context.store)
  for (const order of await openOrders(day)) {
    for (const step of order.approvals.filter((a) => a.state === 'open')) {
      const actor = people.find((person) => person.roles.includes(step.role))?.id ?? day.context.actor
      const belowCost = order.findings.some((finding) => finding.code === 'price-below-cost')
      const command = belowCost ? { type: 'reject' as const, reason: words.rejectedBecause } : { type: 'approve' as const, step: step.step, reason: words.approvedBecause }
      const outcome = await submit(day.as(actor), { subject: { company: day.company, order: order.id }, command, circumstance: { cause: 'command', correlation: order.id } })
      if (outcome.outcome === 'refused') day.screen.bad(`${nameOf(order)}: ${outcome.findings.map((f) => said(f.text)).join(' ')}`)
      else if (belowCost) { day.screen.bad(words.rejected(nameOf(order), actor, cut(said(step.why)))); break } else day.screen.good(words.approved(nameOf(outcome.order), actor, cut(said(step.why))))
    }
  }
  for (const order of await orders.search(day.context.store, day.company, { status: 'held', limit: 50 })) day.screen.wait(words.staysHeld(nameOf(order), cut(order.holds.map(said).join(' '))))
}

async function ship(day: Day): Promise<void> {
  await day.systems.get('wms')!.operate('ship', { today: day.date })
  told(day, await followAll(day))
  for (const order of await orders.search(day.context.store, day.company, { status: 'toShip', limit: 50 })) day.screen.wait(day.words.waitsForStock(nameOf(order)))
}

async function sendAndFollow(day: Day): Promise<void> {
  await send(day)
  await day.systems.get('erp')!.operate('bill', { today: day.date })
  // what is booked is collected, and under way within the hour
  for (const step of ['collect', 'carry']) await day.systems.get('tms')!.operate(step, { today: day.date })
  told(day, await followAll(day))
}

async function deliverAndPay(day: Day): Promise<void> {
  await day.systems.get('tms')!.operate('deliver', { today: day.date, signer: day.words.signedBy })
  told(day, await followAll(day))
  // the carrier's proofs are filed in the warehouse too
  await day.systems.get('wms')!.operate('deliver', { today: day.date, signedBy: day.words.signedBy })
  told(day, await followAll(day))
  // one payment is booked by hand there, past every interface: the night has to find it
  const shipped = (await orders.search(day.context.store, day.company, { status: 'delivered', limit: 1 })).length > 0
  if (day.first && shipped) day.planted.push(await plantPayment(day))
  await payAll(day)
  await day.systems.get('erp')!.operate('close', { today: day.date })
  told(day, await followAll(day))
  if (day.first) await complain(day)
}

/** One customer of the first day finds part of it crushed, and writes to the service desk. */
async function complain(day: Day): Promise<void> {
  const order = (await orders.search(day.context.store, day.company, { status: 'closed', limit: 500 })).sort(byNumber).find(({ lines, receivedAt }) => lines.length > 1 && receivedAt >= day.date)
  if (!order) return
  const line = order.lines[1]!
  await day.systems.get('service')!.operate('complain', {
    name: 'crushed', today: day.date, requester: { name: day.words.signedBy, email: 'receiving@customer.example' }, subject: 'Crushed in transit', orderNumber: order.number, reason: 'damaged',
    affected: [{ position: line.id, sku: line.item, quantity: '1' }], photos: ['carton.jpg', 'contents.jpg'],
  })
  await followAll(day)
  day.screen.wait(day.words.complains(nameOf(order)))
}

/** Differences of every kind, planted on the first day of the sample: the others pass as most days do. */
async function plant(day: Day): Promise<void> {
  if (!day.first) return day.screen.good(day.words.notToday)
  day.planted.push(...await plantAll(day))
  const done = day.planted.map((one) => `${day.words.planted[one.what] ?? one.what} (${one.name})`)
  day.screen.wait(done.length > 0 ? day.words.behindOurBack(done) : day.words.nothingToPlant)
}

function told(day: Day, followed: Followed): void {
  day.screen.good(day.words.heard(followed.changes, followed.applied, followed.refused))
  for (const [system, why] of Object.entries(followed.unreachable)) day.screen.bad(`${system}: ${why}`)
}

const openOrders = ({ context, company }: Day): Promise<Order[]> => orders.search(context.store, company, { status: 'awaitingApproval', limit: 500 })

export const nameOf = (order: Order | undefined): string => order?.number ?? order?.reference ?? order?.id ?? ''
const byNumber = (a: Order, b: Order): number => (nameOf(a) < nameOf(b) ? -1 : 1)
const cut = (text: string): string => (text.length > 150 ? `${text.slice(0, 147)}...` : text)
