import { type Kind, type Remote } from '../connectors/connector'
import { type Command } from '../orders/command'
import { partNo } from '../orders/effects'
import { type OrderPart } from '../orders/event'
import { isAccepted, isFinal } from '../orders/status'
import * as cases from '../store/cases'
import * as counters from '../store/counters'
import * as links from '../store/links'
import * as orders from '../store/orders'
import { noteLearned, restoredFrom } from '../store/restored'
import { ownCompanies, type OwnCompany } from './company'
import { type Context, instant } from './context'
import { type Leap, leapControlNumbers } from './edi/leap'
import { isOurId, uuidv7 } from './ids'
import { linkOf } from './link'
import { orderIdOf, ourIdOf } from './remoteCommands'
import { submit } from './submit'
import { type System, systemsOf } from './systems'

export interface Relearned {
  /** When the backup was taken. */
  since: string
  /** Numbers of the orders that were learned again, in their order. */
  orders: string[]
  /** What carries an id of ours and could not be made an order of, with why: cases. */
  lost: string[]
  /** Where the control numbers of each partner go on. */
  leaps: Leap[]
}

/** What a system holds of an order. */
interface Holding { system: System; remote: Remote }

const KINDS: readonly Kind[] = ['order', 'part', 'production', 'authorisation']

/**
 * A store that was put back from a backup learns from the live systems which orders were accepted since: they come back with their ids and numbers,
 * so that nothing is sent or numbered twice. What can't be learned is told by cases. Undefined where the store was not put back. Throws where a
 * live system can't be asked: until it can, no new order is taken.
 */
export async function relearn(context: Context): Promise<Relearned | undefined> {
  const since = await restoredFrom(context.store)
  if (since === undefined) return undefined
  const all: Relearned = { since, orders: [], lost: [], leaps: [] }
  const systems = await systemsOf(context)
  for (const company of await ownCompanies(context.store)) {
    const relearned: Relearned = { since, orders: [], lost: [], leaps: [] }
    const holdings = await holdingsOf(systems.filter((system) => system.company === company.code && system.mode === 'live'))
    const unknown = await unknownOf(context, company.code, holdings)
    await raiseNumbers(context, company, [...holdings.values()].flat(), unknown.length)
    for (const [order, held] of unknown) await relearnOrder(context, company, order, held, relearned)
    relearned.orders.sort()
    await context.store.write(async (tx) => {
      relearned.leaps = await leapControlNumbers(tx, company.code, since, instant(context))
      await cases.open(tx, {
        id: uuidv7(), company: company.code, kind: 'restored', system: '', subject: 'store', field: since, text: summary(relearned), seenAt: instant(context), detail: { ...relearned },
      })
    })
    all.orders.push(...relearned.orders)
    all.lost.push(...relearned.lost)
    all.leaps.push(...relearned.leaps)
  }
  await context.store.write(noteLearned)
  context.log('warn', 'restored', { since, orders: all.orders.length, lost: all.lost.length })
  return all
}

/** All that the systems hold under an order id of ours. */
async function holdingsOf(systems: readonly System[]): Promise<Map<string, Holding[]>> {
  const holdings = new Map<string, Holding[]>()
  for (const system of systems) {
    for (const kind of KINDS.filter((one) => system.connector.follows.includes(one))) {
      for await (const remote of system.connector.list(kind, {}, { correlation: `relearn/${system.name}/${kind}` }).rows) {
        const order = orderIdOf(remote)
        // money that was given free is no order's any more
        if (order === undefined || !isOurId(order) || (kind === 'authorisation' && isCancelled(remote))) continue
        holdings.set(order, [...(holdings.get(order) ?? []), { system, remote }])
      }
    }
  }
  return holdings
}

/** Those that are not known here as accepted, or ended: accepted since the backup. */
async function unknownOf(context: Context, company: string, holdings: ReadonlyMap<string, Holding[]>): Promise<[string, Holding[]][]> {
  const unknown: [string, Holding[]][] = []
  for (const [order, held] of holdings) {
    const known = await orders.get(context.store, company, order)
    if (!known || !(isAccepted(known.status) || isFinal(known.status))) unknown.push([order, held])
  }
  return unknown
}

/**
 * No number that was given is given again: none that a system knows, and as many as there are orders that were accepted since, where the systems
 * number them in their own way and do not tell ours.
 */
async function raiseNumbers(context: Context, company: OwnCompany, held: readonly Holding[], since: number): Promise<void> {
  const given = held.flatMap(({ remote }) => numberOf(company, remote) ?? []).map((number) => Number(number.slice(company.numberPrefix.length)))
  await context.store.write(async (tx) => {
    const atLeast = Math.max(await counters.current(tx, company.code, 'order') + since, ...given)
    if (atLeast > 0) await counters.raise(tx, company.code, 'order', atLeast)
  })
}

