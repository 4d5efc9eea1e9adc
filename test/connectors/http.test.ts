import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Fault } from '../../connectors/fault'
import { type Ask, type HttpOptions, openHttp, path } from '../../connectors/http'
import { redactor } from '../../connectors/redact'
import { excerptOf, type Trip } from '../../connectors/trip'

const SECRET = 'top-secret-9f8e7d'
let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void
let base: string
const seen: { method?: string; url?: string; headers: IncomingMessage['headers']; port?: number }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ method: request.method, url: request.url, headers: request.headers, port: request.socket.remotePort })
    request.resume()
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
})
afterAll(() => { server.closeAllConnections(); server.close() })
beforeEach(() => {
  seen.length = 0
  answer = json(200, { ok: true })
})

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
const open = (set: Partial<HttpOptions> = {}): ReturnType<typeof openHttp> =>
  openHttp({ system: 'erp', base, timeout: 1000, allowPrivate: true, secrets: [SECRET], login: () => ({ authorization: `Bearer ${SECRET}` }), ...set })
const post: Ask = { method: 'POST', path: '/orders', body: { a: 1 } }
const failing = async (attempt: Promise<unknown>): Promise<Fault> => {
  const error: unknown = await attempt.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Fault)
  return error as Fault
}

describe('a request', () => {
  test('carries login and correlation id, and stays below the base', async () => {
    expect(await open().ask({ method: 'GET', path: '/orders', query: { limit: 2, cursor: undefined } }, { correlation: 'arrival 7\r\nx: y' })).toMatchObject({ status: 200, body: { ok: true } })
    expect(seen[0]).toMatchObject({ url: '/api/orders?limit=2', headers: { 'authorization': `Bearer ${SECRET}`, 'x-correlation-id': 'arrival_7__x:_y' } })
  })

  test('measures how far the clock of the system is from ours, by the date of its answers', async () => {
    const http = open()
    answer = (request, response) => { response.sendDate = false; json(200, {}, { date: new Date(Date.now() + 600_000).toUTCString() })(request, response) }
    await http.ask({ method: 'GET', path: '/orders' })
    expect(http.skew()!.ms).toBeGreaterThan(598_000)
    expect(http.skew()!.ms).toBeLessThan(602_000)
    // an answer without a date says nothing new
    answer = (request, response) => { response.sendDate = false; json(200, {})(request, response) }
    await open().ask({ method: 'GET', path: '/orders' })
    expect(open().skew()!.ms).toBeGreaterThan(598_000)
    answer = json(200, {})
    await http.ask({ method: 'GET', path: '/orders' })
    expect(Math.abs(http.skew()!.ms)).toBeLessThan(2000)
  })

  test.each(['http://127.0.0.1:1/evil', '//127.0.0.1:1/evil'])('to %s does not leave the base', async (target) => {
    await open().ask({ method: 'GET', path: target })
    expect(seen).toHaveLength(1)
    expect(seen[0]?.headers.host).toBe(new URL(base).host)
  })

  test('puts each value into one segment of the path, or refuses it', () => {
    expect(path`/orders/${'a/b?c#d'}/lines`).toBe('/orders/a%2Fb%3Fc%23d/lines')
    for (const odd of ['..', '.', '']) expect(() => path`/orders/${odd}`).toThrow(Fault)
  })

  test('that reads is answered by the system and by no cache on the way', async () => {
    await open().ask({ method: 'GET', path: '/orders' })
    await open().ask(post)
    expect(seen.map(({ headers }) => headers['cache-control'])).toEqual(['no-cache', undefined])
  })

  test('that reads what decides over a second sending is not answered by what a cache kept all the same', async () => {
    answer = json(200, { rows: [] }, { age: '3' })
    expect(await open().ask({ method: 'GET', path: '/orders' })).toMatchObject({ status: 200 })
    await expect(open().ask({ method: 'GET', path: '/orders' }, { fresh: true })).rejects.toMatchObject({ kind: 'again', message: expect.stringContaining('a cache on the way') as string })
    answer = json(200, { rows: [] }, { age: '0' })
    expect(await open().ask({ method: 'GET', path: '/orders' }, { fresh: true })).toMatchObject({ status: 200 })
  })

  test('that writes has a connection of its own, so that its lease is asked for; reads share one', async () => {
    const http = open()
    await http.ask({ method: 'GET', path: '/a' })
    await http.ask({ method: 'GET', path: '/b' })
    await http.ask(post)
    await http.ask(post)
    const ports = seen.map(({ port }) => port)
    expect(ports[0]).toBe(ports[1])
    expect(new Set(ports).size).toBe(3)
  })

  test('that reads what decides over a second sending has a connection of its own, and asks for no lease', async () => {
    const http = open()
    let asked = 0
    for (const call of [{}, { fresh: true }, { fresh: true }, {}]) await http.ask({ method: 'GET', path: '/a' }, { ...call, guard: () => { asked++ } })
    const ports = seen.map(({ port }) => port)
    expect(ports[0]).toBe(ports[3])
    expect(new Set(ports).size).toBe(3)
    expect(asked).toBe(0)
  })

  test('waits for its turn before its limit begins, a read also before each repeat, and is not sent where none comes', async () => {
    let turns = 0
    const http = open({ timeout: 200, pace: async () => { turns++; await new Promise((resolve) => setTimeout(resolve, 300)) } })
    await http.ask(post)
    expect([turns, seen.length]).toEqual([1, 1])
    answer = (request, response) => { json(seen.length === 2 ? 503 : 200, {})(request, response) }
    await open({ timeout: 2000, pace: async () => { turns++ } }).ask({ method: 'GET', path: '/a' })
    expect([turns, seen.length]).toEqual([3, 3])
    const fault = await failing(open({ pace: async () => { throw new Error(`no turn for ${SECRET}`) } }).ask(post))
    expect(fault).toMatchObject({ kind: 'again', message: expect.stringContaining('was not sent: no turn') as string })
    expect(fault.message).not.toContain(SECRET)
    expect(seen).toHaveLength(3)
  })

  test('is not sent where a lease is over, whatever it is told by', async () => {
    const fault = await failing(open().ask(post, { guard: () => { throw new Error(`lease lost with ${SECRET}`) } }))
    expect(fault).toMatchObject({ kind: 'again' })
    expect(fault.message).toContain('lease lost')
    expect(fault.message).not.toContain(SECRET)
    expect(seen).toHaveLength(0)
  })

  test.each(['ftp://erp.example', 'file:///etc/passwd', 'data:text/plain,x', 'erp.example'])('to %s is refused before anything', (target) => {
    expect(() => open({ base: target })).toThrow(Fault)
  })

  test.each(['http://2130706433:9', 'http://0x7f000001:9', 'http://localhost:9', 'http://[::ffff:127.0.0.1]:9', 'http://[::1]:9'])('to %s, another way to write our own machine, is refused', async (target) => {
    expect(await failing(open({ base: target, allowPrivate: false }).ask(post))).toMatchObject({ kind: 'refused' })
  })
})

