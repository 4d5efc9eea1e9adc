import { personOf } from '../../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../../examples/tryton/server'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Company, orderCsv, startCompany, TOKEN } from './company'
import { N8n, outputOf, packed, wentWell, workflow } from './n8n'
import { setUp } from './setUp'
import { storeOn, STORES } from './stores'

let tryton: TrytonServer
beforeAll(async () => { tryton = await startTryton() }, 200_000)
afterAll(async () => { await tryton?.close() })

describe.each(STORES)('a real Tryton and a bare n8n, the store on %s', (database) => {
  const n8n = new N8n()
  let company: Company

  beforeAll(async () => {
    tryton.reset()
    company = await startCompany({ tryton: tryton.url })
    n8n.install(packed())
    await n8n.credentials(
      { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: await storeOn(database) },
      { id: 'erp', name: 'erp', type: 'orderTrytonApi', data: { url: tryton.url, user: 'approver', password: tryton.access.users.approver } },
      ...(['wms', 'finance'] as const).map((role) => ({ id: role, name: role, type: 'orderSandboxApi', data: { url: company.urls[role], token: TOKEN } })))
    await n8n.workflows(setUp(company.folder, { erp: 'orderTrytonApi' }), workflow('order-file-to-erp', (nodes) => {
      nodes.get('Order Files')!.parameters.fileSelector = join(n8n.home, 'orders/*')
      nodes.get('Send to the Systems')!.parameters.wait = 30
    }), workflow('nightly-reconciliation'))
  }, 200_000)

  afterAll(async () => {
    await n8n.close()
    await company?.close()
  })

  test('a file becomes one sale in Tryton, however often the workflow runs, and the night agrees', async () => {
    const connected = wentWell(await n8n.execute('setUp'))
    expect(outputOf(connected, 'Connect erp')).toMatchObject([{ connected: true }])
    mkdirSync(join(n8n.home, 'orders'))
    writeFileSync(join(n8n.home, 'orders/one.csv'), orderCsv('TR-1'))
    const run = wentWell(await n8n.execute('otcOrderFile'))
    expect(outputOf(run, 'Receive')).toMatchObject([{ outcome: 'order' }])
    wentWell(await n8n.execute('otcOrderFile'))
    const { id } = outputOf(run, 'Sort by Review')[0] as { id: string }
    const clerk = await personOf(tryton)
    expect(await clerk.rows('sale.sale', [['reference', '=', id]], ['number'])).toHaveLength(1)
    expect(outputOf(wentWell(await n8n.execute('otcNightly')), 'Store with Systems')[0]).toMatchObject({ left: 0, unreachable: {} })
  }, 300_000)
})
