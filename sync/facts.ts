import { type Profile } from '../mappings/profile'
import { type Command } from '../orders/command'
import { subtract } from '../orders/decimal'
import { type OrderChange } from '../orders/event'
import { type Dated, type Facts, type CreditFact, type CustomerFact, type ItemFact, type PriceFact, type RuleBook, type StockFact, type SystemFact } from '../orders/facts'
import { type Order } from '../orders/order'
import * as actors from '../store/actors'
import * as config from '../store/config'
import { acceptedOf } from '../store/orders'
import * as openItems from '../store/openItems'
import * as references from '../store/references'
import * as resources from '../store/resources'
import { type Partner, type Reference, type Resource } from '../store/records'
import { type Db } from '../store/store'
import { ownCompany } from './company'
import { type Context, instant } from './context'
import { recordsOf } from './effects'
import { historyOf, lastAccepted } from './history'
import { partnerOf } from './learned'
import { ruleBook } from './rules'
import { lastOrders, similarOrders } from './similar'
import { type SystemBody } from './systems'
import { dateIn } from './zone'

interface Need {
  company: string
  order: Order | undefined
  command: Command
}

/** Commands that judge an order, and so need all that the rules look at; the others need little. */
const JUDGING = new Set(['create', 'review', 'approve', 'confirm', 'change'])
/** Those that only note what is so, whatever is known of customers and items. */
const NOTING = new Set(['link', 'noteRefusal', 'pay'])
/** A cancel that is under way goes on with what is noted. */
const isNoting = ({ order, command }: Need): boolean => NOTING.has(command.type) && order?.cancel === undefined
const NO_RULES: RuleBook = { version: '', settings: {}, approvalHours: 0 }

/**
 * All that `decide` may look at, for many orders with few queries, read outside of the transaction that will use it: what
 * two orders could take twice (credit, stock) is claimed by a conditional update in the commit. `book` (Default: the company's rules).
 */
export async function gatherFacts(context: Context, needs: readonly Need[], book?: RuleBook): Promise<Facts[]> {
  const company = needs[0]!.company
  const at = instant(context)
  const noting = needs.every(isNoting)
  const [own, actor, rules, systems] = await Promise.all([
    ownCompany(context.store, company), actors.get(context.store, context.actor),
    noting ? NO_RULES : book ?? ruleBook(context.store, company), noting ? [] : config.listSystems(context.store, company)])
  const facts: Facts = {
    at, today: dateIn(own.zone, context.clock.now()), actor: { id: context.actor, roles: actor?.roles ?? [] },
    company: { code: own.code, currency: own.currency, zone: own.zone, numberPrefix: own.numberPrefix, exchangeRates: own.exchangeRates },
    rules, systems: systems.map((s): SystemFact => ({ name: s.name, role: s.role, mode: (s.body as unknown as SystemBody).mode })),
    items: new Map(), prices: new Map(), stock: new Map(), similar: [],
  }
  const known = await knowledge(context, company, rules, facts.systems, needs)
  return needs.map((need) => ({ ...facts, ...known(need) }))
}

