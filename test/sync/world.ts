import { join } from 'node:path'
import { connectorOf } from '../../connectors/registry'
import { bank } from '../../sandbox/bank/system'
import { crm } from '../../sandbox/crm/system'
import { erp } from '../../sandbox/erp/system'
import { finance } from '../../sandbox/finance/system'
import { gateway } from '../../sandbox/gateway/system'
import { mes } from '../../sandbox/mes/system'
import { type Running, startSystem } from '../../sandbox/server'
import { service } from '../../sandbox/service/system'
import { shop } from '../../sandbox/shop/system'
import { tms } from '../../sandbox/tms/system'
import { wms, wmsSouth } from '../../sandbox/wms/system'
import * as actors from '../../store/actors'
import * as config from '../../store/config'
import * as orders from '../../store/orders'
import * as secrets from '../../store/secrets'
import { type Store } from '../../store/store'
import * as webhookSecrets from '../../store/webhookSecrets'
import { type Context } from '../../sync/context'
import { silent } from '../../sync/log'
import { receive, type Received } from '../../sync/receive'
import { refresh } from '../../sync/refresh'
import { type Order } from '../../orders/order'
import { SEEDS } from '../sandbox/stage'
import { freshStore } from '../store/open'

export const TOKEN = 'test-token-that-no-log-may-show'
const SYSTEMS = { erp, wms, finance, mes, crm, tms, bank, shop, service, gateway, 'wms-south': wmsSouth }
export type Role = keyof typeof SYSTEMS

/** A store with one company, two customers and three real simulated systems over HTTP; short time-outs. */
export interface World {
  store: Store & { folder: string; keysFolder: string }
  context: Context
  as: (actor: string, owner?: string) => Context
  /** Business time; set it to move it. */
  clock: { at: Date; now(): Date }
  operate(role: Role, action: string, body?: Record<string, unknown>): Promise<unknown>
  faults(role: Role, rules: unknown[]): Promise<void>
  /** Where a system sends its webhooks to, and what it signs them with; we know the secret from then on. */
  subscribe(role: Role, url: string, secret: string): Promise<void>
  rows(role: Role, type: string): Promise<Record<string, unknown>[]>
  take(reference: string, change?: Partial<Csv>): Promise<Received>
  order(reference: string): Promise<Order>
}

interface Csv { item: string; quantity: string; unit: string; price: string; buyer: string; transportId: string; wanted: string }

const running: Running[] = []
afterAll(async () => { await Promise.all(running.splice(0).map((system) => system.close())) })

