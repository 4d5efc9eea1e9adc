import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { AddressRefused, checkedLookup } from '../../connectors/address'
import { Fault } from '../../connectors/fault'
import { type HttpOptions, openHttp } from '../../connectors/http'
import { connectorOf } from '../../connectors/registry'
import { pause, RETRY } from '../../sync/retry'

const SECRET = 'token-that-no-error-may-show'
type Reply = (response: ServerResponse, request: IncomingMessage) => void

let server: Server
let reply: Reply
let base: string
const seen: IncomingMessage[] = []
beforeAll(async () => {
  server = createServer((request, response) => { seen.push(request); request.resume(); reply(response, request) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => { server.closeAllConnections(); server.close() })
beforeEach(() => { seen.length = 0 })

const open = (set: Partial<HttpOptions> = {}) => openHttp({ system: 'erp', base, timeout: 700, allowPrivate: true, secrets: [SECRET], login: () => ({ authorization: `Bearer ${SECRET}` }), maxBytes: 1_000_000, ...set })
const body = (text: string | Buffer, headers: Record<string, string> = {}, status = 200): Reply => (response) => { response.writeHead(status, { 'content-type': 'application/json', ...headers }); response.end(text) }
/** How a read and a write end: the kind of the fault, or `fine`. */
async function ends(answer: Reply): Promise<{ read: string; write: string; texts: string }> {
  reply = answer
  const of = async (method: 'GET' | 'POST') => open().ask({ method, path: '/orders', ...(method === 'POST' ? { body: { a: 1 } } : {}) }).then(() => ({ kind: 'fine', text: '' }), (error: unknown) => {
    if (!(error instanceof Fault)) throw error
    return { kind: error.kind, text: error.message }
  })
  const [read, write] = [await of('GET'), await of('POST')]
  return { read: read.kind, write: write.kind, texts: read.text + write.text }
}

describe('bad inputs, group 5: what systems answer', () => {
  test.each<[string, Reply, string, string]>([
    ['1 HTML with 200', body('<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }), 'again', 'unknown'],
    ['2 an empty 200', body(''), 'fine', 'fine'],
    ['3 204', body('', {}, 204), 'fine', 'fine'],
    ['4 truncated', (response) => { response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }); response.write('{"a":'); response.destroy() }, 'again', 'unknown'],
    ['7 NaN', body('{"amount":NaN}'), 'again', 'unknown'],
    ['9 more bytes than are taken', body(`{"a":"${'x'.repeat(1_100_000)}"}`), 'again', 'unknown'],
    ['10 a gzip bomb', body(gzipSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'gzip' }), 'again', 'unknown'],
    ['12 301 to another host', body('', { location: 'http://evil.example/' }, 301), 'refused', 'refused'],
    ['13 302 to the metadata address', body('', { location: 'http://169.254.169.254/latest/meta-data/' }, 302), 'refused', 'refused'],
    ['15 429 without a header', body('{}', {}, 429), 'wait', 'wait'],
    ['17 503', body('{}', {}, 503), 'again', 'again'],
    ['18 a body that drips', (response) => { response.writeHead(200, { 'content-type': 'application/json' }); const drip = setInterval(() => response.write(' '), 50); response.on('close', () => clearInterval(drip)) }, 'again', 'unknown'],
  ])('%s: a read is %s, a write %s, and no secret is shown', async (_case, answer, read, write) => {
    const ended = await ends(answer)
    expect({ read: ended.read, write: ended.write }).toEqual({ read, write })
    expect(ended.texts).not.toContain(SECRET)
  })

  test('5 duplicate keys: the last one counts, as everywhere in JSON, and nothing breaks', async () => {
    reply = body('{"id":"1","id":"2"}')
    expect((await open().ask({ method: 'GET', path: '/x' })).body).toEqual({ id: '2' })
  })

  test('6 a number over 2^53 is refused where an amount is due, never rounded', async () => {
    const record = { id: 'OC-1', externalId: 'a', orderNumber: 'SO-1', buyersReference: '', debtor: 'D', currency: 'EUR', amountMinor: 0, invoicedMinor: 0, settledMinor: 0, status: 'committed', version: 1, updatedAt: '2026-03-02T08:00:00.000Z', lines: [] }
    reply = body(JSON.stringify({ data: [record], next: null, hasMore: false }).replace('"amountMinor":0', '"amountMinor":9007199254740993'))
    const finance = connectorOf({ name: 'finance', role: 'finance', connector: 'sandbox/finance', url: base, secret: SECRET, timeout: 700, options: { allowPrivate: true } })
    await expect(finance.find('order', 'a')).rejects.toMatchObject({ kind: 'again', message: expect.stringMatching(/amountMinor/) as string })
  })

  test('8 100,000 levels deep: a fault or an answer, never a crash', async () => {
    const ended = await ends(body('['.repeat(100_000) + ']'.repeat(100_000)))
    expect([['fine', 'fine'], ['again', 'unknown']]).toContainEqual([ended.read, ended.write])
  })

  test.each([
    ['Latin-1 that says it is UTF-8', Buffer.from('{"name":"M\xfcller"}', 'latin1'), 'utf-8', 'Müller'],
    ['Latin-1 under a charset that nobody knows', Buffer.from('{"name":"M\xfcller"}', 'latin1'), 'x-ours', 'Müller'],
    ['Cyrillic under its own name', Buffer.from([...Buffer.from('{"name":"'), 0xc8, 0xe2, 0xe0, 0xed, ...Buffer.from('"}')]), 'windows-1251', 'Иван'],
    ['UTF-8 that says it is Latin-1', Buffer.from('{"name":"Müller"}'), 'iso-8859-1', 'Müller'],
  ])('11 another charset than announced: %s is read without holes', async (_case, bytes, charset, name) => {
    reply = body(bytes, { 'content-type': `application/json; charset=${charset}` })
    expect((await open().ask({ method: 'GET', path: '/x' })).body).toEqual({ name })
  })

  test.each([
    ['a date', new Date(Date.now() + 90_000).toUTCString(), 85_000, 91_000], ['0', '0', 0, 0], ['a year', '31536000', 86_400_000, 86_400_000], ['a date that is past', 'Mon, 02 Mar 2020 08:00:00 GMT', 0, 0],
  ])('16 429 with Retry-After %s: so long is waited, and a day at most', async (_case, after, least, most) => {
    reply = body('{}', { 'retry-after': after }, 429)
    const fault = await open().ask({ method: 'POST', path: '/x', body: {} }).catch((error: unknown) => error) as Fault
    expect(fault.kind).toBe('wait')
    expect(fault.detail.waitMs).toBeGreaterThanOrEqual(least)
    expect(fault.detail.waitMs).toBeLessThanOrEqual(most)
  })

  test('17 503 for an hour gives nothing up: the pauses of all attempts come to more, and none keeps an order waiting for longer than two minutes', () => {
    const pauses = Array.from({ length: RETRY.again.attempts - 1 }, (_, index) => pause('again', index + 1, 0, undefined, 0))
    expect(pauses.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3_600_000)
    expect(pause('again', RETRY.again.attempts - 1, 0, undefined, 1)).toBe(120_000)
  })

  test.each<[string, (page: number) => string]>([['goes round in a circle', (page) => (page % 2 ? 'a' : 'b')], ['has ever new pages with nothing on them', (page) => `p${page}`]])('19 a list that %s ends with a fault', async (_case, next) => {
    let pages = 0
    reply = (response) => { if (++pages > 300) response.destroy(); else body(JSON.stringify({ value: [], nextCursor: next(pages) }))(response, seen[0]!) }
    const erp = connectorOf({ name: 'erp', role: 'erp', connector: 'sandbox/erp', url: base, secret: SECRET, timeout: 700, options: { allowPrivate: true } })
    const listing = async (): Promise<void> => { for await (const row of erp.list('order', {}).rows) expect(row).toBeUndefined() }
    await expect(listing()).rejects.toMatchObject({ kind: 'again', message: expect.stringContaining('does not move on') as string })
    expect(pages).toBeLessThan(200)
  })

  test('14 a cookie that was set goes nowhere', async () => {
    reply = body('{}', { 'set-cookie': 'session=leak; Path=/' })
    const http = open()
    await http.ask({ method: 'GET', path: '/a' })
    await http.ask({ method: 'GET', path: '/b' })
    expect(seen.map((request) => request.headers.cookie)).toEqual([undefined, undefined])
  })
})

describe('bad inputs, group 10: network targets', () => {
  const at = (url: string) => connectorOf({ name: 'erp', role: 'erp', connector: 'sandbox/erp', url, secret: SECRET, timeout: 500 })
  test.each([
    ['1 127.0.0.1', 'http://127.0.0.1:9'], ['2 ::1', 'http://[::1]:9'], ['3 169.254.169.254', 'http://169.254.169.254'], ['4 10/8', 'http://10.1.2.3:9'],
    ['5 decimal and hex', 'http://2130706433:9'], ['5 decimal and hex', 'http://0x7f000001:9'],
  ])('%s (%s) is refused before a byte is sent, where it was not allowed', async (_case, url) => {
    await expect((async () => at(url).check())()).rejects.toMatchObject({ kind: 'refused' })
  })

  test('6 localhost. with its final dot reaches nothing inside', async () => {
    reply = body('{"system":"erp"}')
    await expect(at(base.replace('127.0.0.1', 'localhost.')).check()).rejects.toMatchObject({ kind: expect.stringMatching(/^(refused|again)$/) as string })
    expect(seen).toEqual([])
  })

  test('7 a name that first points outside and then inside (DNS rebinding) is judged each time it is connected to', async () => {
    const minds = ['93.184.216.34', '127.0.0.1']
    const lookup = checkedLookup(false, (_host, _options, done) => done(null, [{ address: minds.shift()!, family: 4 }]))
    const ask = () => new Promise((resolve, reject) => { lookup('erp.example', { all: false }, (error, found) => (error ? reject(error) : resolve(found))) })
    expect(await ask()).toBe('93.184.216.34')
    await expect(ask()).rejects.toThrow(AddressRefused)
  })

  test.each(['file:///etc/passwd', 'data:text/plain,x'])('8 %s is no system', async (url) => {
    await expect((async () => at(url).check())()).rejects.toMatchObject({ kind: 'refused' })
  })
})
