import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { OWNER, signedIn } from './api'
import { type Company, orderCsv, startCompany, TOKEN } from './company'
import { N8n, packed, type Workflow, workflow } from './n8n'

/** SCREENSHOTS=docs/n8n writes the pictures of the guide anew. */
const PICTURES = process.env.SCREENSHOTS && resolve(process.env.SCREENSHOTS)
const n8n = new N8n()
let company: Company
let browser: Browser
let page: Page
let url: string

beforeAll(async () => {
  company = await startCompany()
  n8n.install(packed())
  await n8n.credentials({ id: 'guideStore', name: 'Order Store account', type: 'orderStoreApi', data: { database: 'sqlite', file: 'guide/orders.db', secretKey: 'a key of the tests', actor: 'system', environment: 'sample', company: '' } },
    { id: 'guideSandbox', name: 'Order Sandbox account', type: 'orderSandboxApi', data: { url: Object.values(company.urls).join(', '), token: TOKEN } },
    { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: { database: 'sqlite', file: 'order-to-cash/orders.db', secretKey: 'a key of the tests', actor: 'system', environment: 'sample', company: '' } })
  await n8n.workflows(first(), guided())
  url = (await n8n.start()).url
  await signedIn(url)
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  // what was typed and not saved is left behind
  page.on('dialog', (dialog) => void dialog.accept())
  // on a busy machine the first page alone takes more than half a minute
  page.setDefaultTimeout(100_000)
  await page.goto(`${url}/signin`)
  await page.fill('input[type=email]', OWNER.email)
  await page.fill('input[type=password]', OWNER.password)
  await page.keyboard.press('Enter')
  await page.waitForURL((at) => !at.pathname.includes('signin'))
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await n8n.close()
  await company?.close()
})

test('the nodes are found in the panel', async () => {
  await page.goto(`${url}/workflow/first`)
  await page.locator('[data-test-id="node-creator-plus-button"]').first().click()
  await page.locator('[data-test-id="node-creator-search-bar"], [placeholder^="Search nodes"]').first().fill('Order ')
  for (const name of ['Order Document', 'Order Review', 'Order Sync', 'Order Reconcile', 'Order Approval']) await page.getByText(name, { exact: true }).first().waitFor()
  await picture('panel')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
})

test('the credential is tested, and says what is in the store', async () => {
  await page.goto(`${url}/home/credentials/orderStore`)
  await page.getByText(/Connected|Connection tested successfully/).first().waitFor()
  await picture('credential')
})

test('the first workflow of the guide is executed in the editor: the order is in every system', async () => {
  await page.goto(`${url}/workflow/guided`)
  await page.locator('[data-test-id="canvas-node"]').first().waitFor()
  await page.locator('[data-test-id="execute-workflow-button"]').first().click()
  await page.getByText(/Workflow executed successfully|Execution successful/).first().waitFor()
  await picture('first-order')
  for (const [role, type] of [['erp', 'order'], ['wms', 'fulfilment']] as const) expect([role, (await company.rows(role, type)).length]).toEqual([role, 1])
})

test('the workflow is executed in the editor, and its outputs are seen', async () => {
  await page.goto(`${url}/workflow/first`)
  await page.locator('[data-test-id="canvas-node"]').first().waitFor()
  await page.locator('[data-test-id="execute-workflow-button"]').first().click()
  await page.getByText(/Workflow executed successfully|Execution successful/).first().waitFor()
  await picture('executed')
  await page.locator('[data-test-id="canvas-node"][data-node-name="Receive"]').dblclick()
  await page.getByText('FIRST-1').first().waitFor()
  await picture('receive')
})

test('a field is filled, the step is executed alone, and what is typed comes out', async () => {
  const channel = page.locator('[data-test-id="parameter-input-channel"] input')
  await channel.fill('shop')
  await channel.press('Tab')
  const transport = page.locator('[data-test-id="parameter-input-transportId"] input')
  await transport.fill('second')
  await transport.press('Tab')
  await page.locator('[data-test-id="node-execute-button"]').first().click()
  // the same order by another way is no second one
  await page.getByText('duplicate', { exact: true }).first().waitFor()
})

