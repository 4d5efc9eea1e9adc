import { type Remote, type RemoteLine } from '../connectors/connector'
import { type Order, type OrderReturn } from '../orders/order'
import { comesBack, type ReturnReason } from '../orders/returns/terms'
import * as cases from '../store/cases'
import { CHANGED, COMPLAINT, untold } from '../store/complaints'
import * as links from '../store/links'
import * as orders from '../store/orders'
import * as outbox from '../store/outbox'
import { type CaseRecord, type Link } from '../store/records'
import * as runs from '../store/runs'
import { type Context, instant } from './context'
import { type Followed } from './follow'
import { uuidv7 } from './ids'
import { linkOf } from './link'
import { submit } from './submit'
import { type System } from './systems'
import { type TakenIn } from './takeIn'

/**
 * R-DLV-04: a complaint of a service desk becomes a case of the order that it names, with lines, quantities, lots and photos, once by its id there;
 * what it says later is brought into the open case. One that names no order of ours is a case of its own. R-RET-02: what it says once its return is asked for,
 * or its case closed, changes nothing of that by itself, and is a case for a person.
 */
export async function takeComplaint(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  const { company, name } = system
  const link = await links.byTheirs(context.store, company, name, COMPLAINT, remote.theirId)
  const decided = link && await decidedOn(context, system, link)
  if (link && decided !== undefined) return heardAgain(context, { company, name }, { remote, cursor }, link, decided, followed)
  const number = String(remote.body?.number)
  const order = await orders.byNumber(context.store, company, number)
  const subject = order ? `order/${order.id}` : `complaint/${name}/${remote.theirId}`
  const field = `complaint ${remote.theirId}`
  const known = (await cases.list(context.store, company, { kind: COMPLAINT, subject })).find((one) => one.field === field)
  await context.store.write(async (tx) => {
    if (known?.state !== 'closed') {
      const { fresh } = await cases.open(tx, {
        id: uuidv7(), company, kind: COMPLAINT, system: name, subject, field, owner: 'orderDesk', seenAt: instant(context), text: sentence(name, remote, order),
        detail: { complaint: remote.theirId, lines: remote.lines, ...remote.body },
      })
      if (fresh) {
        followed.changes++
        followed.applied++
      }
      // what is decided is decided by what it says by now
      if (order && link?.version !== remote.version) await links.save(tx, [linkOf({ company, system: name, kind: COMPLAINT, ourId: `${order.id}/${remote.theirId}`, stream: subject, revision: link?.revision ?? order.version }, remote)])
    }
    if (cursor !== undefined) await runs.setCursor(tx, company, name, remote.kind, cursor)
  })
}

/** What was decided on a complaint: its return, else that its case was closed; undefined where nothing was yet. */
async function decidedOn({ store }: Context, { company, name }: System, { stream, theirId }: Link): Promise<string | undefined> {
  const order = await orders.get(store, company, stream.slice('order/'.length))
  const decided = order && returnBy(order, `${name}/${theirId}`)
  if (decided) return `the return ${decided.number} (${decided.state})`
  const known = (await cases.list(store, company, { kind: COMPLAINT, subject: stream })).find(({ field }) => field === `complaint ${theirId}`)
  return known?.state === 'closed' ? `its case (${known.result ?? ''})` : undefined
}

async function heardAgain(context: Context, { company, name }: Pick<System, 'company' | 'name'>, { remote, cursor }: TakenIn, link: Link, decided: string, followed: Followed): Promise<void> {
  const before = complained({ lines: link.body?.lines as RemoteLine[] | undefined, body: link.body })
  const now = complained(remote)
  await context.store.write(async (tx) => {
    if (before !== now) {
      followed.changes++
      await cases.open(tx, {
        id: uuidv7(), company, kind: CHANGED, system: name, subject: link.stream, field: `complaint ${remote.theirId}`, owner: 'orderDesk', seenAt: instant(context), ours: before, theirs: now,
        detail: { complaint: remote.theirId, lines: remote.lines, ...remote.body },
        text: `Complaint ${remote.theirId} of ${name} says something else than what ${decided} was decided on: ${now}. It said: ${before}. Ask for another return or refuse this one while that can be, answer the customer there, and close this with what was agreed.`,
      })
    }
    if (link.version !== remote.version) await links.save(tx, [linkOf(link, remote)])
    if (cursor !== undefined) await runs.setCursor(tx, company, name, remote.kind, cursor)
  })
}

