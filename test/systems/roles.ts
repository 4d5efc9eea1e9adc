import { type SystemConfig } from '../../connectors/connector'
import { connectorOf } from '../../connectors/registry'
import { type TrytonServer } from '../../examples/tryton/server'
import { type Order } from '../../orders/order'
import * as actors from '../../store/actors'
import * as config from '../../store/config'
import * as orders from '../../store/orders'
import * as secrets from '../../store/secrets'
import { type Context } from '../../sync/context'
import { silent } from '../../sync/log'
import { receive } from '../../sync/receive'
import { refresh } from '../../sync/refresh'
import { freshStore } from '../store/open'
import { BUYER, COMPANY, type Line, x12 } from './document'

/** What each Tryton is asked for where it is not what its role is asked for by default: some system must know customers, items and prices. */
const MASTERS = ['customer', 'item', 'price', 'receivable']

export type Role = 'wms' | 'finance' | 'mes' | 'crm'
const OWN: Record<Role, string> = { wms: 'part', finance: 'order', mes: 'production', crm: 'quotation' }

/** A store whose systems are one each for a role, and all of them Tryton. */
export interface Roles {
  store: Awaited<ReturnType<typeof freshStore>>
  context: Context
  as: (actor: string) => Context
  take(reference: string, lines?: readonly Line[]): Promise<Order>
  order(reference: string): Promise<Order>
  config(role: Role): SystemConfig
  close(): Promise<void>
}

export const roleConfig = (server: TrytonServer, role: Role, follows = role === 'finance' ? ['order', 'invoice', 'payment', ...MASTERS] : undefined): SystemConfig => ({
  name: role, role, connector: 'tryton', url: server.url, secret: JSON.stringify({ user: 'connector', password: server.access.users.connector }),
  options: { allowPrivate: true, overlapMs: 5000, ...(follows ? { follows } : {}) },
})

/** `times` are short where processes are killed. Where there is no finance, the first role knows customers, items and prices too. */
export async function openRoles(server: TrytonServer, roles: readonly Role[] = ['wms', 'finance'], times: Pick<SystemConfig, 'timeout' | 'settle'> = {}): Promise<Roles> {
  const configs = roles.map((role, index) => roleConfig(server, role, index === 0 && !roles.includes('finance') ? [OWN[role], ...MASTERS] : undefined))
  const store = await freshStore({ environment: 'test' })
  await store.write(async (tx) => {
    await config.saveCompany(tx, { code: COMPANY, name: 'Tornvik Industriebedarf GmbH', body: { currency: 'EUR', zone: 'Europe/Berlin', numberPrefix: 'SO-', identifiers: [{ scheme: 'ISA:ZZ', value: 'TORNVIK' }] } })
    await config.savePartner(tx, { company: COMPANY, code: BUYER, name: 'Kramer Fahrzeugteile KG', identifiers: [{ scheme: 'ISA:ZZ', value: 'KRAMERTEILE' }], version: 1, roles: ['customer'], currency: 'EUR', profile: {} })
    for (const [id, roles] of [['inbox', ['system']], ['system', ['system']], ['desk', ['salesManager', 'orderDesk', 'finance']]] as const) await actors.save(tx, { id, name: id, roles: [...roles], scope: {} })
    for (const { name, role, connector, url, secret, options } of configs) {
      await config.saveSystem(tx, { company: COMPANY, name, role, body: { connector, url, mode: 'live', environment: 'test', concurrency: 2, ...times, options } })
      await secrets.put(tx, COMPANY, name, secret!, '2026-01-01T00:00:00.000Z')
    }
  })
  const as = (actor: string): Context => ({ store, clock: { now: () => new Date() }, log: silent, actor, owner: `test-${process.pid}`, connect: connectorOf })
  const { unreachable } = await refresh(as('system'))
  if (Object.keys(unreachable).length > 0) throw new Error(JSON.stringify(unreachable))
  const order = async (reference: string): Promise<Order> => {
    const found = await orders.byKey(store, COMPANY, BUYER, reference, '', 0)
    if (!found) throw new Error(`no order ${reference}`)
    return found
  }
  return {
    store, as, context: as('system'), order, config: (role) => configs.find((one) => one.role === role)!,
    take: async (reference, lines) => {
      await receive(as('inbox'), { channel: 'test', transportId: reference, bytes: x12(reference, lines), fileName: `${reference}.edi` })
      return order(reference)
    },
    close: () => store.close(),
  }
}
