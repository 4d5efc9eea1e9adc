import { type Outgoing } from '../../../connectors/connector'
import { connectorOf } from '../../../connectors/registry'
import { SEEDS, type Stage, stage, TOKEN } from '../../sandbox/stage'
import { type Control, type Subject } from '../conformance'

type Name = 'erp' | 'wms' | 'finance' | 'mes' | 'tms'
const OTHER: Record<Name, Name> = { erp: 'wms', wms: 'finance', finance: 'erp', mes: 'wms', tms: 'wms' }
const RECORD: Record<Name, string> = { erp: 'order', wms: 'fulfilment', finance: 'order', mes: 'production', tms: 'consignment' }

const order = (quantity: string, item = 'B-2'): Record<string, unknown> => ({
  number: 'SO-1', reference: 'PO-1', buyer: 'NORDBAU', currency: 'EUR', issuedOn: '2026-03-02',
  lines: [{ id: '1', item, quantity, unit: 'C62', price: { amount: '19.90' } }], payable: quantity === '1' ? '19.90' : '39.80',
})
const part = (quantity: string, item = 'B-2'): Record<string, unknown> => ({ number: 'SO-1', part: 1, lines: [{ id: '1', item, quantity, unit: 'C62' }] })

const production = (quantity: string, item = 'B-2'): Record<string, unknown> => ({ number: 'SO-1', lines: [{ id: '1', item, quantity, unit: 'C62' }] })

const goods = (quantity: string, item = 'B-2'): Record<string, unknown> => ({ number: 'SO-1', return: 'SO-1-R1', reason: 'damaged', lines: [{ id: '1', item, quantity, unit: 'C62' }] })

const shipment = (weight: string, shipTo: object = { name: 'Nordbau Lager 2', identifiers: [] }): Record<string, unknown> =>
  ({ order: 'o-1', number: 'SO-1', despatch: 'SHP-1', shippedOn: '2026-03-02', shipTo, packages: Array.from({ length: Number(weight) }, (_, no) => ({ id: `SHP-1-${no + 1}`, weight })) })

const outgoing = (kind: Outgoing['kind'], ourId: string, action: Outgoing['action'], body: unknown): Outgoing =>
  ({ kind, action, ourId, revision: action === 'create' ? 1 : 2, body, key: `${ourId}-${action}`, correlation: 'test' })

async function open(name: Name, record = RECORD[name]): Promise<Control> {
  return controlOf(name, record, await stage(name, SEEDS[name]), OTHER[name])
}

async function controlOf(name: Name | 'gateway', record: string, one: Stage, others: Name): Promise<Control> {
  const config = { name, role: name, connector: `sandbox/${name}`, url: one.url, secret: TOKEN, options: { allowPrivate: true } }
  const other: Stage = await stage(others)
  return {
    secret: TOKEN,
    url: one.url,
    connector: (set) => connectorOf({ ...config, ...set }),
    misdirected: () => connectorOf({ ...config, url: other.url }),
    faults: (rules) => one.faults([...rules]),
    countOf: async (ourId) => (await one.rows(record)).filter((row) => row.external_id === ourId).length,
    call: (method, path, body) => one.call(method, path, body),
    close: async () => {
      await one.close()
      await other.close()
    },
  }
}

const webhooks: Subject['webhooks'] = { header: 'sandbox-signature', subscribe: async (control, url, secret) => { await control.call('PUT', '/subscription', { url, secret }) } }
const login: Subject['login'] = { type: 'oauth2', token: '/oauth/token' }