test('the name localhost, with its final dot too, reaches nothing inside', async () => {
  const { port } = new URL(base)
  for (const host of ['localhost', 'localhost.']) await failing(open({ base: `http://${host}:${port}`, allowPrivate: false }).ask(post))
  expect(seen).toHaveLength(0)
})

describe('an answer', () => {
  test('without a body is no record', async () => {
    answer = (_request, response) => { response.writeHead(204); response.end() }
    expect(await open().ask(post)).toMatchObject({ status: 204, body: undefined })
  })

  test('that unpacks to more than the limit is not read on (gzip bomb)', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(5_000_000, 0x20)))
    }
    const fault = await failing(open({ maxBytes: 1_000_000 }).ask(post))
    expect(fault.kind).toBe('unknown')
    expect(fault.message).toContain('too much')
  })

  test('that drips in for ever is cut off at the time limit', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const drip = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(drip))
    }
    const started = Date.now()
    expect((await failing(open({ timeout: 150 }).ask(post))).kind).toBe('unknown')
    expect(Date.now() - started).toBeLessThan(1500)
  })

  test('that is nested 100,000 deep breaks nothing', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('['.repeat(100_000) + ']'.repeat(100_000))
    }
    await open().ask(post).catch((error: unknown) => { expect(error).toBeInstanceOf(Fault) })
  })

  test('of refusal is quoted in the system\'s own words, cut, on one line and without our secret', async () => {
    answer = json(422, { detail: `customer blocked\n\u001b[31mFORGED ${SECRET} ${'x'.repeat(2000)}` })
    const { kind, message, detail } = await failing(open({ explain: (body) => (body as { detail: string }).detail }).ask(post))
    expect(kind).toBe('refused')
    expect(detail.code).toBe('422')
    expect(message).toContain('customer blocked [31mFORGED •••')
    expect(message).not.toMatch(/\p{Cc}/u)
    expect(message.length).toBeLessThan(500)
  })

  test('of a read that fails until time is up is told by its first failure', async () => {
    answer = json(500, { detail: 'disk full' })
    expect((await failing(open({ timeout: 120 }).ask({ method: 'GET', path: '/a' }))).message).toContain('disk full')
  })

  test('500 of a system that rolls back first may be tried again', async () => {
    answer = json(500, {})
    expect((await failing(open({ safe500: true }).ask(post))).kind).toBe('again')
  })

  test('503 that is not the system\'s own and does not say when to come again may come of a gateway that had passed it on', async () => {
    const page = (headers: Record<string, string> = {}) => (_request: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(503, { 'content-type': 'text/plain', ...headers })
      response.end('upstream connect error or disconnect/reset before headers. reset reason: connection termination')
    }
    answer = page()
    expect((await failing(open().ask(post))).kind).toBe('unknown')
    expect((await failing(open({ timeout: 120 }).ask({ method: 'GET', path: '/a' }))).kind).toBe('again')
    answer = page({ 'retry-after': '7' })
    expect((await failing(open().ask(post))).kind).toBe('again')
    answer = json(503, { error: 'maintenance' })
    expect((await failing(open().ask(post))).kind).toBe('again')
  })

  test('with a status that the caller reads otherwise is classed by the caller', async () => {
    answer = json(409, { code: 'STALE' })
    expect((await failing(open().ask({ ...post, judge: (status) => (status === 409 ? 'again' : undefined) }))).kind).toBe('again')
    expect(await open().ask({ ...post, accept: [409] })).toMatchObject({ status: 409 })
  })

  test('sets no cookie for the next request', async () => {
    answer = json(200, {}, { 'set-cookie': 'session=abc' })
    const http = open()
    await http.ask({ method: 'GET', path: '/a' })
    await http.ask({ method: 'GET', path: '/b' })
    expect(seen[1]?.headers.cookie).toBeUndefined()
  })
})

