import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectorOf } from '../../connectors/registry'
import { type Order } from '../../orders/order'
import { erp } from '../../sandbox/erp/system'
import { finance } from '../../sandbox/finance/system'
import { startSystem } from '../../sandbox/server'
import { wms, wmsSouth } from '../../sandbox/wms/system'
import * as orders from '../../store/orders'
import * as secrets from '../../store/secrets'
import { applyFolder } from '../../sync/config/apply'
import { type Context } from '../../sync/context'
import { silent } from '../../sync/log'
import { receive, type Received } from '../../sync/receive'
import { refresh } from '../../sync/refresh'
import { freshStore } from '../store/open'
import { type Expected, expected, SAMPLE } from './sample'

const TOKEN = 'sample-token'
const running: { close(): Promise<void> }[] = []
afterAll(async () => { await Promise.all(running.map((system) => system.close())) })

test('the inbox of the sample becomes what is expected of it: held, asked, doubled and quarantined for the planned reason, the rest untouched', async () => {
  const store = await freshStore({ environment: 'sample' })
  const context: Context = { store, clock: { now: () => new Date('2026-03-02T07:00:00Z') }, log: silent, actor: 'system', owner: 'test', connect: connectorOf }
  const urls = new Map<string, string>()
  for (const [role, system] of Object.entries({ erp, wms, finance, 'wms-south': wmsSouth })) {
    const started = await startSystem(system, { port: 0, state: join(store.folder, `${role}.db`), token: TOKEN })
    running.push(started)
    urls.set(role, started.url)
    const answer = await fetch(`${started.url}/admin/seed`, { method: 'PUT', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }, body: readFileSync(join(SAMPLE, 'company/seed', `${role}.json`)) })
    expect(answer.status).toBe(200)
  }
  await applyFolder(context, join(SAMPLE, 'company'), { adjust: (record) => (record.kind === 'system' ? { ...record, body: { ...record.body, url: urls.get(record.key) ?? record.body.url, mode: urls.has(record.key) || record.body.role === 'edi' ? record.body.mode : 'off' } } : record) })
  for (const role of urls.keys()) await store.write((tx) => secrets.put(tx, 'TORNVIK', role, TOKEN, '2026-03-02T07:00:00.000Z'))
  expect((await refresh(context)).unreachable).toEqual({})

  const became = new Map<string, string[]>()
  for (const file of readdirSync(join(SAMPLE, 'inbox')).sort()) {
    const received = await receive(context, { channel: 'inbox', transportId: file, bytes: readFileSync(join(SAMPLE, 'inbox', file)), fileName: file })
    became.set(file, await outcomes(context, received))
  }
  expect(Object.fromEntries(became)).toEqual(Object.fromEntries([...expected()].map(([file, list]) => [file, list.map(planned)])))
})

/** `4500118821 CASCADE toShip 1073.32`, `PO-77313 LAKESHORE held item-unknown`, … */
async function outcomes(context: Context, { items, arrival }: Received): Promise<string[]> {
  if (items.length === 0) return [`${arrival.outcome} ${arrival.problems[0]?.code ?? ''}`]
  // a mail is kept beside the orders that came in it
  return Promise.all(items.filter(({ type }) => type !== 'mail').map(async (item) => {
    const order = item.order === undefined ? undefined : await orders.get(context.store, 'TORNVIK', item.order)
    return order && item.outcome !== 'duplicate' ? said(order) : item.outcome
  }))
}

function said(order: Order): string {
  const of = (severity: string): string => [...new Set(order.findings.filter((f) => f.severity === severity).map((f) => (severity === 'approval' ? `${f.role} ${f.code}` : f.code)))].join(' ')
  const why = order.status === 'held' ? of('hold') : order.status === 'awaitingApproval' ? of('approval') : `${order.payable} ${order.findings.map((f) => f.code).join(' ')}`.trim()
  return `${order.reference} ${order.buyer} ${order.status} ${why}`
}

function planned(order: Expected): string {
  switch (order.outcome) {
    case 'confirmed': return `${order.reference} ${order.buyer} toShip ${order.payable}`
    case 'awaitingApproval': return `${order.reference} ${order.buyer} awaitingApproval ${order.role} ${order.code}`
    case 'held': return `${order.reference} ${order.buyer} held ${order.code}`
    case 'duplicate': return 'duplicate'
    case 'quarantined': return order.reference === undefined ? `quarantined ${order.code}` : 'quarantined'
  }
}
