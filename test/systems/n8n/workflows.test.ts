import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type IRun } from 'n8n-workflow'
import { contextOf } from '../../../jobs/access'
import { accessOf } from '../../../nodes/access'
import { receive } from '../../../sync/receive'
import { RETRY } from '../../../sync/retry'
import { type Api, signedIn } from './api'
import { type Company, orderCsv, startCompany, TOKEN } from './company'
import { actor, at, chained, ours } from './nodes'
import { N8n, outputOf, packed, type Workflow, wentWell, workflow } from './n8n'
import { storeOn, STORES } from './stores'

const tarball = packed()

describe.each(STORES)('the workflows of the package in a bare n8n, the store on %s', (database) => {
  const n8n = new N8n()
  let company: Company
  let api: Api
  let url: string
  let credential: Record<string, string>
  /** Runs a workflow from its trigger by hand, to its end. */
  const run = async (id: string, trigger = 'Start by Hand'): Promise<IRun> => wentWell(await api.until(await api.start(id, trigger), 'success'))
  beforeAll(async () => {
    company = await startCompany()
    n8n.install(tarball)
    credential = await storeOn(database)
    await n8n.credentials(
      { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: credential },
      { id: 'orderSandbox', name: 'Order Sandbox', type: 'orderSandboxApi', data: { url: Object.values(company.urls).join(', '), token: TOKEN } })
    await n8n.workflows(looking(company.folder), firstOrder(company.folder), orderFile(n8n.home), workflow('run-due-work'), workflow('nightly-reconciliation'), workflow('dead-letter-desk'), again(), saved())
  }, 200_000)
  afterAll(async () => {
    await n8n.close()
    await company.close()
  })

  test('five n8n processes that start at once migrate the store once', async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => look(n8n)))
    for (const run of runs) expect(outputOf(wentWell(run), 'Look').length).toBeGreaterThan(20)
  })

  test('first order: the company is applied, its systems are connected, and the order is in each of them', async () => {
    const run = wentWell(await n8n.execute('otcFirstOrder'))
    expect(outputOf(run, 'Sample Company').filter(({ kind }) => kind === 'system').length).toBeGreaterThanOrEqual(3)
    expect(outputOf(run, 'Connect').map(({ system, connected }) => [system, connected]).sort()).toEqual([['erp', true], ['finance', true], ['wms', true]])
    expect(outputOf(run, 'Receive')).toMatchObject([{ outcome: 'order' }])
    const [got] = outputOf(run, 'What the Systems Say') as unknown as { order: object; links: { system: string }[] }[]
    expect(got!.order).toMatchObject({ reference: 'PO-1', status: 'toShip' })
    expect(got!.links.map(({ system }) => system).sort()).toEqual(['erp', 'finance', 'wms'])
    url = (await n8n.start()).url
    api = await signedIn(url)
  }, 200_000)

  test('order file to ERP: what passes is in every system once, what needs a decision waits for it on its page', async () => {
    mkdirSync(join(n8n.home, 'orders'))
    writeFileSync(join(n8n.home, 'orders/clean.csv'), orderCsv('WF-1').replace('Lager 2', '={{ 1+1 }}'))
    writeFileSync(join(n8n.home, 'orders/cheap.csv'), orderCsv('WF-2', '0.90'))
    writeFileSync(join(n8n.home, 'orders/noise.txt'), 'good morning')
    const id = await api.start('otcOrderFile')
    const waiting = await api.until(id, 'waiting')
    expect(outputOf(waiting, 'Receive').map(({ outcome }) => outcome).sort()).toEqual(['order', 'order', 'quarantined'])
    // what looks like an expression is text
    expect(outputOf(waiting, 'Receive').map(({ order }) => (order as { shipTo?: { name: string } } | undefined)?.shipTo?.name).sort()).toEqual(['={{ 1+1 }}', 'Lager 2', undefined])
    const [link] = outputOf(waiting, 'Link for the Approver') as { link: string; id: string }[]
    const page = await fetch(atHere(link!.link, url))
    expect(await page.text()).toContain('WF-2')
    const unreasoned = await fetch(atHere(link!.link, url), { method: 'POST', headers: form, body: new URLSearchParams({ [`decision-${link!.id}`]: 'approve', [`reason-${link!.id}`]: '' }) })
    expect(await unreasoned.text()).toContain('Decide on every order, and say why.')
    const decided = await fetch(atHere(link!.link, url), { method: 'POST', headers: form, body: new URLSearchParams({ [`decision-${link!.id}`]: 'approve', [`reason-${link!.id}`]: 'a good customer' }) })
    expect(await decided.text()).toContain('The decision is recorded')
    const went = wentWell(await api.until(id, 'success'))
    expect(outputOf(went, 'Approval', 1)).toMatchObject([{ decision: 'approved', reason: 'a good customer', by: 'ines' }])
    for (const reference of ['WF-1', 'WF-2']) expect((await company.rows('erp', 'order')).filter((row) => JSON.stringify(row).includes(reference))).toHaveLength(1)
  }, 200_000)

  test('the same files again bring nothing new', async () => {
    await run('otcOrderFile', 'Start')
    expect(await company.rows('erp', 'order')).toHaveLength(3)
    expect(await company.rows('wms', 'fulfilment')).toHaveLength(3)
  })

  test('run due work: what shipped there is shipped here, by the schedule of the store', async () => {
    await company.operate('wms', 'ship')
    expect(outputOf(await run('otcDueWork'), 'Run Due Work')).toMatchObject([{ outOfTime: false }])
  })

  test('nightly reconciliation: all agree; then somebody raises a quantity in the ERP, and it is a line of the report', async () => {
    const clean = await run('otcNightly')
    expect(outputOf(clean, 'Store with Systems')[0]).toMatchObject({ left: 0, unreachable: {} })
    expect(clean.data.resultData.runData['Report of Sums']?.[0]?.data?.main?.[0]?.[0]?.binary?.data).toMatchObject({ fileName: 'sums.csv' })
    // what the night has heard is to be told to the ERP before anything of it is judged
    await run('otcDueWork')
    const [row] = await company.rows('erp', 'order')
    await company.plant('erp', { name: 'raised', what: 'line-quantity-raised', externalId: row!.external_id, with: { line: '1', by: '1' } })
    const night = await run('otcNightly')
    expect(outputOf(night, 'Differences')).toMatchObject([{ system: 'erp', kind: 'quantity', ours: '10 EA', theirs: '11 EA' }])
    expect(night.data.resultData.runData['Report of Differences']?.[0]?.data?.main?.[0]?.[0]?.binary?.data).toMatchObject({ fileName: 'differences.csv' })
  })

  test('dead-letter desk: what an outage stopped goes again by itself, what the ERP did not let in waits for a person, who sends it all by its cause; each is there once', async () => {
    expect(outputOf(await run('otcDeadLetters'), 'Dead Letters')).toEqual([])
    for (const [reference, fault] of [['DEAD-1', '503'], ['DEAD-2', '401']] as const) {
      await company.faults('erp', [{ fault, match: { path: 'order' } }])
      await takeInAged(reference)
      await run('otcDueWork')
    }
    await company.faults('erp', [])
    const desk = await run('otcDeadLetters')
    expect(outputOf(desk, 'Dead Letters').map(({ detail }) => (detail as { cause: string }).cause).sort()).toEqual(['auth', 'transport'])
    expect(outputOf(desk, 'Send Again')).toMatchObject([{ system: 'erp', state: 'waiting' }])
    expect(outputOf(desk, 'For a Person')).toMatchObject([{ kind: 'dead-letter', detail: { cause: 'auth' } }])
    const sent = await run('again', 'Start')
    expect(outputOf(sent, 'Look')).toMatchObject([{ system: 'erp', state: 'dead', why: expect.stringContaining('token') as string }])
    expect(outputOf(sent, 'Send')).toMatchObject([{ system: 'erp', state: 'waiting', closedCases: [expect.any(String)] }])
    await run('otcDueWork')
    const there = (await company.rows('erp', 'order')).map((row) => JSON.stringify(row))
    for (const reference of ['DEAD-1', 'DEAD-2']) expect([reference, there.filter((row) => row.includes(reference)).length]).toEqual([reference, 1])
    expect(outputOf(await run('otcDeadLetters'), 'Dead Letters')).toEqual([])
  }, 200_000)

  test('a workflow as 0.1.0 saved it is executed, and means what it meant', async () => {
    const old = await run('saved010', 'Start')
    expect(outputOf(old, 'Validate')).toMatchObject([{ valid: true, format: 'csv' }])
    expect(outputOf(old, 'Receive')).toMatchObject([{ outcome: 'order', repeated: false }])
    expect(outputOf(old, 'Review', 1)).toMatchObject([{ reference: 'SAVED-1', asked: [{ role: 'salesManager' }] }])
    expect(outputOf(old, 'Submit')).toMatchObject([{ changed: true, order: { status: 'toShip' } }])
    expect(outputOf(old, 'Sort', 0)).toMatchObject([{ reference: 'SAVED-1', status: 'toShip' }])
    expect(outputOf(old, 'Get')).toMatchObject([{ order: { reference: 'SAVED-1' } }])
    expect(outputOf(old, 'Timeline').map(({ type }) => type)).toEqual(expect.arrayContaining(['received', 'approvalAsked', 'approved', 'confirmed']))
    expect(outputOf(old, 'Dispatch')).toMatchObject([{ done: expect.any(Number) as number, dead: 0 }])
    expect(outputOf(old, 'Systems')[0]).toMatchObject({ unreachable: {} })
    expect((await company.rows('erp', 'order')).filter((row) => JSON.stringify(row).includes('SAVED-1'))).toHaveLength(1)
  }, 100_000)

  /** An order comes in, and its message to the ERP is as if it had been tried for hours: the next attempt is the last one. */
  async function takeInAged(reference: string): Promise<void> {
    const opened = await contextOf(accessOf(credential, { N8N_USER_FOLDER: n8n.home }))
    await receive(opened.context, { channel: 'shop', transportId: reference, bytes: Buffer.from(orderCsv(reference)), fileName: 'order.csv' })
    await opened.context.store.write((tx) => tx.execute("UPDATE messages SET attempt = $1 WHERE system = 'erp' AND state = 'waiting'", [RETRY.again.attempts - 1]))
    await opened.close()
  }
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The link as this machine reaches it. */
const atHere = (link: string, url: string): string => link.replace(/^https?:\/\/[^/]+/, url)

/** Where n8n's own database was busy, which five of its processes share here, once more. */
async function look(n8n: N8n): Promise<IRun> {
  for (;;) {
    try {
      return await n8n.execute('look')
    } catch (error) {
      if (!String(error).includes('QueryFailedError: SQLITE_BUSY')) throw error
    }
  }
}

function firstOrder(folder: string): Workflow {
  return workflow('first-order', (nodes) => { Object.assign(nodes.get('Sample Company')!.parameters, { source: 'folder', folder }) })
}

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

/** What waits because the ERP did not let us in: looked at, then sent again. */
function again(): Workflow {
  const resend = (name: string, dryRun: boolean) => ours(name, 'order', { resource: 'case', operation: 'resendAll', cause: 'auth', systemName: 'erp', dryRun, actor: actor('meike') })
  return chained('again', [at('Start', 'n8n-nodes-base.manualTrigger', {}), resend('Look', true), resend('Send', false)])
}

function saved(): Workflow {
  return JSON.parse(readFileSync(resolve(__dirname, '../../nodes/saved/0.1.0-executed.json'), 'utf8')) as Workflow
}
