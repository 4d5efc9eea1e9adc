import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Call } from '../connector'
import { Fault } from '../fault'
import { type Http } from '../http'
import { isOther, nextCall } from './callNumber'
import { type Login } from './options'

/** A login that stands: what proves it, and the context that every later call ends with. */
export interface Session {
  userId: number
  authorization: string
  context: Readonly<Record<string, unknown>>
  company: number
}

export interface Sessions {
  /** The standing session, or a new one. */
  current(call?: Call): Promise<Session>
  /** Forgets a session that is no longer taken; a newer one stays. */
  drop(session: Session): void
  /** Reads anew what its user prefers: he may be moved to another company while the session stands. */
  renew(call?: Call): Promise<void>
}

/** Sessions outlive connectors: a login costs a quarter of a second there, and the server keeps a session for a month. */
const standing = new Map<string, { opening: Promise<Session>; session?: Session }>()
/** Refused logins: a wrong password tried again locks the user out for all. */
const refused = new Map<string, { until: number; fault: Fault }>()
const REFUSED_FOR_MS = 300_000

/** Opens sessions of one user on one database. A refused login is remembered for five minutes, and not tried before. */
export function sessionsOf(http: Http, system: string, url: string, login: Login | undefined): Sessions {
  if (!login) return { current: async () => { throw new Fault('login', `${system} has no secret: give it {"user": …, "password": …} or user:password`) }, drop: () => undefined, renew: async () => undefined }
  const key = createHash('sha256').update(JSON.stringify([url, login.user, login.password])).digest('hex')
  const sessions: Sessions = {
    current: async (call) => {
      const before = refused.get(key)
      if (before && before.until > Date.now()) throw before.fault
      const known = standing.get(key)
      if (known) return known.opening
      const mine: { opening: Promise<Session>; session?: Session } = { opening: open(http, system, login, call) }
      standing.set(key, mine)
      try {
        mine.session = await mine.opening
        return mine.session
      } catch (error) {
        if (standing.get(key) === mine) standing.delete(key)
        if (error instanceof Fault && error.kind === 'login') refused.set(key, { until: Date.now() + REFUSED_FOR_MS, fault: error })
        throw error
      }
    },
    drop: (session) => {
      if (standing.get(key)?.session === session) standing.delete(key)
    },
    renew: async (call) => {
      const session = await sessions.current(call)
      try {
        const renewed = { ...session, ...await preferences(http, system, login, session.authorization, call) }
        if (standing.get(key)?.session === session) standing.set(key, { opening: Promise.resolve(renewed), session: renewed })
      } catch (error) {
        if (!(error instanceof Fault) || error.detail.code !== '401') throw error
        sessions.drop(session)
      }
    },
  }
  return sessions
}

const loginSchema = z.object({ result: z.tuple([z.number(), z.string()]) })
const preferencesSchema = z.object({ result: z.looseObject({ company: z.number().nullish() }) })

async function open(http: Http, system: string, login: Login, call?: Call): Promise<Session> {
  const asked = await ask(http, 'common.db.login', [login.user, { password: login.password }, 'en'], {}, call)
  const opened = loginSchema.safeParse(asked)
  if (!opened.success) throw new Fault('login', `${system}: the login of ${login.user} was refused: check the url (http://host:port/database/), the user and the password`)
  const [userId, key] = opened.data.result
  const authorization = `Session ${Buffer.from(`${login.user}:${userId}:${key}`).toString('base64')}`
  return { userId, authorization, ...await preferences(http, system, login, authorization, call) }
}

async function preferences(http: Http, system: string, login: Login, authorization: string, call?: Call): Promise<Pick<Session, 'context' | 'company'>> {
  const read = preferencesSchema.safeParse(await ask(http, 'model.res.user.get_preferences', [true, {}], { authorization }, call))
  const company = read.data?.result.company
  if (company == null) throw new Fault('login', `${system}: the user ${login.user} belongs to no company there: choose one in the user's preferences`)
  return { context: read.data!.result, company }
}

/** A body with exactly id, method and params: one key more, and the answer has another form. */
async function ask(http: Http, method: string, params: readonly unknown[], headers: Record<string, string>, call?: Call): Promise<unknown> {
  const id = nextCall()
  // the key of the session is in the answer
  const { body } = await http.ask({ method: 'POST', path: '', effect: 'read', headers, body: { id, method, params }, secret: true }, call)
  // whoever signs in by another's answer works as another user
  if (isOther(body, id)) throw http.unreadable('read', `${method}: what came is the answer to another call: something on the way mixes them up`)
  return body
}
