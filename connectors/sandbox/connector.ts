import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Effect } from '../classify'
import { type Action, type Call, type Change, type Connector, type Cursor, type Kind, type ListFilter, type Outgoing, type Remote, type Repeat, type SystemConfig } from '../connector'
import { Fault } from '../fault'
import { type Answer, type Ask, type Http, openHttp } from '../http'
import { followFeed, movingOn } from '../feed'
import { checkSignature } from '../signature'
import { nowBy } from '../skew'

/** A kind of record of a system: where it is listed, what its feed calls it, how it reads in our words. */
export interface Resource {
  list: string
  /** Kind in the change feed; absent where only a full listing tells. */
  feed?: string
  orderedBy: 'ourId' | 'none'
  /** Looks one up by our id; absent for what is only listed. */
  find?: (client: Client, ourId: string, call?: Call) => Promise<Remote | undefined>
  /** Reads one by its own id there, where looking it up goes by a list. */
  read?: (client: Client, theirId: string, call?: Call) => Promise<Remote | undefined>
  remote: (raw: unknown) => Remote
  /** A row of its listing that holds several of it. (Default: `remote`, one a row) */
  several?: (raw: unknown) => Remote[]
  /** Reads what listings and the feed leave out of a record. */
  whole?: (client: Client, remote: Remote, call?: Call) => Promise<Remote>
  /** Makes one record of neighbouring rows. */
  gather?: (rows: AsyncIterable<Remote>) => AsyncIterable<Remote>
  /** (Default: true) whether others may follow and list it: not what only echoes what we wrote there. */
  followed?: boolean
}

export type Send = (client: Client, message: Outgoing, call?: Call) => Promise<Remote>

/** What makes one of the sandbox's systems different from the others. */
export interface Definition {
  system: string
  repeat: Repeat
  resources: ReadonlyMap<Kind, Resource>
  sends: ReadonlyMap<`${Kind} ${Action}`, Send>
  page: (body: unknown) => { rows: unknown[]; next?: string | undefined }
  /** How a page of a list is asked for. (Default: by `cursor` and `changedSince`) */
  ask?: (page: { limit: number; cursor: string | undefined; changedSince: string | undefined }) => Readonly<Record<string, string | number | undefined>>
  /** Follows the news of a kind (`feed` of its resource) in a way of its own. (Default: `/changes`, by the time of each change) */
  follow?: (client: Client, feed: string, remote: (raw: unknown) => Remote, since: Cursor, limit: number, call?: Call) => AsyncIterable<Change>
  /** `at` is an ISO instant of the system's clock; `next` is absent on the last page. */
  feed: (body: unknown) => { rows: { at: string; id: string; record: unknown }[]; next?: string | undefined }
  explain: (body: unknown) => string | undefined
  /** Webhooks of a form of its own: `verify` answers with the id by which a repeat is known, `read` with the records in it. (Default: the feed's body in a signed envelope) */
  webhook?: {
    verify: (incoming: { system: string; secret: string | undefined; body: Buffer; headers: Readonly<Record<string, string | string[] | undefined>>; nowMs: number }) => string
    read: (body: unknown) => Remote[]
  }
}

/** What the parts of a connector call the system with. A `shape` reads an answer by zod and throws where it is another. */
export interface Client {
  ask(request: Ask, call?: Call): Promise<Answer>
  /** Reads one record; undefined for 404. */
  get<T>(path: string, shape: (body: unknown) => T, call?: Call): Promise<T | undefined>
  /** Reads what a listing has under these conditions, first page only. */
  search<T>(path: string, query: Record<string, string>, shape: (row: unknown) => T, call?: Call): Promise<T[]>
  write<T>(request: Ask, shape: (body: unknown) => T, call?: Call): Promise<T>
  shaped<T>(effect: Effect, shape: () => T): T
}

const optionsSchema = z.object({
  allowPrivate: z.boolean().default(false),
  maxBytes: z.number().int().positive().optional(),
  pageSize: z.number().int().min(1).max(200).default(100),
  /** How far a poll looks back before its cursor, in ms of the system's clock: rows of one instant may show late. */
  overlapMs: z.number().int().min(0).default(2000),
})

const TIMEOUT_MS = 2000
const SETTLE_MS = 3000

