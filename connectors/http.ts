import axios, { type AxiosResponse } from 'axios'
import pRetry from 'p-retry'
import { AddressRefused } from './address'
import { type Effect, type Ending, kindOfEnding, kindOfStatus, retryAfterMs } from './classify'
import { gatedAgent } from './connect'
import { textIn } from './charset'
import { type Call } from './connector'
import { Fault, type FaultKind } from './fault'
import { type Tokens } from './oauth'
import { redactor } from './redact'
import { measureSkew, skewOf, type Skew } from './skew'
import { excerptOf, type Trip } from './trip'

export interface HttpOptions {
  /** The system's name, for texts. */
  system: string
  /** Every path is below this URL. */
  base: string
  /** Request limit in ms, for a read with all its repeats. */
  timeout: number
  /** Headers that prove who we are. */
  login?: () => Record<string, string>
  /** Proves it by a token that is renewed: what is answered with 401 was not carried out, and is asked once more with a new one. */
  tokens?: Tokens
  /** Never shown in any error. */
  secrets?: readonly string[]
  /** (Default: false) whether the system may be inside our network. */
  allowPrivate?: boolean
  /** (Default: 10 MB) size of an answer, unpacked. */
  maxBytes?: number
  /** (Default: false) the system is known to roll back before it answers 500. */
  safe500?: boolean
  /** Waited for before every request, and no part of its limit; see `SystemConfig`. */
  pace?: (signal?: AbortSignal) => Promise<void>
  /** The system's own error text in an answer's body. */
  explain?: (body: unknown) => string | undefined
}

export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Built with {@link path}. */
  path: string
  query?: Readonly<Record<string, string | number | undefined>>
  body?: unknown
  /** In place of a body: fields as a form sends them. */
  form?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
  /** (Default: read for GET, else write) whether a repeat could do something twice. */
  effect?: Effect
  /** Statuses that are an answer and no failure: `[404]`. */
  accept?: readonly number[]
  /** Its bodies hold what nobody is to see: whoever hears of the trip hears of none. (Default: false) */
  secret?: boolean
  /** What a failing status means here, where it is not the usual. */
  judge?: (status: number, body: unknown) => FaultKind | undefined
}

export interface Answer {
  status: number
  headers: ReadonlyMap<string, string>
  /** Parsed JSON; undefined where there was no body. */
  body: unknown
}

/** One system over HTTP; throws only {@link Fault}s, and no secret is in any of them. */
export interface Http {
  ask(request: Ask, call?: Call): Promise<Answer>
  /** The system's clock against ours, as its answers say. */
  skew(): Skew | undefined
  /** The Fault for a success whose body is not what the system promised. */
  unreadable(effect: Effect, text: string): Fault
}

const MAX_BYTES = 10_000_000
const TEXT_LIMIT = 300

/** Fills a path; each value becomes one segment. Throws a Fault for a value that would leave its place (`..`). */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((text, part, index) => {
    const value = values[index - 1] ?? ''
    if (value === '' || value === '.' || value === '..') throw new Fault('refused', `${JSON.stringify(value)} cannot be part of an address`)
    return `${text}${encodeURIComponent(value)}${part}`
  })
}

