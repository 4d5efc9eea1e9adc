import { type Remote } from '../connectors/connector'
import { type Order } from '../orders/order'
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
