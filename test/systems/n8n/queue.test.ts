import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'mysql2/promise'
import { signedIn } from './api'
import { type Company, orderCsv, startCompany, TOKEN } from './company'
import { freePort, N8n, outputOf, packed, wentWell, workflow } from './n8n'
import { taking } from './nodes'
import { setUp } from './setUp'

const ORDERS = 500
const DATABASE = `n8n_queue_${process.pid}`
if (!process.env.MARIADB_URL) throw new Error('queue mode needs a MariaDB: npm run test:n8n brings one')

let n8n: N8n
let company: Company
let redis: ChildProcess
let main: { url: string; child: ChildProcess }
let workers: ChildProcess[]

beforeAll(async () => {
  const port = await freePort()
  redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'], { stdio: 'ignore' })
  company = await startCompany()
  const connection = await createConnection(process.env.MARIADB_URL!)
  await connection.query(`CREATE DATABASE ${DATABASE}`)
  await connection.end()
  n8n = new N8n()
  n8n.install(packed())
  const store = { secretKey: 'a key of the tests', actor: 'system', environment: 'sample', company: '' }
  await n8n.credentials(
    { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: { ...store, database: 'mariadb', url: `${process.env.MARIADB_URL}/${DATABASE}` } },
    { id: 'fileStore', name: 'SQLite Store', type: 'orderStoreApi', data: { ...store, database: 'sqlite', file: 'store/orders.db' } },
    ...Object.entries(company.urls).map(([role, at]) => ({ id: role, name: role, type: 'orderSandboxApi', data: { url: at, token: TOKEN } })))
  await n8n.workflows(setUp(company.folder), taking('taking', 'orders'), taking('onFile', 'on-file', 'fileStore'), workflow('run-due-work', (nodes) => { nodes.get('Run Due Work')!.parameters.budget = 300 }))
  wentWell(await n8n.execute('setUp'))
  const queue = { EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port), OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true' }
  main = await n8n.start(queue)
  workers = await Promise.all([n8n.worker({ ...queue, QUEUE_HEALTH_CHECK_ACTIVE: 'false' }), n8n.worker({ ...queue, QUEUE_HEALTH_CHECK_ACTIVE: 'false' })])
  const api = await signedIn(main.url)
  for (const id of ['taking', 'onFile']) await api.activate(id)
}, 300_000)

afterAll(async () => {
  await n8n.close()
  await company.close()
  redis.kill('SIGTERM')
  await once(redis, 'close')
  const connection = await createConnection(process.env.MARIADB_URL!)
  await connection.query(`DROP DATABASE ${DATABASE}`)
  await connection.end()
})

/** Sends an order as a shop does: again and again with the same event id until it is answered. */
async function send(no: number): Promise<number> {
  for (let tries = 1; ; tries++) {
    const sent = await post('orders', { id: `event-${no}`, text: orderCsv(`Q-${no}`, '0.98', '1') }).catch(() => undefined)
    if (sent?.ok && (await sent.text()).includes('outcome')) return tries
    if (tries > 20) throw new Error(`order ${no} was never answered: ${sent?.status}`)
  }
}

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${main.url}/webhook/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(15_000) })

test(`${ORDERS} orders through two workers, one killed in the middle, events delivered in two executions at once: none lost, none doubled`, async () => {
  let answered = 0
  let repeated = 0
  const queue = Array.from({ length: ORDERS }, (_, no) => no)
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let no = queue.shift(); no !== undefined; no = queue.shift()) {
      // every tenth event comes in two executions at once
      const tries = await Promise.all(no % 10 === 0 ? [send(no), send(no)] : [send(no)])
      repeated += tries.reduce((sum, one) => sum + one - 1, 0) + tries.length - 1
      if (++answered === 150) workers[0]!.kill('SIGKILL')
    }
  }))
  expect(workers[0]!.signalCode).toBe('SIGKILL')
  const connection = await createConnection(`${process.env.MARIADB_URL}/${DATABASE}`)
  const [rows] = await connection.query('SELECT reference, count(*) AS n, min(status) AS status FROM orders GROUP BY reference')
  await connection.end()
  const orders = rows as { reference: string; n: number; status: string }[]
  expect(orders).toHaveLength(ORDERS)
  expect(orders.filter(({ n, status }) => Number(n) !== 1 || status !== 'toShip')).toEqual([])
  for (let round = 0; round < 3; round++) if (!(outputOf(wentWell(await n8n.execute('otcDueWork')), 'Run Due Work')[0] as { outOfTime: boolean }).outOfTime) break
  const there = await company.rows('erp', 'order')
  expect(there).toHaveLength(ORDERS)
  expect(await company.rows('wms', 'fulfilment')).toHaveLength(ORDERS)
  console.log(`${ORDERS} orders, ${repeated} deliveries more than needed, one worker killed: ${orders.length} in the store, ${there.length} in the ERP`)
}, 600_000)

test('SQLite is refused in queue mode with what to do', async () => {
  await post('on-file', { id: 'x', text: orderCsv('Q-FILE') })
  const api = await signedIn(main.url)
  const { results } = await api.get<{ results: { id: string }[] }>('/executions?filter=%7B%22workflowId%22%3A%22onFile%22%7D')
  const run = await api.until(results[0]!.id, 'success')
  expect(run.data.resultData.error?.message).toContain('queue mode')
}, 60_000)
