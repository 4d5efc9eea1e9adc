import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Person, personOf } from '../../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../../examples/tryton/server'
import { accessOf } from '../../../nodes/access'
import { contextOf } from '../../../jobs/access'
import { receive } from '../../../sync/receive'
import { RETRY } from '../../../sync/retry'
import { type Company, orderCsv, startCompany, TOKEN } from './company'
import { N8n, outputOf, packed, type Workflow, wentWell, workflow } from './n8n'
import { at, chained, named, ours } from './nodes'
import { setUp } from './setUp'
import { storeOn, STORES } from './stores'

let tryton: TrytonServer
beforeAll(async () => { tryton = await startTryton() }, 200_000)
afterAll(async () => { await tryton?.close() })

describe.each(STORES)('a real Tryton and a bare n8n, the store on %s', (database) => {
  const n8n = new N8n()
  let company: Company
  let clerk: Person
  let credential: Record<string, string>
  let first: string

  beforeAll(async () => {
    tryton.reset()
    company = await startCompany({ tryton: tryton.url })
    clerk = await personOf(tryton)
    n8n.install(packed())
    credential = await storeOn(database)
    await n8n.credentials(
      { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: credential },
      { id: 'erp', name: 'erp', type: 'orderTrytonApi', data: { url: tryton.url, user: 'approver', password: tryton.access.users.approver } },
      ...(['wms', 'finance'] as const).map((role) => ({ id: role, name: role, type: 'orderSandboxApi', data: { url: company.urls[role], token: TOKEN } })))
    await n8n.workflows(setUp(company.folder, { erp: 'orderTrytonApi' }), workflow('order-file-to-erp', (nodes) => {
      nodes.get('Order Files')!.parameters.fileSelector = join(n8n.home, 'orders/*')
      nodes.get('Send to the Systems')!.parameters.wait = 30
    }), workflow('nightly-reconciliation'), workflow('run-due-work'), workflow('dead-letter-desk', (nodes) => { nodes.get('Dispatch')!.parameters.wait = 30 }), order('TR-1'))
  }, 200_000)

  afterAll(async () => {
    await n8n.close()
    await company?.close()
  })

  const sales = (id: string) => clerk.rows('sale.sale', [['reference', '=', id]], ['number', 'shipment_state', 'state'])

  test('a file becomes one sale in Tryton, however often the workflow runs, and the night agrees', async () => {
    const connected = wentWell(await n8n.execute('setUp'))
    expect(outputOf(connected, 'Connect erp')).toMatchObject([{ connected: true }])
    mkdirSync(join(n8n.home, 'orders'))
    writeFileSync(join(n8n.home, 'orders/one.csv'), orderCsv('TR-1'))
    const run = wentWell(await n8n.execute('otcOrderFile'))
    expect(outputOf(run, 'Receive')).toMatchObject([{ outcome: 'order' }])
    wentWell(await n8n.execute('otcOrderFile'))
    first = (outputOf(run, 'Sort by Review')[0] as { id: string }).id
    expect(await sales(first)).toHaveLength(1)
    expect(outputOf(wentWell(await n8n.execute('otcNightly')), 'Store with Systems')[0]).toMatchObject({ left: 0, unreachable: {} })
  }, 300_000)

  test('run due work: what the warehouse shipped is a delivery that is done in Tryton, and the order is shipped here', async () => {
    await company.operate('wms', 'ship')
    // as behind a Schedule Trigger: what is followed is due every other minute
    for (let status: unknown = 'toShip'; status === 'toShip';) {
      expect(outputOf(wentWell(await n8n.execute('otcDueWork')), 'Run Due Work')).toMatchObject([{ outOfTime: false }])
      status = (outputOf(wentWell(await n8n.execute('order')), 'Get')[0]!.order as { status: string }).status
    }
    expect(await sales(first)).toMatchObject([{ shipment_state: 'sent' }])
  }, 300_000)

  test('dead-letter desk: what stopped while Tryton was away goes again by itself, and is one sale', async () => {
    await tryton.kill()
    const id = await takeInAged('TR-DEAD')
    wentWell(await n8n.execute('otcDueWork'))
    await tryton.start()
    const desk = wentWell(await n8n.execute('otcDeadLetters'))
    expect(outputOf(desk, 'Dead Letters')).toMatchObject([{ detail: { cause: 'transport' } }])
    expect(outputOf(desk, 'Send Again')).toMatchObject([{ system: 'erp', state: 'waiting' }])
    expect(outputOf(desk, 'Dispatch')).toMatchObject([{ done: expect.any(Number) as number, dead: 0 }])
    expect(await sales(id)).toHaveLength(1)
    expect(outputOf(wentWell(await n8n.execute('otcDeadLetters')), 'Dead Letters')).toEqual([])
  }, 300_000)

  /** An order comes in, and its message to the ERP is as if it had been tried for hours: the next attempt is the last one. */
  async function takeInAged(reference: string): Promise<string> {
    const opened = await contextOf(accessOf(credential, { N8N_USER_FOLDER: n8n.home }))
    const { items } = await receive(opened.context, { channel: 'shop', transportId: reference, bytes: Buffer.from(orderCsv(reference)), fileName: 'order.csv' })
    await opened.context.store.write((tx) => tx.execute("UPDATE messages SET attempt = $1 WHERE system = 'erp' AND state = 'waiting'", [RETRY.again.attempts - 1]))
    await opened.close()
    return items[0]!.order!
  }
})

function order(reference: string): Workflow {
  return chained('order', [at('Start', 'n8n-nodes-base.manualTrigger', {}), ours('Get', 'order', { resource: 'order', operation: 'get', order: named(reference) })])
}
