import { type Connector, type SystemConfig } from '../../connectors/connector'
import { connectorOf } from '../../connectors/registry'
import { type Order } from '../../orders/order'
import * as actors from '../../store/actors'
import * as config from '../../store/config'
import * as orders from '../../store/orders'
import * as secrets from '../../store/secrets'
import { type Store } from '../../store/store'
import { type Context } from '../../sync/context'
import { silent } from '../../sync/log'
import { receive, type Received } from '../../sync/receive'
import { refresh } from '../../sync/refresh'
import { freshStore } from '../store/open'
import { BUYER, COMPANY, type Line, x12 } from './document'
import { type TrytonServer } from '../../examples/tryton/server'

/** A store with one company and one customer, and one Tryton that is ERP, warehouse and finance in one. */
export interface World {
  store: Store & { folder: string; keysFolder: string }
  context: Context
  as: (actor: string, owner?: string) => Context
  connector: Connector
  /** Takes in one order as an X12 850 document of its own. */
  take(reference: string, lines?: readonly Line[]): Promise<Received>
  order(reference: string): Promise<Order>
}

export interface Settings {
  /** Of a proxy in between. */
  url?: string
  timeout?: number
  settle?: number
  /** (Default: despatch, invoice and payment) what is made there; nothing where a warehouse ships. */
  authority?: readonly ('despatch' | 'invoice' | 'payment')[]
  invoiceMethod?: 'shipment' | 'order'
}

const ALL = ['despatch', 'invoice', 'payment'] as const

export const SYSTEM = 'tryton'

/** Fills an empty store; `world` is for the tests, the rest for processes of their own. */
export async function openWorld(server: TrytonServer, settings: Settings = {}): Promise<World> {
  const store = await freshStore({ environment: 'test' })
  await configure(store, server, settings)
  const as = (actor: string, owner = `test-${process.pid}`): Context =>
    ({ store, clock: { now: () => new Date() }, log: silent, actor, owner, connect: connectorOf })
  const { unreachable } = await refresh(as('system'))
  if (Object.keys(unreachable).length > 0) throw new Error(JSON.stringify(unreachable))
  return {
    store, as, context: as('system'), connector: connectorOf(systemConfig(server, settings)),
    take: (reference, lines) => receive(as('inbox'), { channel: 'test', transportId: reference, bytes: x12(reference, lines), fileName: `${reference}.edi` }),
    order: async (reference) => {
      const found = await orders.byKey(store, COMPANY, BUYER, reference, '', 0)
      if (!found) throw new Error(`no order ${reference}`)
      return found
    },
  }
}

export const systemConfig = (server: TrytonServer, { url, timeout, settle, authority = ALL, invoiceMethod = 'shipment' }: Settings = {}): SystemConfig => ({
  name: SYSTEM, role: 'erp', connector: 'tryton', url: url ?? server.url, secret: JSON.stringify({ user: 'connector', password: server.access.users.connector }), ...(timeout === undefined ? {} : { timeout }),
  ...(settle === undefined ? {} : { settle }), options: { allowPrivate: true, follows: ['order', ...authority, 'customer', 'item', 'price', 'stock', 'receivable'], overlapMs: 5000, accept: ['shipment_out_no_carrier_'], invoiceMethod },
})

async function configure(store: Store, server: TrytonServer, settings: Settings): Promise<void> {
  const { name, role, connector, url, secret, timeout, settle, options } = systemConfig(server, settings)
  await store.write(async (tx) => {
    await config.saveCompany(tx, { code: COMPANY, name: 'Tornvik Industriebedarf GmbH', body: { currency: 'EUR', zone: 'Europe/Berlin', numberPrefix: 'SO-', identifiers: [{ scheme: 'ISA:ZZ', value: 'TORNVIK' }] } })
    await config.savePartner(tx, { company: COMPANY, code: BUYER, name: 'Kramer Fahrzeugteile KG', identifiers: [{ scheme: 'ISA:ZZ', value: 'KRAMERTEILE' }], version: 1, roles: ['customer'], currency: 'EUR', profile: {} })
    for (const [id, roles] of [['inbox', ['system']], ['system', ['system']], ['desk', ['salesManager', 'orderDesk', 'finance']]] as const) await actors.save(tx, { id, name: id, roles: [...roles], scope: {} })
    await config.saveSystem(tx, { company: COMPANY, name, role, body: { connector, url, mode: 'live', environment: 'test', timeout, settle, concurrency: 2, authority: settings.authority ?? ALL, options } })
    await secrets.put(tx, COMPANY, name, secret!, '2026-01-01T00:00:00.000Z')
  })
}