async function knowledge(context: Context, company: string, rules: RuleBook, systems: readonly SystemFact[], needs: readonly Need[]): Promise<(need: Need) => Partial<Facts>> {
  const { store } = context
  const asking = needs.filter((need) => !isNoting(need))
  if (asking.length === 0) return () => ({})
  const buyers = unique(asking.map(buyerOf))
  const codes = unique(asking.flatMap(itemsOf))
  const judging = needs.some((need) => JUDGING.has(need.command.type))
  const [{ item: items, stock, customer: customers, receivable: credit }, held] = await Promise.all([
    references.ofKinds(store, company, { item: codes, ...(judging ? { stock: codes, customer: buyers, receivable: buyers } : { stock: [], customer: [], receivable: [] }) }),
    resources.get(store, company, judging ? [...buyers.map((b) => `credit/${b}`), ...codes.map((c) => `stock/${c}`)] : []),
  ])
  const resource = new Map(held.map((r) => [r.resource, r]))
  const itemFacts = itemsOfMasters(items, systems)
  const customerOf = dated<CustomerFact>(mastersLast(customers, systems))
  const lists = unique([...customerOf.values()].map((c) => c.value.priceList))
  const prices = judging ? await references.many(store, company, 'price', lists.flatMap((list) => codes.map((code) => `${list}/${code}`))) : []
  const priceOf = dated<{ entries: PriceFact[] }>(prices)
  const partners = new Map(await Promise.all(buyers.map(async (buyer) => [buyer, await partnerOf(store, company, buyer)] as const)))
  const overdue = judging && rules.dunning?.holdFrom !== undefined ? await openItems.remindedOf(store, company, buyers) : new Map<string, never[]>()
  const accepted = await acceptedFirst(store, company, judging ? partners : new Map())
  const histories = judging && (rules.settings.newCustomer?.on || rules.settings.unusual?.on) ? await lastAccepted(store, company, buyers) : undefined
  const created = Map.groupBy(rules.settings.duplicate?.on ? needs.filter(({ command }) => command.type === 'create') : [], buyerOf)
  const last = new Map(await Promise.all([...created].map(async ([buyer, own]) => [buyer, buyer === undefined ? [] : await lastOrders(store, company, buyer, own.map(referenceOf))] as const)))
  const warehouses = systems.filter(({ role, mode }) => role === 'wms' && mode !== 'off').map(({ name }) => name)
  const source = (rows: readonly Reference[], key: string): string => rows.find((row) => row.key === key)?.system ?? 'commitments'

  const cancelling = unique(asking.map(({ order, command }) => (order && (command.type === 'cancel' || order.cancel) ? order.id : undefined)))
  const there = new Map(await Promise.all(cancelling.map(async (order) => [order, await recordsOf(store, company, order)] as const)))

  return (need) => {
    const buyer = buyerOf(need)
    const mine = itemsOf(need)
    const customer = buyer === undefined ? undefined : customerOf.get(buyer)
    const limit = buyer === undefined ? undefined : resource.get(`credit/${buyer}`)
    return {
      customer, partner: buyer === undefined ? undefined : partnerFact(partners.get(buyer), accepted.get(buyer)),
      sender: need.command.type === 'create' ? need.command.sender : need.order?.sender,
      there: need.order && there.get(need.order.id),
      credit: limit && creditFact(limit, source(credit, buyer!)),
      items: only(itemFacts, mine),
      prices: new Map(mine.flatMap((code) => {
        const list = priceOf.get(`${customer?.value.priceList}/${code}`)
        return list ? [[code, { ...list, value: list.value.entries }] as const] : []
      })),
      stock: new Map(mine.flatMap((code) => {
        const row = resource.get(`stock/${code}`)
        return row ? [[code, stockFact(code, row, source(stock, code), placesOf(stock, code, warehouses))] as const] : []
      })),
      overdue: overdue.get(buyer ?? ''),
      history: buyer === undefined ? undefined : historyOf(histories?.get(buyer), itemFacts, need.order?.id),
      similar: need.command.type === 'create' ? similarOrders(last.get(buyer) ?? [], need.command) : [],
    }
  }
}

const buyerOf = ({ order, command }: Need): string | undefined =>
  command.type === 'create' || command.type === 'relearn' ? command.buyer : changeOf({ order, command })?.buyer ?? order?.buyer

/** What the command makes of its order where it is let through: the change itself, or the one that waits for an approval. */
const changeOf = ({ order, command }: Pick<Need, 'order' | 'command'>): OrderChange | undefined => (command.type === 'change' ? command.change : command.type === 'approve' ? order?.change?.change : undefined)

const referenceOf = ({ command }: Need): string | undefined => (command.type === 'create' ? command.reference : undefined)