export function openHttp(options: HttpOptions): Http {
  const base = baseOf(options)
  const allowPrivate = options.allowPrivate ?? false
  const secrets = [...(options.secrets ?? []), ...[base.username, base.password].map(decodeURIComponent)]
  let hide = redactor(secrets)
  const redact = (text: string): string => hide(text)
  const reading = gatedAgent(base.protocol as 'http:' | 'https:', { allowPrivate }, true)
  const fault = (kind: FaultKind, text: string, detail: Pick<Fault['detail'], 'code' | 'waitMs' | 'read' | 'cause'> = {}): Fault =>
    new Fault(kind, redact(`${options.system}: ${text}`), { ...detail, ...(detail.cause === undefined ? {} : { cause: bare(detail.cause, redact) }) })

  const once = async (request: Ask, effect: Effect, call: Call, deadline: AbortSignal): Promise<Answer> => {
    const signal = call.signal ? AbortSignal.any([deadline, call.signal]) : deadline
    const trip: { sent: boolean; stopped?: unknown } = { sent: effect === 'read' }
    const guard = (): void => {
      try {
        call.guard?.()
      } catch (error) {
        trip.stopped = error
        throw error
      }
    }
    const shared = effect === 'read' && !call.fresh
    const agent = shared ? reading
      : gatedAgent(base.protocol as 'http:' | 'https:', { allowPrivate, ...(effect === 'read' ? {} : { guard }), opened: () => { trip.sent = true }, signal }, false)
    const sentMs = Date.now()
    let data: string | undefined
    const tell = (ending: Pick<Trip, 'status' | 'answered' | 'failed'>): void => call.heard?.({
      atMs: sentMs, ms: Date.now() - sentMs, method: request.method, path: redact(pathOf(request)), ...(request.headers?.['idempotency-key'] === undefined ? {} : { key: request.headers['idempotency-key'] }),
      ...(data === undefined || request.secret ? {} : { asked: excerptOf(data, redact) }), ...ending,
    })
    try {
      data = request.form ? new URLSearchParams(request.form).toString() : request.body === undefined ? undefined : JSON.stringify(request.body)
      const response = await axios.request<ArrayBuffer>({
        method: request.method,
        baseURL: base.href,
        url: request.path,
        allowAbsoluteUrls: false,
        params: request.query,
        data,
        headers: {
          'accept': 'application/json',
          'user-agent': 'order-to-cash',
          // a look is worth nothing where a cache on the way answers with what was there before
          ...(request.method === 'GET' ? { 'cache-control': 'no-cache' } : {}),
          ...(request.form ? { 'content-type': 'application/x-www-form-urlencoded' } : request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(call.correlation === undefined ? {} : { 'x-correlation-id': headerText(call.correlation) }),
          ...options.login?.(),
          ...request.headers,
        },
        httpAgent: agent,
        httpsAgent: agent,
        proxy: false,
        maxRedirects: 0,
        maxContentLength: options.maxBytes ?? MAX_BYTES,
        maxBodyLength: Infinity,
        responseType: 'arraybuffer',
        transformResponse: [],
        validateStatus: () => true,
        signal,
      })
      measureSkew(base.host, textOr(response.headers.date), sentMs, Date.now())
      const headers = headersOf(response)
      const isCached = call.fresh && Number(headers.get('age')) > 0
      const text = textIn(Buffer.from(response.data), headers.get('content-type'))
      tell({ status: response.status, ...(text === '' || request.secret ? {} : { answered: excerptOf(text, redact) }) })
      if (isCached && effect === 'read') throw fault('again', `${request.method} ${request.path} was answered by a cache on the way, ${headers.get('age')} s old: have it keep no answers of ${options.system}`, { code: String(response.status) })
      return read(response.status, headers, text, request, effect)
    } catch (error) {
      if (error instanceof Fault) throw error
      if (trip.stopped instanceof Fault) {
        tell({ failed: `was not sent: ${trip.stopped.message}` })
        throw trip.stopped
      }
      const { ending, text } = endingOf(error, trip, { deadline, ...call }, options.timeout)
      tell({ failed: redact(text) })
      throw fault(kindOfEnding(ending, effect), `${request.method} ${request.path} ${text}`, { cause: error })
    } finally {
      if (!shared) agent.destroy()
    }
  }

  const proven = async (request: Ask, effect: Effect, call: Call, deadline: AbortSignal): Promise<Answer> => {
    const { tokens } = options
    if (!tokens) return once(request, effect, call, deadline)
    const by = (token: string): Ask => {
      if (!secrets.includes(token)) {
        secrets.push(token)
        hide = redactor(secrets)
      }
      return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
    }
    let token = { access: await tokens.current(), fresh: false }
    for (let tries = 1; ; tries++) {
      try {
        return await once(by(token.access), effect, call, deadline)
      } catch (error) {
        // one that is not taken though it is new is a matter of login
        if (!(error instanceof Fault && error.detail.code === '401') || token.fresh || tries > RENEWALS) throw error
        token = await tokens.renewed(token.access)
      }
    }
  }

  const read = (status: number, headers: ReadonlyMap<string, string>, text: string, request: Ask, effect: Effect): Answer => {
    const accepted = (status >= 200 && status < 300) || request.accept?.includes(status)
    const body = parse(text)
    const what = `${request.method} ${request.path}`
    if (accepted) {
      if (text !== '' && body === undefined) throw fault(kindOfEnding('unreadable', effect), `${what} was answered with ${status} and no JSON: ${excerpt(redact(text))}`, { code: String(status) })
      return { status, headers, body }
    }
    // what a system answers for itself is JSON, or says when to come again
    const passedOn = body === undefined && !headers.has('retry-after')
    const kind = request.judge?.(status, body) ?? kindOfStatus(status, effect, { safe500: options.safe500, passedOn })
    const waitMs = retryAfterMs(headers.get('retry-after'), headers.get('date'))
    const target = status >= 300 && status < 400 ? `, which sends on to ${headers.get('location') ?? 'nowhere'}: check the system's url` : ''
    const said = excerpt(redact((body === undefined ? undefined : options.explain?.(body)) ?? text))
    throw fault(kind, `${what} was answered with ${status}${target}${said ? `: ${said}` : ''}`, { code: String(status), ...(effect === 'read' ? { read: true } : {}), ...(waitMs === undefined ? {} : { waitMs }) })
  }

  const turn = async ({ method, path }: Ask, call: Call): Promise<void> => {
    try {
      await options.pace?.(call.signal)
    } catch (error) {
      throw fault('again', `${method} ${path} was not sent: ${textOf(error)}`, { cause: error })
    }
  }

  return {
    skew: () => skewOf(base.host),
    unreadable: (effect, text) => fault(kindOfEnding('unreadable', effect), text, { code: 'unreadable' }),
    ask: async (request, call = {}) => {
      const effect = request.effect ?? (request.method === 'GET' ? 'read' : 'write')
      await turn(request, call)
      const deadline = new AbortController()
      const timer = setTimeout(() => deadline.abort(), options.timeout)
      try {
        if (effect === 'write') return await proven(request, effect, call, deadline.signal)
        return await pRetry(keepingFirst(async (tries) => {
          if (tries > 1) await turn(request, call)
          return proven(request, effect, call, deadline.signal)
        }, deadline.signal), {
          retries: 2, minTimeout: 50, factor: 3, randomize: true, maxRetryTime: options.timeout,
          shouldRetry: ({ error }) => error instanceof Fault && error.kind === 'again' && !deadline.signal.aborted && !call.signal?.aborted,
        })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** Tokens that others were given, and used up before we came to use them, in a row. */
const RENEWALS = 3

/** When time runs out between repeats, what went wrong before says more than that it did. */
function keepingFirst<T>(attempt: (tries: number) => Promise<T>, deadline: AbortSignal): (tries: number) => Promise<T> {
  let before: unknown
  return async (tries) => {
    try {
      return await attempt(tries)
    } catch (error) {
      if (before === undefined || !deadline.aborted) before = error
      throw before
    }
  }
}

function baseOf({ base, system }: HttpOptions): URL {
  const url = URL.parse(base)
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new Fault('refused', `${system}: the url must begin with http:// or https://`)
  return url
}

const pathOf = ({ path: below, query = {} }: Ask): string => {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined)
  return asked.length === 0 ? below : `${below}?${asked.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')}`
}

function endingOf(error: unknown, trip: { sent: boolean; stopped?: unknown }, signals: { deadline: AbortSignal; signal?: AbortSignal }, timeout: number): { ending: Ending; text: string } {
  const cause = rootOf(error)
  if (cause instanceof AddressRefused) return { ending: 'forbidden-target', text: `was not sent: ${cause.message}` }
  const ending = trip.sent ? 'no-answer' : 'not-sent'
  const sent = trip.sent ? 'had no answer' : 'was not sent'
  if (trip.stopped !== undefined) return { ending: 'not-sent', text: `was not sent: ${textOf(trip.stopped)}` }
  if (signals.signal?.aborted) return { ending, text: `${sent}: it was aborted` }
  if (signals.deadline.aborted) return { ending, text: `${sent} within ${timeout} ms` }
  if (/maxContentLength/.test(textOf(cause))) return { ending: 'unreadable', text: `was answered with too much: ${textOf(cause)}` }
  return { ending, text: `${sent}: ${textOf(cause)}` }
}

/** The innermost error: axios and Node wrap what happened. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? rootOf(error.cause) : error
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error))

/** What may be kept of an error: its message. The error itself holds our headers and the request's body. */
const bare = (error: unknown, redact: (text: string) => string): Error => new Error(redact(textOf(rootOf(error))))

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const headersOf = (response: AxiosResponse): ReadonlyMap<string, string> =>
  new Map(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]))

/** A text as a header may carry it: visible ASCII, at most 200 characters. */
const headerText = (text: string): string => text.replace(/[^\x21-\x7e]/g, '_').slice(0, 200)

/** The beginning of what a system said, without markup and without what could forge a line in a log or a terminal. */
const excerpt = (text: string): string => text.slice(0, 20 * TEXT_LIMIT).replace(/<[^>]*>/g, ' ').replace(/[\s\p{Cc}]+/gu, ' ').trim().slice(0, TEXT_LIMIT)