/** The sandbox's connectors as the conformance suite takes them. */
export const subjects: Record<Name, Subject> = {
  erp: {
    name: 'sandbox/erp', kind: 'order', write: { method: 'POST', path: '^/sales-orders$' }, list: { method: 'GET', path: '^/sales-orders$' }, cancelled: 'cancelled',
    change: { method: 'PATCH', path: '^/sales-orders/' },
    message: (ourId, action = 'create') => outgoing('order', ourId, action, order(action === 'create' ? '1' : '2')),
    refused: (ourId) => outgoing('order', ourId, 'create', order('1', 'NO-SUCH-ITEM')),
    webhooks,
    login,
    open: () => open('erp'),
  },
  wms: {
    name: 'sandbox/wms', kind: 'part', write: { method: 'PUT', path: '^/fulfilment-orders/' }, list: { method: 'GET', path: '^/fulfilment-orders$' }, cancelled: 'cancelled',
    change: { method: 'PUT', path: '^/fulfilment-orders/' },
    message: (ourId, action = 'create') => outgoing('part', ourId, action, part(action === 'create' ? '1' : '2')),
    refused: (ourId) => outgoing('part', ourId, 'create', part('1', 'NO-SUCH-ITEM')),
    webhooks,
    login,
    open: () => open('wms'),
  },
  tms: {
    name: 'sandbox/tms', kind: 'shipment', write: { method: 'POST', path: '^/consignments$' }, list: { method: 'GET', path: '^/consignments$' }, cancelled: 'VOID',
    change: { method: 'PUT', path: '^/consignments/' },
    message: (ourId, action = 'create') => outgoing('shipment', ourId, action, shipment(action === 'create' ? '1' : '2')),
    refused: (ourId) => outgoing('shipment', ourId, 'create', shipment('1000')),
    webhooks,
    login,
    open: () => open('tms'),
  },
  mes: {
    name: 'sandbox/mes', kind: 'production', write: { method: 'PUT', path: '^/production-orders/' }, list: { method: 'GET', path: '^/production-orders$' }, cancelled: 'cancelled',
    change: { method: 'PUT', path: '^/production-orders/' },
    message: (ourId, action = 'create') => outgoing('production', ourId, action, production(action === 'create' ? '1' : '2')),
    refused: (ourId) => outgoing('production', ourId, 'create', production('1', 'NO-SUCH-ITEM')),
    webhooks,
    login,
    open: () => open('mes'),
  },
  finance: {
    name: 'sandbox/finance', kind: 'order', write: { method: 'POST', path: '^/order-commitments$' }, list: { method: 'GET', path: '^/order-commitments$' }, cancelled: 'withdrawn',
    change: { method: 'PUT', path: '^/order-commitments/' },
    message: (ourId, action = 'create') => outgoing('order', ourId, action, order(action === 'create' ? '1' : '2')),
    refused: (ourId) => outgoing('order', ourId, 'create', { ...order('1'), buyer: 'NOBODY' }),
    webhooks,
    login,
    open: () => open('finance'),
  },
}

/** A second kind of record that the warehouse takes: goods that come back. */
export const returns: Subject = {
  name: 'sandbox/wms, of returns', kind: 'return', write: { method: 'PUT', path: '^/return-orders/' }, list: { method: 'GET', path: '^/return-orders$' }, cancelled: 'cancelled',
  change: { method: 'PUT', path: '^/return-orders/' },
  message: (ourId, action = 'create') => outgoing('return', ourId, action, goods(action === 'create' ? '1' : '2')),
  refused: (ourId) => outgoing('return', ourId, 'create', goods('1', 'NO-SUCH-ITEM')),
  webhooks,
  login,
  open: () => open('wms', 'return'),
}

/** A customer's authorisation, by the id that a fresh gateway gives the first one; `taken` is what is captured of it already. */
const AUTHORISATION = 'pi_0000000001'
async function openGateway(record: 'charge' | 'refund', taken: boolean): Promise<Control> {
  const one = await stage('gateway', {})
  await one.call('POST', '/operator/authorise', { amountMinor: 100_000, currency: 'EUR' })
  if (taken) await one.call('POST', `/v1/payment_intents/${AUTHORISATION}/capture`, {})
  return controlOf('gateway', record, one, 'wms')
}
const money = (amount: string, authorisation = AUTHORISATION): Record<string, unknown> => ({ authorisation, number: 'SO-1', despatch: 'SHP-1', creditNote: 'CN-1', amount, currency: 'EUR', final: false })
const gatewayWebhooks: Subject['webhooks'] = { ...webhooks, header: 'stripe-signature' }

/** What a payment gateway takes and gives back: neither is changed or cancelled once it is done. */
export const captures: Subject = {
  name: 'sandbox/gateway, of captures', kind: 'capture', write: { method: 'POST', path: '/capture$' }, list: { method: 'GET', path: '^/v1/charges$' }, readBack: '^/v1/charges/ch_', feed: '^/v1/events$',
  message: (ourId) => outgoing('capture', ourId, 'create', money('19.90')),
  refused: (ourId) => outgoing('capture', ourId, 'create', money('19.90', 'pi_none')),
  webhooks: gatewayWebhooks,
  login,
  open: () => openGateway('charge', false),
}
export const refunds: Subject = {
  name: 'sandbox/gateway, of refunds', kind: 'refund', write: { method: 'POST', path: '^/v1/refunds$' }, list: { method: 'GET', path: '^/v1/refunds$' }, readBack: '^/v1/refunds/re_', feed: '^/v1/events$',
  message: (ourId) => outgoing('refund', ourId, 'create', money('19.90')),
  refused: (ourId) => outgoing('refund', ourId, 'create', money('1000.01')),
  webhooks: gatewayWebhooks,
  login,
  open: () => openGateway('refund', true),
}
