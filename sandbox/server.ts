import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { adminRoutes } from './admin'
import { openClock } from './clock'
import { EFFECTS } from './faults/effects'
import { openFaults } from './faults/rule'
import { readFeed } from './feed'
import { openLimiter } from './limiter'
import { openRecords } from './records'
import { type Answer, type Inquiry, matchRoute, ok, Refusal, type Route } from './route'
import { openState } from './state'
import { type System } from './system'
import { openTokens, same } from './tokens'
import { openWebhooks, subscriptionRoute } from './webhooks'

const MAX_BODY = 5_000_000
const OPEN_TO_ALL = new Set(['/health', '/oauth/token'])
/** Where the lasting secret is taken also while tokens run out: who steers and looks. */
const STEERING = /^\/(faults|admin\/|operator\/|subscription)/
/** No fault befalls these, so that a test can always steer and look. */
const FAULTLESS = /^\/(health|faults|admin\/|operator\/)/

export interface Running {
  port: number
  url: string
  close(): Promise<void>
}

/** Starts one system on 127.0.0.1; rejects with EADDRINUSE where the port is taken. `port` 0 takes any. */
export async function startSystem(system: System, options: { port: number; state: string; token: string }): Promise<Running> {
  const state = openState(options.state, system.indexes)
  const clock = openClock()
  const faults = openFaults()
  const webhooks = openWebhooks(system, clock, faults)
  const records = openRecords(state.db, clock, (row) => { webhooks.note(row) })
  const limiter = openLimiter()
  const tokens = openTokens(options.token, () => faults.setting('tokens')?.calls)
  const knows = (authorization: string | undefined, pathname: string): boolean =>
    (same(authorization, `Bearer ${options.token}`) && (!faults.setting('tokens') || STEERING.test(pathname))) || tokens.admits(authorization)
  const routes: Route[] = [
    { method: 'GET', path: '/health', answer: () => ok({ system: system.name, up: true }) },
    { method: 'GET', path: '/whoami', answer: () => ok({ system: system.name, user: 'integration', rights: ['read', 'write'] }) },
    { method: 'GET', path: '/changes', answer: (inquiry) => ok(system.feedBody(readFeed(inquiry, system.changing), records)) },
    subscriptionRoute,
    ...tokens.routes,
    ...system.routes,
    ...adminRoutes(system, faults),
    { method: 'GET', path: '/admin/calls', answer: () => ok(limiter.counted()) },
  ]

  const carryOut = (route: Route, inquiry: Inquiry): Answer => {
    try {
      if (route.method === 'GET') return route.answer(inquiry)
      const answer = state.write(() => route.answer(inquiry))
      webhooks.send(records)
      return answer
    } catch (error) {
      webhooks.discard()
      const refusal = refusalOf(error)
      return { status: refusal.status, body: system.errorBody(refusal) }
    }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET'
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox')
    const reply = ({ status, body }: Answer, headers: Record<string, string> = {}): void => {
      if (response.destroyed) return
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(JSON.stringify(body))
    }
    const refuse = (refusal: Refusal, headers?: Record<string, string>): void =>
      reply({ status: refusal.status, body: system.errorBody(refusal) }, headers)
    response.sendDate = false
    response.setHeader('date', clock.now().toUTCString())

    try {
      const body = await readBody(request)
      if (!OPEN_TO_ALL.has(pathname) && !knows(request.headers.authorization, pathname)) {
        return refuse(new Refusal(401, 'unauthorized', 'send the token as "Authorization: Bearer …"'), { 'www-authenticate': 'Bearer' })
      }
      const perSecond = faults.setting('limit')?.perSecond
      const faultless = FAULTLESS.test(pathname)
      if (!faultless && !limiter.admits(perSecond)) {
        return refuse(new Refusal(429, 'too-many-requests', `at most ${perSecond} requests a second`), { 'retry-after': '1' })
      }
      const slow = faults.setting('slow')?.delayMs
      if (slow !== undefined && !faultless) await pause(slow)
      const { route, parameters } = matchRoute(routes, method, pathname)
      const run = (set: Pick<Inquiry, 'shapeFeed' | 'onPage'> = {}): Answer =>
        carryOut(route, { parameters, query: searchParams, headers: request.headers, body: bodyOf(body, request.headers['content-type']), records, ...set })
      const rule = faultless ? undefined : faults.take(method, pathname)
      if (!rule) return reply(run())
      EFFECTS[rule.fault]({ rule, request, response, run, reply, refuse, remove: (row) => state.write(() => records.remove(row.type, row.id)) })
    } catch (error) {
      refuse(refusalOf(error))
    }
  }

  const server = createServer((request, response) => void serve(request, response))
  try {
    const port = await listen(server, options.port)
    return { port, url: `http://127.0.0.1:${port}`, close: () => stop(server).finally(() => state.close()) }
  } catch (error) {
    state.close()
    throw error
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return new Refusal(500, 'internal', 'this request broke the simulated system: see its standard error')
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new Refusal(413, 'too-large', `a body may have ${MAX_BODY} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function bodyOf(body: Buffer, type: string | undefined): unknown {
  if (body.length === 0) return undefined
  if (type?.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new Refusal(400, 'bad-json', 'the body is not JSON')
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
