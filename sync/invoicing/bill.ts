import { type Profile } from '../../mappings/profile'
import { billBody, billKey, type Unbilled, unbilledOf } from '../../orders/invoicing/bill'
import { type CollectiveTerms } from '../../orders/invoicing/closing'
import { type OrderStatus } from '../../orders/status'
import * as config from '../../store/config'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import * as streams from '../../store/streams'
import { type Tx } from '../../store/store'
import { ownCompany } from '../company'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { submitAll, type Submission } from '../submit'
import { modeIn, type SystemBody } from '../systems'
import { dateIn } from '../zone'

export interface Billed {
  /** Invoices that finance is asked for, and the orders on them. */
  invoices: number
  orders: number
}

/** Where something is shipped and not yet at its end. */
const SHIPPING: readonly OrderStatus[] = ['awaitingProduction', 'inProduction', 'toShip', 'shipped', 'delivered']
const PAGE = 200

/** Another worker has just put one of them on an invoice. */
class Taken extends Error {}

/**
 * R-INV-01, R-INV-03: on a customer's closing day finance is asked for one invoice over all that was shipped to him until then. That each despatch is on it,
 * the invoice's own story and its message are one transaction.
 */
export async function billCollected(context: Context, company: string): Promise<Billed> {
  const own = await ownCompany(context.store, company)
  const today = dateIn(own.zone, context.clock.now())
  const billed: Billed = { invoices: 0, orders: 0 }
  for (const group of Map.groupBy(await unbilled(context, company, today), ({ order }) => billKey(order)).values()) {
    try {
      await billOne(context, company, group, today)
    } catch (error) {
      // what is left of it is found by the next run
      if (!(error instanceof Taken)) throw error
      continue
    }
    billed.invoices++
    billed.orders += group.length
  }
  return billed
}

async function unbilled(context: Context, company: string, today: string): Promise<Unbilled[]> {
  const terms = new Map((await config.listPartners(context.store, company)).map(({ code, profile }) => [code, (profile as Profile).collective]))
  const due = new Map<string, Unbilled>()
  for (const status of SHIPPING) {
    for (let offset = 0; ; offset += PAGE) {
      const page = await orders.search(context.store, company, { status, limit: PAGE, offset })
      for (const order of page) {
        const found = unbilledOf(order, today, terms.get(order.buyer ?? '') satisfies CollectiveTerms | undefined)
        if (found.despatches.length > 0) due.set(order.id, found)
      }
      if (page.length < PAGE) break
    }
  }
  return [...due.values()].sort((a, b) => ((a.order.number ?? '') < (b.order.number ?? '') ? -1 : 1))
}

async function billOne(context: Context, company: string, group: readonly Unbilled[], today: string): Promise<void> {
  const bill = await freeNumber(context, company, `${group[0]!.order.buyer}/${today}`)
  const stream = `collective/${bill}`
  const submissions = group.map(({ order, despatches }): Submission => ({
    subject: { company, order: order.id }, command: { type: 'bill', bill, despatches: despatches.map(({ issuer, number }) => ({ issuer, number })) }, circumstance: { cause: 'run/invoicing', correlation: stream },
  }))
  const body = billBody(group, today)
  await submitAll(context, submissions, async (tx, outcomes) => {
    if (outcomes.some((outcome) => outcome.outcome === 'refused' || !outcome.changed)) throw new Taken()
    await streams.append(tx, [{
      company, stream, expected: 0, circumstance: { at: instant(context), actor: context.actor, cause: 'run/invoicing', correlation: stream },
      events: [{ type: 'invoiceAsked', data: { orders: group.map(({ order }) => order.id), payable: body.payable, currency: body.currency } }],
    }])
    await outbox.enqueue(tx, (await systemsOfFinance(context, tx, company)).map((system) => ({
      id: uuidv7(), company, system, kind: 'invoice', ourId: stream, revision: 1, action: 'create', stream, body, correlation: stream, createdAt: instant(context),
    })))
  })
}

async function freeNumber(context: Context, company: string, base: string): Promise<string> {
  for (let no = 1; ; no++) if (await streams.version(context.store, company, `collective/${base}/${no}`) === 0) return `${base}/${no}`
}

const systemsOfFinance = async (context: Context, tx: Tx, company: string): Promise<string[]> =>
  (await config.listSystems(tx, company)).filter(({ role, body }) => role === 'finance' && modeIn(context.store.environment, body as unknown as SystemBody) !== 'off').map(({ name }) => name)