describe('who hears of the way there and back (R-SYS-03, R-AUD-05)', () => {
  const heardOf = async (ask: Ask, set: Partial<HttpOptions> = {}): Promise<Trip[]> => {
    const trips: Trip[] = []
    await open(set).ask(ask, { correlation: 'c-1', heard: (trip) => { trips.push(trip) } }).catch((error: unknown) => { if (!(error instanceof Fault)) throw error })
    return trips
  }

  test('hears what was asked and answered, without a secret, and the key that a repeat is known by', async () => {
    answer = json(201, { id: 7, echo: `Bearer ${SECRET}`, password: 'hunter22222' })
    const [trip, ...more] = await heardOf({ ...post, query: { api_key: 'k-998877', limit: 2 }, body: { a: 1, token: SECRET }, headers: { 'idempotency-key': 'm-1', 'authorization': `Session ${SECRET}` } })
    expect(more).toEqual([])
    expect(trip).toEqual({ atMs: expect.any(Number) as number, ms: expect.any(Number) as number, method: 'POST', path: '/orders?api_key=•••&limit=2', key: 'm-1', asked: { text: '{"a":1,"token":"•••"}' }, status: 201, answered: { text: '{"id":7,"echo":"Bearer •••","password":"•••"}' } })
  })

  test('hears of each try by itself, also of one that was refused, and of one that had no answer', async () => {
    let tries = 0
    answer = (request, response) => { json(++tries < 3 ? 503 : 200, { tries }, tries < 3 ? { 'retry-after': '0' } : {})(request, response) }
    expect((await heardOf({ method: 'GET', path: '/orders' })).at(-1)).toMatchObject({ method: 'GET', answered: { text: expect.stringContaining('tries') as string } })
    answer = json(422, { message: 'no such customer' })
    expect(await heardOf(post)).toMatchObject([{ status: 422, answered: { text: '{"message":"no such customer"}' } }])
    answer = (request) => { request.socket.destroy() }
    expect(await heardOf(post)).toMatchObject([{ failed: expect.stringContaining('had no answer') as string, asked: { text: '{"a":1}' } }])
    expect(await heardOf(post, { allowPrivate: false })).toMatchObject([{ failed: expect.stringContaining('was not sent') as string }])
  })

  test('hears no body of what is secret itself', async () => {
    answer = json(200, { result: [1, 'a-session-key-of-theirs'] })
    expect(await heardOf({ ...post, secret: true })).toEqual([{ atMs: expect.any(Number) as number, ms: expect.any(Number) as number, method: 'POST', path: '/orders', status: 200 }])
  })

  test.each([3990, 3999, 4000, 4001, 6000, 8080, 8095, 8096, 9000, 20_000])('keeps the beginning of a long body and says how long it was; no part of a secret that stands at %i is left where it is cut', (place) => {
    const text = `${'x'.repeat(place - 1)} ${SECRET}${'y'.repeat(30_000)}`
    const { text: kept, of } = excerptOf(text, redactor([SECRET]))
    expect(of).toBe(text.length)
    expect(kept.length).toBeLessThanOrEqual(4000)
    expect(kept).not.toMatch(/top-s/)
  })

  test.each(['a'.repeat(4000), 'a'.repeat(100)])('keeps a short one whole', (text) => { expect(excerptOf(text, redactor([SECRET]))).toEqual({ text }) })
})