/** What a complaint is about: its order, lines and reason; who wrote what and where it stands does not matter. */
const complained = ({ lines = [], body = {} }: Pick<Remote, 'lines' | 'body'>): string =>
  `${lines.map(({ id, item, quantity }) => `${quantity} of line ${id}${item === undefined ? '' : ` (${item})`}`).join(', ')}, ${String(body.reason)}, for ${String(body.number)}`

/**
 * R-RET-02, R-RET-05: what a complaint is about is asked for as a return, known by the complaint, once the order has it shipped and invoiced. With the decision
 * its case closes, and the customer is told what to do. What no return can be made of stays with a person.
 */
export async function decideComplaints(context: Context, { company, name, connector }: System, followed: Followed): Promise<void> {
  if (!connector.follows.includes(COMPLAINT)) return
  for await (const one of cases.every(context.store, company, { state: 'open', kind: COMPLAINT })) {
    if (one.system !== name || !one.subject.startsWith('order/')) continue
    const { complaint, code, lines = [] } = one.detail as { complaint: string; code?: ReturnReason; lines?: RemoteLine[] }
    const request = `${name}/${complaint}`
    let order = await orders.get(context.store, company, one.subject.slice('order/'.length))
    if (order && code !== undefined && !returnBy(order, request)) {
      const outcome = await submit(context, {
        subject: { company, order: order.id }, circumstance: { cause: `${name}/${COMPLAINT}/${complaint}`, correlation: one.id },
        command: { type: 'return', request, reason: code, lines: lines.map(({ id, quantity }) => ({ line: id, quantity })) },
      })
      if (outcome.outcome === 'accepted' && outcome.changed) followed.applied++
      order = outcome.order
    }
    const decided = order && returnBy(order, request)
    if (!order || !decided || decided.state === 'requested') continue
    const result = answer(order, decided)
    await context.store.write((tx) => cases.close(tx, one.id, { result, by: context.actor, at: instant(context) }))
  }
}

const returnBy = (order: Order, request: string): OrderReturn | undefined => order.returns?.find((one) => one.request === request)

/** What the customer reads. */
function answer(order: Order, { number, state, reason, lines, credit }: OrderReturn): string {
  const what = lines.map(({ line, quantity }) => `${quantity} of line ${line}`).join(', ')
  if (state === 'refused') return `The return ${number} was not agreed to: ${order.approvals.find((step) => step.return === number)?.reason ?? 'ask us'}.`
  return comesBack(reason) ? `Return ${number}: send ${what} back with this number; up to ${credit} ${order.currency} are credited once it is here.` : `Return ${number}: ${credit} ${order.currency} are credited for ${what}, and nothing has to be sent back.`
}

/** Once a case of a complaint is closed, its ticket is told with what result. */
export async function tellComplaints(context: Context, { company, name, mode, connector }: System): Promise<void> {
  if (mode !== 'live' || !connector.follows.includes(COMPLAINT)) return
  for (const one of await untold(context.store, company, name)) {
    const order = await orders.get(context.store, company, one.subject.slice('order/'.length))
    if (!order) continue
    await context.store.write((tx) => outbox.enqueue(tx, [{
      id: uuidv7(), company, system: name, kind: COMPLAINT, ourId: ourIdOf(one), revision: 1, action: 'create', stream: one.subject, body: { number: order.number, caseId: one.id, text: one.result },
      correlation: one.id, createdAt: instant(context),
    }]))
  }
}

const ourIdOf = ({ subject, detail }: CaseRecord): string => `${subject.slice('order/'.length)}/${String(detail?.complaint)}`

function sentence(system: string, { theirId, lines = [], body = {} }: Remote, order: Order | undefined): string {
  const { number, reason, photos } = body as { number: string; reason: string; photos: string[] }
  const what = lines.map(({ id, item, quantity }) => `${quantity} of line ${id}${item === undefined ? '' : ` (${item})`}`).join(', ')
  if (!order) return `Complaint ${theirId} of ${system} names the order ${number}, which there is not: ${what}, ${reason}. Ask the customer, and answer it there.`
  return `Complaint ${theirId} of ${system} about ${number}: ${what}, ${reason}${photos.length === 0 ? '' : `, with ${photos.join(', ')}`}. Decide what becomes of it, and close this with that: the customer is told.`
}
