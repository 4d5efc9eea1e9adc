import { type Connector, type Kind, type SystemConfig } from '../connectors/connector'
import { askForToken, credentialOf, type OAuthLogin, type Tokens } from '../connectors/oauth'
import * as config from '../store/config'
import * as secrets from '../store/secrets'
import { type Context } from './context'
import { type Pace, paceOf, type Rate, rateOf, type RateText } from './pace'
import { tokensOf, type TokensOptions, type TriedTokens } from './tokens'

export type Mode = 'off' | 'shadow' | 'live'

export interface System {
  company: string
  name: string
  role: string
  mode: Mode
  /** Kinds of records that it is the authority for: what it says of them happened. */
  authority: readonly Kind[]
  /** Calls in flight at most, from this process. */
  concurrency: number
  /** Calls at most in a time, of all processes together; the connector keeps to it. (Default: none) */
  rate?: Rate
  connector: Connector
}

/** Which role is the authority for which records where the system's record does not say otherwise. */
const AUTHORITY: Record<string, readonly Kind[]> = { wms: ['despatch', 'return'], tms: ['shipment'], shop: ['webOrder'], mes: ['production'], finance: ['invoice', 'creditNote', 'payment'], payment: ['capture', 'refund'] }

/** What the body of a `system` record holds; the schema that checks it is in `orders/config.ts`. */
export interface SystemBody {
  connector: string
  url: string
  mode: Mode
  environment: string
  timeout?: number
  settle?: number
  concurrency?: number
  rate?: RateText
  authority?: Kind[]
  takes?: Kind[]
  login?: OAuthLogin
  options?: Record<string, unknown>
}

/**
 * The connectors of every configured system. One that belongs to another environment is off: a restored copy of production
 * must not reach production's systems.
 */
export async function systemsOf(context: Context): Promise<System[]> {
  const systems: System[] = []
  for (const { code } of await config.listCompanies(context.store)) {
    for (const record of await config.listSystems(context.store, code)) {
      systems.push(await systemOf(context, record))
    }
  }
  return systems
}

/** What a system is reached by besides its record: `secret` is another than the one that is kept, to be tried with tokens of its own; `webhookSecret` is needed only where it signs to us. */
export interface Given { secret?: string; tokens?: TriedTokens; webhookSecret?: string }

/** One configured system. */
export async function systemOf(context: Context, record: config.SystemRecord, given: Given = {}): Promise<System> {
  const { company, name, role } = record
  const body = record.body as unknown as SystemBody
  return {
    company, name, role, mode: modeOf(context, name, body), authority: authorityOf(role, body), concurrency: body.concurrency ?? 4, rate: rateIn(body),
    connector: context.connect(await settingsOf(context, record, given)),
  }
}

/** What a system is reached by. */
async function settingsOf(context: Context, { company, name, role, body: configured }: config.SystemRecord, given: Given = {}): Promise<SystemConfig> {
  const body = configured as unknown as SystemBody
  const secret = given.secret ?? await secrets.get(context.store, company, name)
  const rate = rateIn(body)
  const pace = rate && paceOf(context, company, name, rate)
  return {
    name, role, connector: body.connector, url: body.url, secret, webhookSecret: given.webhookSecret, timeout: body.timeout, settle: body.settle, options: body.options,
    pace, ...(body.login ? { tokens: tokensBy(context, { company, name, body, login: body.login, secret, pace }, given.tokens) } : {}),
  }
}

const rateIn = ({ rate }: SystemBody): Rate | undefined => (rate === undefined ? undefined : rateOf(rate))

/** What a mailbox is read by, or undefined where it is not to be: it is off, only tried, or belongs to another environment. Throws where there is none of that name. */
export async function mailboxOf(context: Context, company: string, name: string): Promise<SystemConfig | undefined> {
  const record = await config.system(context.store, company, name)
  const body = record?.body as unknown as SystemBody | undefined
  if (!record || body?.connector !== 'imap') throw new Error(`there is no mailbox ${name}: name a system whose connector is imap`)
  return modeOf(context, name, body) === 'live' ? settingsOf(context, record) : undefined
}

const LOGIN_MS = 5000

/** The tokens of a system that gives them out for a while; its secret is what they are asked for with. */
function tokensBy(context: Context, { company, name, body, login, secret, pace }: { company: string; name: string; body: SystemBody; login: OAuthLogin; secret: string | undefined; pace: Pace | undefined }, tried?: TriedTokens): Tokens {
  const timeout = body.timeout ?? LOGIN_MS
  const asking = { system: name, url: body.url, timeout, login, allowPrivate: body.options?.allowPrivate === true, ...(pace ? { pace } : {}) }
  const first = (): string | undefined => credentialOf(name, secret).refreshToken
  const options: TokensOptions = { company, system: name, secret: secret ?? '', limitMs: 2 * timeout, first, ask: async (refresh) => askForToken({ ...asking, credential: credentialOf(name, secret) }, refresh) }
  return tried?.of(options) ?? tokensOf(context, options)
}

/** Which records a system is the authority for, by its role where its record does not say. */
export const authorityOf = (role: string, body: SystemBody): readonly Kind[] => body.authority ?? AUTHORITY[role] ?? []

/** How a system is worked with in an environment: one that belongs to another is off. */
export const modeIn = (environment: string, body: SystemBody): Mode => (body.environment === environment ? body.mode : 'off')

function modeOf(context: Context, system: string, body: SystemBody): Mode {
  const mode = modeIn(context.store.environment, body)
  if (mode !== body.mode) context.log('warn', 'system-of-another-environment', { system, environment: body.environment, store: context.store.environment })
  return mode
}