/** Makes the connector of one of the sandbox's systems. Throws a `refused` Fault where the configuration is wrong. */
export function sandboxConnector(definition: Definition, config: SystemConfig): Connector {
  const options = parseOptions(config)
  const timeout = config.timeout ?? TIMEOUT_MS
  const http = openHttp({
    system: config.name, base: config.url, timeout, allowPrivate: options.allowPrivate, secrets: config.secret ? [config.secret] : [], explain: definition.explain, pace: config.pace,
    ...(config.tokens ? { tokens: config.tokens } : { login: (): Record<string, string> => (config.secret ? { authorization: `Bearer ${config.secret}` } : {}) }),
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
  })
  const client = clientOf(http, definition)
  const resourceOf = (kind: Kind): Resource => {
    const resource = definition.resources.get(kind)
    if (!resource) throw new Fault('refused', `${config.name} keeps no ${kind}`)
    return resource
  }

  const asked: NonNullable<Definition['ask']> = definition.ask ?? ((page) => page)

  const rows = (kind: Kind, filter: ListFilter, call?: Call): AsyncIterable<Remote> => {
    const resource = resourceOf(kind)
    const single = pages(kind, resource, filter, call)
    return resource.gather ? resource.gather(single) : single
  }

  async function* pages(kind: Kind, resource: Resource, filter: ListFilter, call?: Call): AsyncIterable<Remote> {
    const progress = movingOn(`${config.name}: the list of ${kind}`)
    let cursor: string | undefined
    do {
      const { body } = await client.ask({ method: 'GET', path: resource.list, query: asked({ limit: options.pageSize, cursor, changedSince: filter.changedSince }) }, call)
      const page = client.shaped('read', () => {
        const { rows, next } = definition.page(body)
        return { rows: rows.flatMap((row) => resource.several?.(row) ?? [resource.remote(row)]), next, isEmpty: rows.length === 0 }
      })
      yield* page.rows
      if (page.next !== undefined) progress(cursor ?? '', page.next, !page.isEmpty)
      cursor = page.next
    } while (cursor !== undefined)
  }

  async function* everything(kind: Kind, since: Cursor, call?: Call): AsyncIterable<Change> {
    for await (const remote of rows(kind, {}, call)) yield { cursor: since, remote }
  }

  return {
    name: config.name,
    repeat: definition.repeat,
    settle: config.settle ?? SETTLE_MS,
    timeout,
    follows: [...definition.resources].filter(([, resource]) => resource.followed !== false).map(([kind]) => kind),
    check: async (call) => {
      const who = await client.get('/whoami', (body) => z.object({ system: z.string() }).parse(body), call)
      if (who?.system !== definition.system) {
        throw new Fault('refused', `${config.name}: what answers there is ${who?.system ?? 'another program'}, not ${definition.system}: check the url`)
      }
    },
    find: async (kind, ourId, call) => {
      const { find } = resourceOf(kind)
      if (!find) throw new Fault('refused', `${config.name} cannot look up one ${kind}: list them`)
      return find(client, ourId, call)
    },
    read: async (kind, theirId, call) => {
      const { read } = resourceOf(kind)
      if (!read) throw new Fault('refused', `${config.name} is asked for one ${kind} by our id`)
      return read(client, theirId, call)
    },
    send: async (message, call) => {
      const send = definition.sends.get(`${message.kind} ${message.action}`)
      if (!send) throw new Fault('refused', `${config.name} takes no ${message.action} of ${message.kind}`)
      return send(client, message, { ...call, correlation: call?.correlation ?? message.correlation })
    },
    changes: (kind, since, call) => {
      const { feed, remote, whole } = resourceOf(kind)
      if (feed === undefined) return everything(kind, since, call)
      const changed = definition.follow ? definition.follow(client, feed, remote, since, options.pageSize, call) : followFeed({
        since, overlapMs: options.overlapMs,
        fetch: async (from) => {
          const { body } = await client.ask({ method: 'GET', path: '/changes', query: { type: feed, since: from, limit: options.pageSize } }, call)
          return client.shaped('read', () => {
            const { rows: changed, next } = definition.feed(body)
            return { rows: changed.map(({ at, id, record }) => ({ at, id, ...readOr(remote, record) })), next }
          })
        },
        nowThere: () => nowBy(http.skew()),
      })
      return whole ? completed(changed, (one) => whole(client, one, call)) : changed
    },
    skew: () => http.skew(),
    verifyWebhook: (body, headers, nowMs) => {
      if (definition.webhook) return definition.webhook.verify({ system: config.name, secret: config.webhookSecret, body, headers, nowMs })
      checkSignature(config.name, { secret: config.webhookSecret, header: headers['sandbox-signature'], body, nowMs })
      const { success, data } = z.object({ id: z.string().min(1).max(200) }).safeParse(jsonOf(body))
      return success ? data.id : createHash('sha256').update(body).digest('hex')
    },
    readWebhook: (body) => {
      try {
        if (definition.webhook) return definition.webhook.read(jsonOf(body))
        const { type, data } = z.object({ type: z.string(), data: z.unknown() }).parse(jsonOf(body))
        const resource = [...definition.resources.values()].find((one) => one.feed === type)
        return resource ? definition.feed(data).rows.map((row) => resource.remote(row.record)) : []
      } catch (error) {
        if (error instanceof z.ZodError) throw new Fault('refused', `${config.name}: the webhook is not as agreed: ${notAsAgreed(error)}`)
        throw error
      }
    },
    list: (kind, filter, call) => ({ orderedBy: resourceOf(kind).orderedBy, rows: rows(kind, filter, call) }),
  }
}

