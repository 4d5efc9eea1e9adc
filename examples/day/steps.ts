import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Order } from '../../orders/order'
import * as actors from '../../store/actors'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { type Context } from '../../sync/context'
import { drain } from '../../sync/dispatch'
import { type Followed } from '../../sync/follow'
import { receive, resume } from '../../sync/receive'
import { submit } from '../../sync/submit'
import { deliverPost } from './inbox'
import { complainPaid, payOut, takeBackPaid } from './cards'
import { cancelInProduction, cancelPicked, changeSent, changeShipped, giveIn, thinkAgain } from './changes'
import { beginToMake, fileProofs, makePart, ship, takeGoodsIn } from './goods'
import { payAll, payLate, remindLate } from './money'
import { contradict, type Planted, plantAll, plantPayment } from './plants'
import { followAll, refreshAll } from './patient'
import { complain, invoiceTogether, takeReturns } from './returns'
import { orderInShop, tellDeals, winDeals } from './sales'
import { type Screen } from './screen'
import { type DayTexts } from './texts/texts'
import { type Erp, type Role, type RoleSystem } from './systems'

/** What every step of the day works with. */
export interface Day {
  context: Context
  as: (actor: string) => Context
  company: string
  date: string
  /** The first day of this data folder. */
  first: boolean
  systems: Map<Role, RoleSystem>
  erp: Erp
  /** What was done past all interfaces today. */
  planted: Planted[]
  screen: Screen
  words: DayTexts
  /** Where the orders come from, and where this day's post is put. */
  inbox: string
  post: string
  /** What comes later on the first day of the sample's own inbox; `''` where the orders are others. */
  later: string
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
  { at: '06:15', title: 'deals', run: winDeals },
  { at: '06:30', title: 'shop', run: orderInShop },
  { at: '06:45', title: 'remind', run: remindLate },
  { at: '07:00', title: 'post', run: takePost },
  { at: '07:45', title: 'think', run: thinkAgain },
  { at: '08:00', title: 'send', run: sendFirst },
  { at: '08:15', title: 'make', run: beginToMake },
  { at: '08:30', title: 'changed', run: changeSent },
  { at: '08:45', title: 'picked', run: cancelPicked },
  { at: '09:00', title: 'decide', run: decideOpen },
  { at: '09:30', title: 'latePaid', run: payLate },
  { at: '10:00', title: 'sendMore', run: send },
  { at: '10:30', title: 'takeBack', run: async (day) => { await makePart(day); await cancelInProduction(day); await takeBackPaid(day) } },
  { at: '11:00', title: 'givenIn', run: giveIn },
  { at: '12:00', title: 'ship', run: ship },
  { at: '12:30', title: 'tooLate', run: changeShipped },
  { at: '13:15', title: 'goodsIn', run: takeGoodsIn },
  { at: '14:00', title: 'book', run: sendAndFollow },
  { at: '14:30', title: 'collective', run: invoiceTogether },
  { at: '15:00', title: 'deliver', run: deliver },
  { at: '15:30', title: 'contradict', run: contradict },
  { at: '15:45', title: 'returned', run: takeReturns },
  { at: '16:00', title: 'pay', run: pay },
  { at: '17:00', title: 'plant', run: plant },
]

async function copyReferences(day: Day): Promise<void> {
  const { screen, words } = day
  const { copies, unreachable } = await refreshAll(day)
  screen.good(words.texts.list(Object.entries(copies).map(([what, count]) => words.copied(count, what))))
  for (const [system, why] of Object.entries(unreachable)) screen.bad(`${system}: ${why}`)
}

async function takePost(day: Day): Promise<void> {
  const { context, screen, words } = day
  const { said, outcomes } = words.texts
  for (const { arrival } of await resume(context)) screen.wait(words.takenUp(arrival.fileName ?? arrival.id))
  const { files, skipped } = deliverPost(day.inbox, day.post)
  if (files.length === 0) screen.wait(words.noFile(day.inbox))
  for (const name of files) {
    const { arrival, items: all } = await receive(context, { channel: 'inbox', transportId: `${day.date}/${name}`, bytes: readFileSync(join(day.post, name)), fileName: name })
    // a mail is only what orders came in
    const items = all.filter(({ type }) => type !== 'mail')
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

/** And what came of a deal is told at the deal. */
async function sendFirst(day: Day): Promise<void> {
  await send(day)
  await tellDeals(day)
}

/** And what was refused is named, with what becomes of it. */
async function send({ context, screen, words, patienceMs, stop }: Day): Promise<void> {
  const before = new Set((await outbox.list(context.store, { state: 'refused' })).map(({ id }) => id))
  const sent = await drain(context, { patienceMs, signal: stop })
  screen.good(words.sent(sent.done, sent.refused, sent.postponed))
  for (const { id, action, system, fault } of await outbox.list(context.store, { state: 'refused' })) {
    if (!before.has(id)) screen.wait(action === 'cancel' ? words.cancelRefused(system) : `${system}: ${words.texts.said(fault?.text ?? '')}`)
  }
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

async function sendAndFollow(day: Day): Promise<void> {
  await send(day)
  await day.systems.get('erp')!.operate('bill', { today: day.date })
  // what is booked is collected, and under way within the hour
  for (const step of ['collect', 'carry']) await day.systems.get('tms')!.operate(step, { today: day.date })
  told(day, await followAll(day))
}

async function deliver(day: Day): Promise<void> {
  await day.systems.get('tms')!.operate('deliver', { today: day.date, signer: day.words.signedBy })
  told(day, await followAll(day))
  await fileProofs(day)
  if (!day.first) return
  await complainPaid(day)
  await complain(day)
}

async function pay(day: Day): Promise<void> {
  // one payment is booked by hand there, past every interface: the night has to find it
  const shipped = (await orders.search(day.context.store, day.company, { status: 'delivered', limit: 1 })).length > 0
  if (day.first && shipped) day.planted.push(await plantPayment(day))
  await payOut(day)
  await payAll(day)
  await day.systems.get('erp')!.operate('close', { today: day.date })
  told(day, await followAll(day))
}

/** Differences of every kind, planted on the first day of the sample: the others pass as most days do. */
async function plant(day: Day): Promise<void> {
  if (!day.first) return day.screen.good(day.words.notToday)
  day.planted.push(...await plantAll(day))
  const done = day.planted.map((one) => `${day.words.planted[one.what] ?? one.what} (${one.name})`)
  day.screen.wait(done.length > 0 ? day.words.behindOurBack(done) : day.words.nothingToPlant)
}

export function told(day: Day, followed: Followed): void {
  day.screen.good(day.words.heard(followed.changes, followed.applied, followed.refused))
  for (const [system, why] of Object.entries(followed.unreachable)) day.screen.bad(`${system}: ${why}`)
}

const openOrders = ({ context, company }: Day): Promise<Order[]> => orders.search(context.store, company, { status: 'awaitingApproval', limit: 500 })

export const nameOf = (order: Order | undefined): string => order?.number ?? order?.reference ?? order?.id ?? ''
const cut = (text: string): string => (text.length > 150 ? `${text.slice(0, 147)}...` : text)
