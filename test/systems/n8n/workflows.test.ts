import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { signedIn } from './api'
import { type Company, orderCsv, startCompany, TOKEN } from './company'
import { N8n, outputOf, packed, type Workflow, wentWell, workflow } from './n8n'
import { setUp } from './setUp'

const tarball = packed()
const STORES = ['sqlite', ...(process.env.MARIADB_URL ? ['mariadb'] : [])]

describe.each(STORES)('the workflows of the package in a bare n8n, the store on %s', (database) => {
  const n8n = new N8n()
  let company: Company
  beforeAll(async () => {
    company = await startCompany()
    n8n.install(tarball)
    const url = database === 'mariadb' ? await freshDatabase() : ''
    await n8n.credentials(
      { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: { database, file: 'store/orders.db', url, secretKey: 'a key of the tests', actor: 'system', environment: 'sample', company: '' } },
      ...Object.entries(company.urls).map(([role, at]) => ({ id: role, name: role, type: 'orderSandboxApi', data: { url: at, token: TOKEN } })))
    await n8n.workflows(looking(company.folder), setUp(company.folder), orderFile(n8n.home), workflow('run-due-work'), workflow('nightly-reconciliation'), workflow('dead-letter-desk'))
  }, 200_000)
  afterAll(async () => {
    await n8n.close()
    await company.close()
  })

  test('five n8n processes that start at once migrate the store once', async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => n8n.execute('look')))
    for (const run of runs) expect(outputOf(wentWell(run), 'Look').length).toBeGreaterThan(20)
  })

  test('a configuration is applied and the systems are connected', async () => {
    const run = wentWell(await n8n.execute('setUp'))
    expect(outputOf(run, 'Apply').filter(({ kind }) => kind === 'system').length).toBeGreaterThanOrEqual(3)
    for (const role of ['erp', 'wms', 'finance']) expect(outputOf(run, `Connect ${role}`)).toMatchObject([{ system: role, connected: true }])
  })

  test('order file to ERP: what passes is in every system once, what needs a decision waits for it on its page', async () => {
    mkdirSync(join(n8n.home, 'orders'))
    writeFileSync(join(n8n.home, 'orders/clean.csv'), orderCsv('WF-1'))
    writeFileSync(join(n8n.home, 'orders/cheap.csv'), orderCsv('WF-2', '0.90'))
    writeFileSync(join(n8n.home, 'orders/noise.txt'), 'good morning')
    const { url, child } = await n8n.start()
    const api = await signedIn(url)
    const id = await api.start('otcOrderFile')
    const waiting = await api.until(id, 'waiting')
    expect(outputOf(waiting, 'Receive').map(({ outcome }) => outcome).sort()).toEqual(['order', 'order', 'quarantined'])
    const [link] = outputOf(waiting, 'Link for the Approver') as { link: string; id: string }[]
    const page = await fetch(atHere(link!.link, url))
    expect(await page.text()).toContain('WF-2')
    const unreasoned = await fetch(atHere(link!.link, url), { method: 'POST', headers: form, body: new URLSearchParams({ [`decision-${link!.id}`]: 'approve', [`reason-${link!.id}`]: '' }) })
    expect(await unreasoned.text()).toContain('Decide on every order, and say why.')
    const decided = await fetch(atHere(link!.link, url), { method: 'POST', headers: form, body: new URLSearchParams({ [`decision-${link!.id}`]: 'approve', [`reason-${link!.id}`]: 'a good customer' }) })
    expect(await decided.text()).toContain('The decision is recorded')
    const run = wentWell(await api.until(id, 'success'))
    expect(outputOf(run, 'Approval', 1)).toMatchObject([{ decision: 'approved', reason: 'a good customer', by: 'ines' }])
    child.kill('SIGTERM')
    for (const reference of ['WF-1', 'WF-2']) expect((await company.rows('erp', 'order')).filter((row) => JSON.stringify(row).includes(reference))).toHaveLength(1)
  }, 200_000)

  test('the same files again bring nothing new', async () => {
    wentWell(await n8n.execute('otcOrderFile'))
    expect(await company.rows('erp', 'order')).toHaveLength(2)
    expect(await company.rows('wms', 'fulfilment')).toHaveLength(2)
  })

  test('run due work: what shipped there is shipped here, by the schedule of the store', async () => {
    await company.operate('wms', 'ship')
    const run = wentWell(await n8n.execute('otcDueWork'))
    expect(outputOf(run, 'Run Due Work')).toMatchObject([{ outOfTime: false }])
  })

  test('nightly reconciliation: all agree; then somebody raises a quantity in the ERP, and it is a line of the report', async () => {
    const clean = wentWell(await n8n.execute('otcNightly'))
    expect(outputOf(clean, 'Store with Systems')[0]).toMatchObject({ left: 0, unreachable: {} })
    expect(clean.data.resultData.runData['Report of Sums']?.[0]?.data?.main?.[0]?.[0]?.binary?.data).toMatchObject({ fileName: 'sums.csv' })
    // what the night has heard is to be told to the ERP before anything of it is judged
    wentWell(await n8n.execute('otcDueWork'))
    const [row] = await company.rows('erp', 'order')
    await company.plant('erp', { name: 'raised', what: 'line-quantity-raised', externalId: row!.external_id, with: { line: '1', by: '1' } })
    const run = wentWell(await n8n.execute('otcNightly'))
    expect(outputOf(run, 'Differences')).toMatchObject([{ system: 'erp', kind: 'quantity', ours: '10 EA', theirs: '11 EA' }])
    expect(run.data.resultData.runData['Report of Differences']?.[0]?.data?.main?.[0]?.[0]?.binary?.data).toMatchObject({ fileName: 'differences.csv' })
  })

  test('dead-letter desk: nothing waits, and nothing is sent', async () => {
    const run = wentWell(await n8n.execute('otcDeadLetters'))
    expect(outputOf(run, 'Dead Letters')).toEqual([])
  })
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The link as this machine reaches it. */
const atHere = (link: string, url: string): string => link.replace(/^https?:\/\/[^/]+/, url)

function orderFile(home: string): Workflow {
  return workflow('order-file-to-erp', (nodes) => { nodes.get('Order Files')!.parameters.fileSelector = join(home, 'orders/*') })
}

/** Opens the store, which makes its tables, and changes nothing. */
function looking(folder: string): Workflow {
  const nodes = [{ id: 's', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} }, {
    id: 'l', name: 'Look', type: 'n8n-nodes-order-to-cash.orderSync', typeVersion: 1, position: [0, 0], parameters: { operation: 'apply', source: 'folder', folder, dryRun: true },
    credentials: { orderStoreApi: { id: 'orderStore', name: 'Order Store' } },
  }]
  return { id: 'look', name: 'Look', nodes, connections: { Start: { main: [[{ node: 'Look', type: 'main', index: 0 }]] } } }
}

async function freshDatabase(): Promise<string> {
  const name = `n8n_${process.pid}`
  const connection = await createConnection(process.env.MARIADB_URL!)
  await connection.query(`CREATE DATABASE ${name}`)
  await connection.end()
  return `${process.env.MARIADB_URL}/${name}`
}
