import { type Remote, type RemoteLine } from '../connectors/connector'
import { type Order, type OrderReturn } from '../orders/order'
import { comesBack, type ReturnReason } from '../orders/returns/terms'
import * as cases from '../store/cases'
import * as links from '../store/links'
import * as orders from '../store/orders'
import * as outbox from '../store/outbox'
import { type CaseRecord } from '../store/records'
import * as runs from '../store/runs'
import { type Context, instant } from './context'
import { type Followed } from './follow'
import { uuidv7 } from './ids'
import { linkOf } from './link'
import { submit } from './submit'
import { type System } from './systems'
import { type TakenIn } from './takeIn'

const COMPLAINT = 'complaint'

/**
 * R-DLV-04: a complaint of a service desk becomes a case of the order that it names, with lines, quantities, lots and photos, once by its id there;
 * what it says later is brought into the open case. One that names no order of ours is a case of its own.
 */
export async function takeComplaint(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  const { company, name } = system
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
        if (order) await links.save(tx, [linkOf({ company, system: name, kind: COMPLAINT, ourId: `${order.id}/${remote.theirId}`, stream: subject, revision: order.version }, remote)])
      }
    }
    if (cursor !== undefined) await runs.setCursor(tx, company, name, remote.kind, cursor)
  })
}

/**
 * R-RET-02, R-RET-05: what a complaint is about is asked for as a return, known by the complaint, once the order has it shipped and invoiced. With the decision
 * its case closes, and the customer is told what to do. What no return can be made of stays with a person.
 */
export async function decideComplaints(context: Context, { company, name, connector }: System, followed: Followed): Promise<void> {
  if (!connector.follows.includes(COMPLAINT)) return
  for (const one of (await cases.list(context.store, company, { state: 'open', kind: COMPLAINT })).filter(({ system, subject }) => system === name && subject.startsWith('order/'))) {
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
  const closed = (await cases.list(context.store, company, { state: 'closed', kind: COMPLAINT })).filter((one) => one.system === name && one.subject.startsWith('order/'))
  const linked = await links.ofOurs(context.store, company, name, COMPLAINT, closed.map(ourIdOf))
  const untold = closed.filter((one) => linked.get(ourIdOf(one))?.state === 'new')
  for (const one of untold) {
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