/** `customers` are known to ERP and finance beside NORDBAU; a test makes partners of them. With `shopFloor` there is a MES, and item A-2 is made to order; with `sales` a CRM, with `carrier` a carrier that labels, with `bank` a bank, with `shop` a web shop, with `service` a service desk, with `cards` a payment gateway, with `twoWarehouses` a second one that has 40 of A-1 and 9000 of A-2. */
export async function openWorld(options: { shopFloor?: boolean; sales?: boolean; carrier?: boolean; bank?: boolean; shop?: boolean; service?: boolean; cards?: boolean; twoWarehouses?: boolean; creditLimit?: string; timeout?: number; settle?: number; customers?: readonly string[] } = {}): Promise<World> {
  const store = await freshStore({ environment: 'test' })
  const clock = { at: new Date('2026-03-02T08:00:00.000Z'), now(): Date { return this.at } }
  const as = (actor: string, owner = `test-${process.pid}`): Context => ({ store, clock, log: silent, actor, owner, connect: connectorOf })
  const urls = new Map<Role, string>()
  for (const role of (Object.keys(SYSTEMS) as Role[]).filter((one) => (one !== 'mes' || options.shopFloor) && (one !== 'crm' || options.sales) && (one !== 'tms' || options.carrier) && (one !== 'bank' || options.bank) && (one !== 'shop' || options.shop) && (one !== 'service' || options.service) && (one !== 'gateway' || options.cards) && (one !== 'wms-south' || options.twoWarehouses))) {
    const system = await startSystem(SYSTEMS[role], { port: 0, state: join(store.folder, `${role}.db`), token: TOKEN })
    running.push(system)
    urls.set(role, system.url)
  }
  // a connection of its own: one that is kept may be closed by the other side just now
  const call = async (role: Role, method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(urls.get(role)! + path, { method, headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', connection: 'close' }, body: body === undefined ? undefined : JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  await seed(call, options.creditLimit ?? '50000.00', ['NORDBAU', ...(options.customers ?? [])], options.shopFloor === true)
  if (options.shopFloor) await call('mes', 'PUT', '/admin/seed', { recipes: [{ item: 'A-2', uom: 'C62', components: [{ item: 'A-1', uom: 'C62', quantity: '1' }] }] })
  if (options.carrier) {
    await call('wms', 'PUT', '/admin/seed', { labels: 'carrier' })
    await call('tms', 'PUT', '/admin/seed', { depots: [{ code: 'ORD', place: 'Chicago', countries: ['US'], offset: '-06:00' }] })
  }
  if (options.twoWarehouses) await call('wms-south', 'PUT', '/admin/seed', { site: 'S', stock: [{ sku: 'A-1', uom: 'C62', onHand: '40' }, { sku: 'A-2', uom: 'C62', onHand: '9000' }] })
  if (options.shop) await call('shop', 'PUT', '/admin/seed', SEEDS.shop)
  if (options.bank) await call('bank', 'PUT', '/admin/seed', { accounts: [{ iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', holder: 'Our Company', currency: 'EUR', opening: '1000.00' }] })
  await configure(store, urls, options)
  // a machine that others work on too may let one call run out of its time
  for (let tries = 1; ; tries++) {
    const { unreachable } = await refresh(as('system'))
    if (Object.keys(unreachable).length === 0) break
    if (tries === 5) throw new Error(JSON.stringify(unreachable))
  }
  const world: World = {
    store, context: as('system'), as, clock,
    operate: (role, action, body = {}) => call(role, 'POST', `/operator/${action}`, { today: '2026-03-02', ...body }),
    faults: async (role, rules) => { await call(role, 'PUT', '/faults', rules) },
    subscribe: async (role, url, secret) => {
      await call(role, 'PUT', '/subscription', { url, secret })
      await store.write((tx) => webhookSecrets.put(tx, 'OC', role, secret, '2026-03-02T08:00:00.000Z'))
    },
    rows: async (role, type) => {
      const { records } = await call(role, 'GET', '/admin/export') as { records: Record<string, unknown>[] }
      return records.filter((row) => row.type === type)
    },
    take: (reference, change = {}) => receive(as('inbox'), { channel: 'test', transportId: change.transportId ?? reference, bytes: csv(reference, change), fileName: `${reference}.csv` }),
    order: async (reference) => {
      const found = await orders.byKey(store, 'OC', 'NORDBAU', reference, '', 0)
      if (!found) throw new Error(`no order ${reference}`)
      return found
    },
  }
  return world
}

/** One order as a CSV file, in the words that the reader knows without a partner's table. */
export function csv(reference: string, { item = 'A-1', quantity = '10', unit = 'C62', price = '12.50', buyer = 'NORDBAU', wanted = '2026-03-09' }: Partial<Csv> = {}): Buffer {
  return Buffer.from(`order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency\n${reference};2026-03-01;${buyer};${wanted};Lager 2;1;${item};${quantity};${unit};${price};EUR\n`)
}

async function seed(call: (role: Role, method: string, path: string, body: unknown) => Promise<unknown>, creditLimit: string, customers: readonly string[], madeToOrder: boolean): Promise<void> {
  await call('erp', 'PUT', '/admin/seed', {
    customers: customers.map((matchcode, index) => (
      { number: String(10001 + index), matchcode, name: matchcode === 'NORDBAU' ? 'Nordbau GmbH' : matchcode, country: 'DE', currency: 'EUR', creditLimit, openReceivables: '0.00', termsOfPayment: 'NET30', priceList: 'DE-1', blocked: false })),
    materials: [{ material: 'A-1', text: 'Bolt', ean: '4006381333931', uom: 'C62', cost: '9.00', packs: [{ uom: 'XBX', contains: '10' }] }, { material: 'A-2', text: 'Washer', uom: 'C62', cost: '0.05', madeToOrder }],
    prices: ['A-1', 'A-2'].map((material) => ({ priceList: 'DE-1', material, currency: 'EUR', netPrice: material === 'A-1' ? '12.50' : '8.00', per: material === 'A-1' ? '1' : '100', uom: 'C62', fromQuantity: '1', validFrom: '2026-01-01' })),
  })
  await call('wms', 'PUT', '/admin/seed', { stock: [{ sku: 'A-1', uom: 'C62', onHand: '1000', weightKg: '0.25' }, { sku: 'A-2', uom: 'C62', onHand: '5000' }] })
  await call('finance', 'PUT', '/admin/seed', {
    bank: { account: 'DE89370400440532013000' }, accounts: customers.map((debtor, index) => ({ account: `D${10001 + index}`, debtor, name: debtor === 'NORDBAU' ? 'Nordbau GmbH' : debtor, currency: 'EUR', terms: 'NET30' })),
  })
}

async function configure(store: Store, urls: Map<Role, string>, { timeout = 1000, settle = 300 }: { timeout?: number; settle?: number }): Promise<void> {
  await store.write(async (tx) => {
    await config.saveCompany(tx, { code: 'OC', name: 'Our Company', body: { currency: 'EUR', zone: 'Europe/Berlin', numberPrefix: 'SO-', identifiers: [{ scheme: 'GLN', value: '4012345000009' }] } })
    await config.savePartner(tx, { company: 'OC', code: 'NORDBAU', name: 'Nordbau GmbH', identifiers: [{ scheme: 'buyer', value: 'NORDBAU' }], version: 1, roles: ['customer'], currency: 'EUR', profile: {} })
    await actors.save(tx, { id: 'inbox', name: 'Intake', roles: ['system'], scope: {} })
    await actors.save(tx, { id: 'system', name: 'Engine', roles: ['system'], scope: {} })
    await actors.save(tx, { id: 'manager', name: 'Sales manager', roles: ['salesManager', 'orderDesk'], scope: {} })
    await actors.save(tx, { id: 'cfo', name: 'Finance', roles: ['finance'], scope: {} })
    for (const [role, url] of urls) {
      await config.saveSystem(tx, { company: 'OC', name: role, role: role === 'gateway' ? 'payment' : SYSTEMS[role].name, body: { connector: `sandbox/${SYSTEMS[role].name}`, url, mode: 'live', environment: 'test', timeout, settle, concurrency: 4, options: { allowPrivate: true } } })
      await secrets.put(tx, 'OC', role, TOKEN, '2026-03-02T08:00:00.000Z')
    }
  })
}