test.each(['Read', 'Receive', 'Review', 'Run Due Work', 'Reconcile', 'Trigger', 'Approval'])('the node %s shows its fields', async (name) => {
  await page.goto(`${url}/workflow/first`)
  await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick()
  await page.getByText('Parameters', { exact: true }).first().waitFor()
  await page.locator('[data-test-id^="parameter-input-"]').first().waitFor()
  // a trigger has no input beside its fields
  const { x } = (await page.getByText('Parameters', { exact: true }).first().boundingBox())!
  await picture(name.toLowerCase().replaceAll(' ', '-'), { x: Math.round(x) - 22, y: 25, width: 430, height: 560 })
})

async function picture(name: string, clip?: { x: number; y: number; width: number; height: number }): Promise<void> {
  if (!PICTURES) return
  mkdirSync(PICTURES, { recursive: true })
  await page.waitForTimeout(1500)
  await page.screenshot({ path: join(PICTURES, `${name}.png`), clip })
}

/** The workflow of the package that the guide begins with, with the systems that run here. */
function guided(): Workflow {
  const read = workflow('first-order', (nodes) => {
    Object.assign(nodes.get('Sample Company')!.parameters, { source: 'folder', folder: company.folder })
    for (const { credentials } of nodes.values()) for (const [type, credential] of Object.entries(credentials ?? {}) as [string, { id: string }][]) credential.id = type === 'orderStoreApi' ? 'guideStore' : 'guideSandbox'
  })
  return { ...read, id: 'guided' }
}

/** The sample company, an order, and what became of it; below them the other nodes. */
function first(): Workflow {
  const store = { orderStoreApi: { id: 'orderStore', name: 'Order Store' } }
  const at = (name: string, type: string, x: number, parameters: object, credentials = {}, typeVersion = 1) => ({ id: name, name, type, typeVersion, position: [x, 0], parameters, credentials })
  const nodes = [
    at('Start', 'n8n-nodes-base.manualTrigger', 0, {}),
    at('Sample Company', 'n8n-nodes-order-to-cash.orderSync', 220, { operation: 'apply', source: 'sample' }, store),
    { ...at('Receive', 'n8n-nodes-order-to-cash.order', 440, { resource: 'order', operation: 'receive', from: 'text', text: orderCsv('FIRST-1'), transportId: 'first' }, store), executeOnce: true },
    at('Review', 'n8n-nodes-order-to-cash.orderReview', 660, { operation: 'sort', order: { __rl: true, mode: 'name', value: '={{ $json.order.id }}' } }, store),
  ]
  const others = [
    { ...at('Trigger', 'n8n-nodes-order-to-cash.orderTrigger', 0, { events: ['approvalAsked', 'held'] }, store), disabled: true }, at('Read', 'n8n-nodes-order-to-cash.orderDocument', 220, { operation: 'read' }),
    at('Reconcile', 'n8n-nodes-order-to-cash.orderReconcile', 440, { operation: 'items', key: 'number', fields: 'amount, status', tolerance: '0.01' }), at('Run Due Work', 'n8n-nodes-order-to-cash.orderSync', 660, { operation: 'runDue' }, store),
    at('Approval', 'n8n-nodes-order-to-cash.orderApproval', 880, { order: { __rl: true, mode: 'name', value: '={{ $json.id }}' }, actor: { __rl: true, mode: 'id', value: 'ines' } }, store),
  ].map((node) => ({ ...node, position: [node.position[0]!, 260] }))
  return { id: 'first', name: 'First order', nodes: [...nodes, ...others], connections: Object.fromEntries(nodes.slice(1).map((node, no) => [nodes[no]!.name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }])) } as unknown as Workflow
}
