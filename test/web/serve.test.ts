import { request } from 'node:http'
import { createServer } from 'node:net'
import * as cases from '../../store/cases'
import { drain } from '../../sync/dispatch'
import { receive } from '../../sync/receive'
import { serve, type Served } from '../../web/serve'
import { freshStore } from '../store/open'
import { csv, openWorld, type World } from '../sync/world'

interface Answer { status: number; headers: Record<string, unknown>; body: string }

/** As a browser would ask, or somebody who pretends to be one. */
function ask(url: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => { body += part }).on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    })
    sent.on('error', reject).end()
  })
}

describe('the status page', () => {
  let world: World
  let served: Served
  const page = (path: string): Promise<Answer> => ask(served.url + path)
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1')
    await world.take('PO-2', { item: 'NO-SUCH' })
    await drain(world.context, { patienceMs: 2000 })
    served = await serve({ context: world.context, port: 0 })
  })
  afterAll(() => served.close())

  test('the overview counts orders by status, messages by system and cases', async () => {
    await receive(world.context, { channel: 'test', transportId: 'noise', bytes: Buffer.from([0, 1, 2, 3]), fileName: 'noise.bin' })
    const { status, body } = await page('/')
    expect(status).toBe(200)
    expect(body).toMatch(/href="\/orders\?status=toShip"><span class="count">1<\/span>/)
    expect(body).toMatch(/href="\/orders\?status=held"><span class="count">1<\/span>/)
    expect(body).toMatch(/<span class="quiet">erp<\/span><\/td><td class=""><span class="pill good">well<\/span><\/td><td class="number">1<\/td>/)
    expect(body).toContain('noise.bin')
    expect(body).toContain('http-equiv="refresh"')
  })

  test('orders are found by status and by the beginning of their reference', async () => {
    expect((await page('/orders')).body).toMatch(/PO-2[\s\S]*PO-1/)
    const held = (await page('/orders?status=held')).body
    expect([held.includes('PO-2'), held.includes('PO-1')]).toEqual([true, false])
    expect((await page('/orders?q=PO-1')).body).not.toContain('PO-2')
    expect((await page('/orders?q=%3Cscript%3E&status=nonsense&from=-5')).body).toContain('value="&lt;script&gt;"')
  })

  test('an order shows lines, the systems\' own numbers, its timeline in the company\'s time zone and its holds', async () => {
    const { body } = await page('/orders/SO-000001')
    expect(body).toMatch(/SO-ERP-\d+/)
    expect(body).toContain('Confirmed as SO-000001, payable 125.00')
    expect(body).toContain('2026-03-02 09:00')
    const held = await world.order('PO-2')
    expect((await page(`/orders/${held.id}`)).body).toContain('Held because')
    expect((await page('/orders/SO-999999')).status).toBe(404)
    expect((await page('/orders/%E0%A4%A')).status).toBe(404)
  })

  test('an order shows each attempt with system, time and outcome, and behind a fold what was asked and answered, without a secret (R-SYS-03, R-AUD-05)', async () => {
    const { body } = await page('/orders/SO-000001')
    const shown = body.slice(body.indexOf('Asked and answered'))
    const folds = shown.split('<details').slice(1)
    expect(folds.map((fold) => /summary>[^]*?<\/span> (\w+): (.*?) <span class="quiet">attempt 1, \d+ ms<\/span> <span class="pill good">done/.exec(fold)?.slice(1).join(' ')).sort()).toEqual(['erp create order', 'finance create order', 'wms create part'])
    expect(folds.join('')).toMatch(/<code>POST \/sales-orders<\/code> <span class="quiet">201[^]*Asked<\/p><pre><code>\{&quot;externalId&quot;/)
    expect(shown).not.toContain('test-token-that-no-log-may-show')
    expect(shown).not.toContain('<details open')
  })

  test('a script in a document stays text on every page', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    await receive(world.context, { channel: 'test', transportId: 'evil', bytes: csv(evil, { item: evil }), fileName: `${evil}.csv` })
    await receive(world.context, { channel: evil, transportId: 'evil-noise', bytes: Buffer.from([0, 1, 2]), fileName: `${evil}.bin` })
    const { id } = await world.order(evil)
    const about = (await cases.list(world.store, 'OC', { state: 'open' })).find(({ text }) => text.includes(evil))!
    for (const path of ['/', '/orders', `/orders/${id}`, '/cases', `/cases/${about.id}`]) {
      const { body } = await page(path)
      expect(body).toContain('&lt;img src=x')
      expect(body).not.toContain('<img')
    }
  })

  test('cases say what to do and how to close them', async () => {
    const { body } = await page('/cases')
    for (const one of await cases.list(world.store, 'OC', { state: 'open' })) expect(body).toContain(`order-to-cash close ${one.id}`)
  })

  test('orders that wait stand beside the cases with reason, role and due, and the page says in which zone its times are', async () => {
    await world.take('PO-9', { price: '9.00' })
    const { body } = await page('/cases')
    expect(body).toContain('Orders that wait')
    expect(body).toMatch(/PO-2<\/a>[^]*Held</)
    expect(body).toMatch(/PO-9<\/a>[^]*Approval by [^<]+<[^]*class="time">\d{4}-\d\d-\d\d \d\d:\d\d</)
    expect(body).toContain('Times: Europe/Berlin')
    const asked = await world.order('PO-9')
    expect((await page(`/orders/${asked.id}`)).body).toMatch(/>Due<[^]*<td role="cell" class=""><span class="time">\d{4}-/)
  })

  test('health is JSON: reachable store, backlog, what is late', async () => {
    const { status, headers, body } = await page('/health')
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    expect(JSON.parse(body)).toMatchObject({ status: 'ok', store: { reachable: true }, backlog: 0, oldestDueSeconds: 0 })
  })

  test('a stranger\'s page whose name leads here gets nothing (DNS rebinding)', async () => {
    for (const host of ['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example']) {
      const { status, body } = await ask(served.url, { headers: { host } })
      expect(status).toBe(421)
      expect(body).not.toContain('SO-0')
    }
    for (const host of ['localhost:1234', '127.0.0.1', '[::1]:80']) expect((await ask(served.url, { headers: { host } })).status).toBe(200)
    const named = await serve({ context: world.context, port: 0, names: ['Orders.example.com'] })
    expect((await ask(named.url, { headers: { host: 'orders.example.com' } })).status).toBe(200)
    await named.close()
  })

  test('only GET and HEAD, and every answer forbids scripts and frames', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask(`${served.url}/orders`, { method })).status).toBe(405)
    expect(await ask(served.url, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    for (const path of ['/', '/health', '/style.css', '/none', '/../../etc/passwd', '//evil.example/']) {
      const { headers } = await page(path)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  test('a taken port is said, and the next free one used', async () => {
    const blocker = createServer()
    const port = await new Promise<number>((resolve) => blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port)))
    const other = await serve({ context: world.context, port })
    expect(other.moved).toBe(true)
    expect(other.url).not.toBe(`http://127.0.0.1:${port}`)
    expect((await ask(`${other.url}/health`)).status).toBe(200)
    await other.close()
    blocker.close()
  })
})

test('a store without a company, and one that is gone, are said and do not break the page', async () => {
  const store = await freshStore()
  const logged: unknown[] = []
  const served = await serve({ context: { store, clock: { now: () => new Date() }, log: (...entry) => { logged.push(entry) }, actor: 'system', owner: 'test', connect: () => { throw new Error('no system is configured') } }, port: 0 })
  expect(await ask(served.url)).toMatchObject({ status: 200, body: expect.stringContaining('no company yet') as string })
  await store.close()
  expect(await ask(served.url)).toMatchObject({ status: 500, body: 'This page could not be made. The log says why.' })
  expect(logged).toHaveLength(1)
  expect(await ask(`${served.url}/health`)).toMatchObject({ status: 503, body: expect.stringContaining('"down"') as string })
  await served.close()
})