/** Our codes of the items that the order has, or gets by the command. */
function itemsOf({ order, command }: Need): string[] {
  const { lines = [], added = [] } = changeOf({ order, command }) ?? {}
  return unique(command.type === 'create' || command.type === 'relearn' ? Object.values(command.items) : [...(order?.lines ?? []), ...lines, ...added].map(({ item }) => item))
}

function partnerFact(partner: Partner | undefined, accepted: number | undefined): Facts['partner'] {
  if (!partner) return undefined
  const { edi, tolerances, codes, onboarding, collective } = partner.profile as Profile
  return {
    ...partner, channel: edi?.channel, sends: edi?.send, priceTolerance: tolerances?.price, shipTos: codes?.shipTo && Object.keys(codes.shipTo), ...(collective ? { collective: true } : {}),
    ...(onboarding === undefined || accepted === undefined ? {} : { firstOrders: { held: onboarding.heldOrders, accepted } }),
  }
}

/** How many orders of new partners were accepted, as far as it matters. */
async function acceptedFirst(db: Db, company: string, partners: ReadonlyMap<string, Partner | undefined>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const [code, partner] of partners) {
    const held = (partner?.profile as Profile | undefined)?.onboarding?.heldOrders
    if (held !== undefined) counts.set(code, await acceptedOf(db, company, code, held))
  }
  return counts
}

const unique = (values: readonly (string | undefined)[]): string[] => [...new Set(values.filter((value) => value !== undefined))]

function only<T>(all: ReadonlyMap<string, T>, keys: readonly string[]): Map<string, T> {
  return new Map(keys.flatMap((key) => { const value = all.get(key); return value === undefined ? [] : [[key, value] as const] }))
}

const dated = <T>(rows: readonly Reference[]): Map<string, Dated<T>> =>
  new Map(rows.map((row) => [row.key, { value: row.value as unknown as T, source: row.system, asOf: row.fetchedAt }]))

/** Roles whose copies only fill in what no other system knows: they are told of items and customers, and do not keep them. */
const TOLD: readonly string[] = ['mes', 'crm']

/** The later copy of one key counts. */
function mastersLast(rows: readonly Reference[], systems: readonly SystemFact[]): Reference[] {
  const isTold = ({ system }: Reference): boolean => TOLD.includes(systems.find(({ name }) => name === system)?.role ?? '')
  return [...rows.filter(isTold), ...rows.filter((row) => !isTold(row))]
}

/** An item is made to order where its master says so, or the shop floor that makes it. */
function itemsOfMasters(rows: readonly Reference[], systems: readonly SystemFact[]): Map<string, Dated<ItemFact>> {
  const made = new Set(rows.filter((row) => row.value.madeToOrder === true).map((row) => row.key))
  const facts = dated<ItemFact>(mastersLast(rows, systems))
  for (const key of made) facts.set(key, { ...facts.get(key)!, value: { ...facts.get(key)!.value, madeToOrder: true } })
  return facts
}

const creditFact = (row: Resource, source: string): Dated<CreditFact> =>
  ({ value: { currency: row.unit, limit: row.capacity, theirs: row.theirs, ours: row.ours }, source, asOf: row.asOf })

const stockFact = (item: string, row: Resource, source: string, places: StockFact['places']): Dated<StockFact> =>
  ({ value: { item, unit: row.unit, onHand: row.capacity, theirs: row.theirs, ours: row.ours, ...(places && { places }) }, source, asOf: row.asOf })

/** What each of several warehouses has free of an item. */
function placesOf(rows: readonly Reference[], item: string, warehouses: readonly string[]): StockFact['places'] {
  return warehouses.length < 2 ? undefined : rows.filter(({ key, system }) => key === item && warehouses.includes(system)).map(({ system, value }) => ({ system, free: subtract(String(value.onHand), String(value.theirs)) }))
}
