import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { type Context } from '../sync/context'
import { ownCompanies } from '../sync/company'
import { HEADERS, servedName } from './guard'
import { health } from './health'
import { html } from './html'
import { metrics } from './metrics'
import { document, type Page } from './page'
import { reportFile } from './reportFile'
import { route } from './routes'
import { STYLE } from './style'
import { en } from './texts/en'
import { type Texts } from './texts/texts'
import { timesIn } from './time'
import { WebhookDoor, webhookPath } from './webhook'

export interface ServeOptions {
  context: Context
  /** The next free one is used where it is taken; 0 is any. (Default: 8080) */
  port?: number
  /** Address to listen at. (Default: 127.0.0.1) */
  host?: string
  /** Further names that the page may be asked for by, besides 127.0.0.1 and localhost. */
  names?: readonly string[]
  texts?: Texts
  /** How long a request may take to come in whole, in ms. (Default: 10,000) */
  requestMs?: number
}

export interface Served {
  url: string
  /** The asked port was taken; `url` has another. */
  moved: boolean
  close(): Promise<void>
}

/** How many ports after the asked one are tried. */
const TRIES = 20

/** Serves the status page over a store, which only reads and only by GET, and the door for webhooks: `POST /webhook/SYSTEM`. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { port = 8080, host = '127.0.0.1', requestMs = 10_000 } = options
  const door = new WebhookDoor(options.context)
  // who sends a byte a second holds no connection for long
  const limits = { requestTimeout: requestMs, headersTimeout: requestMs, connectionsCheckingInterval: Math.min(1000, requestMs) }
  const server = createServer(limits, (request, response) => { void answer(request, response, options, door) })
  const taken = await listen(server, port, host)
  const name = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host
  return { url: `http://${name}:${taken}`, moved: port !== 0 && taken !== port, close: async () => { await closed(server); await door.close() } }
}

async function answer(request: IncomingMessage, response: ServerResponse, options: ServeOptions, door: WebhookDoor): Promise<void> {
  const texts = options.texts ?? en
  try {
    if (!servedName(request, [...(options.names ?? []), ...(options.host ? [options.host] : [])])) return send(response, 421, 'text/plain', texts.wrongHost)
    const url = URL.parse(request.url ?? '/', 'http://localhost')
    if (!url) return send(response, 400, 'text/plain', texts.notFound)
    const system = webhookPath(url.pathname)
    if (system !== undefined && request.method === 'POST') return await door.take(request, response, system, url.searchParams.get('company') ?? undefined)
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', texts.onlyRead, { allow: 'GET, HEAD' })
    if (url.pathname === '/style.css') return send(response, 200, 'text/css', STYLE, { 'cache-control': 'max-age=60' })
    if (url.pathname === '/health') {
      const well = await health(options.context.store, Date.now())
      return send(response, well.store.reachable ? 200 : 503, 'application/json', `${JSON.stringify(well)}\n`)
    }
    if (url.pathname === '/metrics') {
      const { type, text } = await metrics(options.context.store, Date.now())
      return send(response, 200, type, text)
    }
    await sendPage(response, url, options, texts)
  } catch (error) {
    options.context.log('error', 'page', { path: request.url, text: error instanceof Error ? error.stack ?? error.message : String(error) })
    if (!response.headersSent) send(response, 500, 'text/plain', texts.failed)
  }
}

async function sendPage(response: ServerResponse, url: URL, { context, ...options }: ServeOptions, texts: Texts): Promise<void> {
  const companies = await ownCompanies(context.store)
  const company = companies.find((one) => one.code === url.searchParams.get('company')) ?? companies[0]
  const file = company && await reportFile(context, company, url)
  if (file) return send(response, 200, file.type, file.body, { 'content-disposition': `attachment; filename="${file.name.replace(/[^\w.-]/g, '_')}"` })
  const found = route(url.pathname)
  const link = (path: string, query: Record<string, string> = {}): string => {
    const all = new URLSearchParams({ ...(companies.length > 1 && company ? { company: company.code } : {}), ...query }).toString()
    return all ? `${path}?${all}` : path
  }
  const made = found && company && await found.page({
    store: context.store, company, texts, query: url.searchParams, path: found.path, now: context.clock.now(), time: timesIn(company.zone), link,
  })
  const page: Page = made ?? { title: !company && found ? texts.noCompany : texts.notFound, nav: '/', body: html`<p><a href="/">${texts.nav.overview}</a></p>` }
  const status = made ? 200 : !company && found ? 200 : 404
  send(response, status, 'text/html', document(page, options.texts ?? en, companies.map((one) => one.code), company).toString())
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type.includes('charset=') || typeof body !== 'string' ? type : `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(candidate, host, () => { server.off('error', reject); resolve() })
      })
      return (server.address() as AddressInfo).port
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || candidate - port >= TRIES || candidate >= 65_535) throw error
    }
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