async function relearnOrder(context: Context, company: OwnCompany, order: string, held: readonly Holding[], relearned: Relearned): Promise<void> {
  const number = held.map(({ remote }) => numberOf(company, remote)).find((one) => one !== undefined)
  const source = held.find(({ remote }) => isWhole(remote))
  if (number === undefined || !source) return loseOrder(context, company.code, order, held, relearned)
  const command = await commandOf(context, company.code, order, number, source, held, relearned.since)
  const outcome = await submit(context, { subject: { company: company.code, order }, command, circumstance: { cause: `${source.system.name}/order/${source.remote.theirId}`, correlation: order } }, async (tx, result) => {
    if (result.outcome === 'refused') return
    await links.save(tx, held.map(({ system, remote }) => linkOf({ company: company.code, system: system.name, kind: remote.kind, ourId: ourIdOf(remote, system.name), stream: `order/${order}`, revision: result.order.revision }, remote)))
  })
  if (outcome.outcome === 'accepted' && outcome.changed) relearned.orders.push(number)
}

async function commandOf(context: Context, company: string, order: string, number: string, { system, remote }: Holding, held: readonly Holding[], since: string): Promise<Extract<Command, { type: 'relearn' }>> {
  const key = { buyer: remote.buyer!, reference: remote.reference, release: '', generation: 0 }
  // an earlier order of the same number may have been cancelled before this one came
  while (key.reference !== undefined && (await orders.byKey(context.store, company, key.buyer, key.reference, '', key.generation)) !== undefined) key.generation++
  const lines = remote.lines!.map(({ id, quantity, unit, price }) => ({ id, quantity, unit, price: { amount: price! } }))
  const requestedDelivery = typeof remote.body?.requestedDelivery === 'string' ? remote.body.requestedDelivery : undefined
  const parts = partsHeld(held)
  const money = held.find((one) => one.remote.kind === 'authorisation')
  return {
    type: 'relearn', order, company, ...(parts && { parts }), ...key, number, payable: remote.amount!, system: system.name, since, holders: [...new Set(held.map((one) => one.system.name))],
    cancelled: held.every((one) => one === money || isCancelled(one.remote)), items: Object.fromEntries(remote.lines!.flatMap(({ id, item }) => (item === undefined ? [] : [[id, item]]))),
    draft: { reference: remote.reference, currency: remote.currency, requestedDelivery, lines, ...(money && { authorisation: { gateway: money.system.name, reference: money.remote.theirId } }) },
  }
}

const isCancelled = ({ state }: Remote): boolean => /cancel|withdrawn/i.test(state)

/** What warehouses hold of the order: it stays where it is. */
function partsHeld(held: readonly Holding[]): OrderPart[] | undefined {
  const parts = held.filter(({ remote }) => remote.kind === 'part').map(({ system, remote }): OrderPart => ({ no: partNo(remote.ourId ?? ''), system: system.name, lines: (remote.lines ?? []).map(({ id }) => id) }))
  return parts.length > 0 ? parts.sort((a, b) => a.no - b.no) : undefined
}

/** Does a record say enough to make the order of it again? */
const isWhole = ({ kind, buyer, currency, amount, lines }: Remote): boolean =>
  kind === 'order' && buyer !== undefined && currency !== undefined && amount !== undefined && lines !== undefined && lines.length > 0 && lines.every((line) => line.price !== undefined)

/** Our number of the order, where the system tells it: some say only their own. */
function numberOf({ numberPrefix }: OwnCompany, { body }: Remote): string | undefined {
  const number = body?.number
  return typeof number === 'string' && number.startsWith(numberPrefix) && /^\d{6,15}$/.test(number.slice(numberPrefix.length)) ? number : undefined
}

async function loseOrder(context: Context, company: string, order: string, held: readonly Holding[], relearned: Relearned): Promise<void> {
  const where = held.map(({ system, remote }) => `${remote.kind} ${remote.theirId} in ${system.name}`).join(', ')
  const text = `${where} ${held.length === 1 ? 'is' : 'are'} of an order of ours that was lost with the restore, and no system says enough of it to make it again.`
  relearned.lost.push(where)
  await context.store.write((tx) => cases.open(tx, {
    id: uuidv7(), company, kind: 'lost-order', system: held[0]!.system.name, subject: `order/${order}`, field: '', seenAt: instant(context), detail: { order },
    text: `${text} Enter it by hand with the same number, or cancel it there.`,
  }))
}

/** Numbers that the summary names. */
const NAMED = 50

function summary({ since, orders: learned, lost, leaps }: Relearned): string {
  const named = `${learned.slice(0, NAMED).join(', ')}${learned.length > NAMED ? ` and ${learned.length - NAMED} more` : ''}`
  return `This store was put back from a backup of ${since}. Learned again from the systems: ${learned.length === 0 ? 'no orders' : `${learned.length} ${learned.length === 1 ? 'order' : 'orders'} (${named})`}. `
    + `${lost.length === 0 ? '' : `Could not be learned: ${lost.join('; ')}. `}`
    + `${leaps.length === 0 ? '' : `Control numbers that went out since are not known, so they go on above all that may have: ${leaps.map(({ partner, next }) => `${partner} from ${next} on`).join(', ')}. Tell those who expect them without a gap. `}`
    + 'Lost is what only this store knew: documents received since, orders among them that were held or waited for approval, approvals with their reasons, and the events of what was learned again. '
    + 'Receive the documents since then once more (what is known is a duplicate), and look at the differences that the nightly comparison finds: orders of before that were changed since.'
}
