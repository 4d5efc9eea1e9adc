import { z } from 'zod'
import { type Effect } from '../classify'
import { type Call } from '../connector'
import { Fault } from '../fault'
import { type Http } from '../http'
import { isOther, nextCall } from './callNumber'
import { errorIn, unanswered, Warned } from './errors'
import { type Session, type Sessions } from './session'

export interface Query {
  fields: readonly string[]
  limit?: number
  offset?: number
  order?: readonly (readonly [string, string])[]
  /** Added to the user's own context: a warehouse, a price list, archived records. */
  context?: Record<string, unknown>
}

/** What the parts of the connector speak to Tryton with; bound to one call of ours, its signal and guard. */
export interface Rpc {
  readonly system: string
  company(): Promise<number>
  /** `one` where its user sees the records of that company alone. */
  companyFilter(): Promise<unknown>
  /** Reads both anew. */
  renew(): Promise<void>
  /** The language of its user: names and symbols come in it. */
  language(): Promise<string>
  search<T>(model: string, domain: readonly unknown[], query: Query, row: z.ZodType<T>): Promise<T[]>
  create(model: string, values: Record<string, unknown>): Promise<number>
  write(model: string, ids: readonly number[], values: Record<string, unknown>): Promise<void>
  remove(model: string, ids: readonly number[]): Promise<void>
  /** Presses a button; its answer proves nothing, so read back. */
  press(model: string, id: number, button: string): Promise<unknown>
  /** Any other method that changes nothing. */
  ask<T>(method: string, params: readonly unknown[], answer: z.ZodType<T>): Promise<T>
  /** Any other method that may change something. */
  tell<T>(method: string, params: readonly unknown[], answer: z.ZodType<T>, context?: Record<string, unknown>): Promise<T>
  /** Whether something was written in the course of this call. */
  wrote(): boolean
}

export interface Server {
  system: string
  http: Http
  sessions: Sessions
  /** Beginnings of the warnings that are answered with yes. */
  accept: readonly string[]
}

/** How often one call may be asked something: each warning is answered once. */
const WARNINGS = 5
const resultSchema = z.object({ result: z.unknown() })

/** What all records are written in first, whatever languages they are translated to. */
export const ENGLISH = 'en'

export function rpcOf(server: Server, call: Call = {}): Rpc {
  let wrote = false

  const once = async (session: Session, method: string, params: readonly unknown[], effect: Effect): Promise<unknown> => {
    const id = nextCall()
    const { body } = await server.http.ask({
      method: 'POST', path: '', effect, headers: { authorization: session.authorization }, body: { id, method, params },
      // an unknown method, or one that is not open to clients
      judge: (status) => (status === 403 ? 'refused' : undefined),
    }, call)
    if (isOther(body, id)) throw server.http.unreadable(effect, `${method}: what came is the answer to another call: something on the way mixes them up`)
    const error = errorIn(body, method, server.system)
    if (error) throw error
    const answer = resultSchema.safeParse(body)
    if (!answer.success) throw server.http.unreadable(effect, `${method}: the answer has no result`)
    if (effect === 'write') wrote = true
    return answer.data.result
  }

  /** 401 comes before the method runs: one new login and one repeat are always safe. */
  const signedIn = async (method: string, params: readonly unknown[], effect: Effect, context: Record<string, unknown>): Promise<unknown> => {
    const session = await server.sessions.current(call)
    const full = (by: Session): unknown[] => [...params, { ...by.context, ...context }]
    try {
      return await once(session, method, full(session), effect)
    } catch (error) {
      if (!(error instanceof Fault) || error.detail.code !== '401') throw error
      server.sessions.drop(session)
      const renewed = await server.sessions.current(call)
      return once(renewed, method, full(renewed), effect)
    }
  }

  const answered = async (method: string, params: readonly unknown[], effect: Effect, context: Record<string, unknown> = {}): Promise<unknown> => {
    for (let asked = 0; ; asked++) {
      try {
        return await signedIn(method, params, effect, context)
      } catch (error) {
        if (error instanceof Fault) throw named(error, method)
        if (!(error instanceof Warned)) throw error
        if (asked >= WARNINGS || !server.accept.some((beginning) => error.warning.startsWith(beginning))) throw unanswered(error, server.system)
        const { userId } = await server.sessions.current(call)
        await signedIn('model.res.user.warning.create', [[{ user: userId, name: error.warning, always: false }]], 'write', {})
      }
    }
  }

  const shaped = <T>(method: string, effect: Effect, shape: z.ZodType<T>, value: unknown): T => {
    const result = shape.safeParse(value)
    if (result.success) return result.data
    const issue = result.error.issues[0]
    throw server.http.unreadable(effect, `${method}: the answer is not as agreed: ${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`)
  }

  const tell = async <T>(method: string, params: readonly unknown[], answer: z.ZodType<T>, context?: Record<string, unknown>): Promise<T> =>
    shaped(method, 'write', answer, await answered(method, params, 'write', context))

  return {
    system: server.system,
    company: async () => (await server.sessions.current(call)).company,
    companyFilter: async () => (await server.sessions.current(call)).context.company_filter,
    renew: () => server.sessions.renew(call),
    language: async () => {
      const { language } = (await server.sessions.current(call)).context
      return typeof language === 'string' ? language : ENGLISH
    },
    search: async (model, domain, query, row) => {
      const method = `model.${model}.search_read`
      return shaped(method, 'read', z.array(row), await answered(method, [domain, query.offset ?? 0, query.limit ?? null, query.order ?? null, query.fields], 'read', query.context))
    },
    create: async (model, values) => (await tell(`model.${model}.create`, [[values]], z.tuple([z.number()])))[0],
    write: async (model, ids, values) => { await tell(`model.${model}.write`, [ids, values], z.unknown()) },
    remove: async (model, ids) => { await tell(`model.${model}.delete`, [ids], z.unknown()) },
    press: (model, id, button) => tell(`model.${model}.${button}`, [[id]], z.unknown()),
    ask: async (method, params, answer) => shaped(method, 'read', answer, await answered(method, params, 'read')),
    tell,
    wrote: () => wrote,
  }
}

/** Which call it was: to the HTTP layer all are the same POST. What the guard of our lease threw goes on as it is. */
const named = (fault: Fault, method: string): Fault =>
  (fault.message.includes(' POST ') ? new Fault(fault.kind, fault.message.replace(' POST ', ` ${method}`), fault.detail) : fault)

/** After a step that was carried out nothing is "not done" any more: what then fails leaves it unknown how far it came. */
export async function sure<T>(rpc: Rpc, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Fault && (['again', 'wait', 'login'].includes(error.kind) || error.detail.read) && rpc.wrote()) throw new Fault('unknown', `${error.message}; steps before it were carried out`, error.detail)
    throw error
  }
}