/** One of many records, or why it is not as agreed. */
function readOr(remote: (raw: unknown) => Remote, record: unknown): { remote: Remote } | { unreadable: string } {
  try {
    return { remote: remote(record) }
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    return { unreadable: notAsAgreed(error) }
  }
}

const notAsAgreed = ({ issues: [issue] }: z.ZodError): string => `${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`

/** The message's key as a header may carry it; another text goes as its digest, so that no two keys become one. */
export function keyOf({ key }: Outgoing): Record<string, string> {
  return { 'idempotency-key': /^[\x21-\x7e]{1,128}$/.test(key) ? key : createHash('sha256').update(key).digest('hex') }
}

/** The answer to another question than the one that was asked. */
class Stranger extends Error {
  override readonly name = 'Stranger'
}

/**
 * Reads the record that was asked for by its id there or ours. Throws where another came: answers get mixed up on their way, and what is written next by
 * what this one says would go to a stranger.
 */
export function only(remote: (raw: unknown) => Remote, asked: { theirId: string } | { ourId: string }): (raw: unknown) => Remote {
  return (raw) => {
    const record = remote(raw)
    const [wanted, came] = 'theirId' in asked ? [asked.theirId, record.theirId] : [asked.ourId, record.ourId]
    if (came !== wanted) throw new Stranger(`${wanted} was asked for, and what came is ${record.kind} ${record.theirId}${record.ourId ? ` of ${record.ourId}` : ''}: something on the way mixes up answers`)
    return record
  }
}

async function* completed(changes: AsyncIterable<Change>, whole: (remote: Remote) => Promise<Remote>): AsyncIterable<Change> {
  for await (const { cursor, remote } of changes) yield { cursor, remote: await whole(remote) }
}

/** Undefined where it is no JSON: the schema says so then. */
function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Reads back after a write that was answered with success. That it was carried out is certain, so whatever goes wrong here is
 * `unknown` and never `again`, which would say that nothing happened.
 */
export async function readBack<T>(read: () => Promise<T | undefined>, what: string): Promise<T> {
  try {
    const found = await read()
    if (found !== undefined) return found
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new Fault('unknown', `${what} was taken, but could not be read back: ${error.message}`, error.detail)
  }
  throw new Fault('unknown', `${what} was taken, but is not there when it is read back`)
}

function clientOf(http: Http, definition: Definition): Client {
  /** Turns an answer of another shape than agreed into a Fault. */
  const shaped = <T>(effect: Effect, shape: () => T): T => {
    try {
      return shape()
    } catch (error) {
      if (error instanceof Stranger) throw http.unreadable(effect, error.message)
      if (!(error instanceof z.ZodError)) throw error
      throw http.unreadable(effect, `the answer is not as agreed: ${notAsAgreed(error)}`)
    }
  }
  const client: Client = {
    shaped,
    ask: (request, call) => http.ask(request, call),
    get: async (path, shape, call) => {
      const { status, body } = await http.ask({ method: 'GET', path, accept: [404] }, call)
      if (status !== 404) return shaped('read', () => shape(body))
      if (definition.explain(body) === undefined) throw http.unreadable('read', `GET ${path} was answered with 404, and not in the words of ${definition.system}: something before it does not know it`)
      return undefined
    },
    search: async (path, query, shape, call) => {
      const { body } = await http.ask({ method: 'GET', path, query }, call)
      return shaped('read', () => definition.page(body).rows.map(shape))
    },
    write: async (request, shape, call) => {
      const { body } = await http.ask(request, call)
      return shaped('write', () => shape(body))
    },
  }
  return client
}

function parseOptions(config: SystemConfig): z.infer<typeof optionsSchema> {
  const result = optionsSchema.safeParse(config.options ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Fault('refused', `${config.name}: options.${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`)
}
