import { z } from 'zod'
import { Fault } from './fault'
import { type HttpOptions, openHttp } from './http'

/** Tokens that prove who we are for a while. One process renews them for all of a store. */
export interface Tokens {
  /** The token of now. */
  current(): Promise<string>
  /** Another one than this, which the system takes no more. */
  renewed(stale: string): Promise<Renewed>
}

/** `fresh` where it was given out for this, and not to somebody else before, whose calls may have used it up meanwhile. */
export interface Renewed { access: string; fresh: boolean }

/** How tokens are come by, as a system's record has it: OAuth 2.0 (RFC 6749), by client credentials or by a refresh token. */
export interface OAuthLogin {
  type: 'oauth2'
  /** Where tokens are given out: below the system's url, or an address of its own. */
  token: string
  scope?: string
}

/** What was given out. */
export interface Grant {
  access: string
  /** Takes the place of the one that it was asked with, where there is one. */
  refresh?: string
  expiresInMs?: number
}

const credentialSchema = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1), refreshToken: z.string().min(1).optional() })
export type Credential = z.infer<typeof credentialSchema>

/** A system's secret as such a login needs it. Throws a `login` Fault that shows nothing of it. */
export function credentialOf(system: string, secret: string | undefined): Credential {
  const read = credentialSchema.safeParse(parsed(secret ?? ''))
  if (!read.success) throw new Fault('login', `${system} needs a secret of the form {"clientId": …, "clientSecret": …}, with a "refreshToken" where one was given out: order-to-cash connect ${system}`)
  return read.data
}

/** Where it is not said for how long, or nothing that could be a time, it is taken until it is refused. */
const grantSchema = z.object({ access_token: z.string().min(1), token_type: z.string().regex(/^bearer$/i).optional(), refresh_token: z.string().min(1).optional(), expires_in: z.coerce.number().positive().optional().catch(undefined) })
/** Longer than any token lasts, and no more than an instant can be written with. */
const MOST_SECONDS = 10 * 365 * 86_400
const errorSchema = z.object({ error: z.string(), error_description: z.string().optional() })

/** Asks for a token: by the refresh token that is given, else by the client's own credentials. Throws a Fault: `login` where it is refused, else one after which it may be asked again. */
export async function askForToken(options: Pick<HttpOptions, 'system' | 'timeout' | 'allowPrivate' | 'pace'> & { url: string; login: OAuthLogin; credential: Credential }, refresh: string | undefined): Promise<Grant> {
  const { login, credential: { clientId, clientSecret } } = options
  const http = openHttp({
    system: options.system, timeout: options.timeout, allowPrivate: options.allowPrivate, pace: options.pace, base: addressOf(options.url, login.token), secrets: [clientSecret, ...(refresh === undefined ? [] : [refresh])],
    login: () => ({ authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}` }),
    explain: (body) => { const said = errorSchema.safeParse(body); return said.success ? said.data.error_description ?? said.data.error : undefined },
  })
  const form = { ...(refresh === undefined ? { grant_type: 'client_credentials' } : { grant_type: 'refresh_token', refresh_token: refresh }), ...(login.scope === undefined ? {} : { scope: login.scope }) }
  try {
    // a refresh token may be taken once only
    const { body } = await http.ask({ method: 'POST', path: '', effect: refresh === undefined ? 'read' : 'write', form, judge: (status) => (status === 400 || status === 401 ? 'login' : undefined) })
    const { access_token: access, refresh_token: next, expires_in: seconds } = grantSchema.parse(body)
    return { access, ...(next === undefined ? {} : { refresh: next }), ...(seconds === undefined ? {} : { expiresInMs: Math.min(seconds, MOST_SECONDS) * 1000 }) }
  } catch (error) {
    if (error instanceof z.ZodError) throw new Fault('again', `${options.system}: what ${login.token} answered is no token`)
    // nothing was sent of what the token is for
    throw error instanceof Fault && error.kind === 'unknown' ? new Fault('again', error.message, error.detail) : error
  }
}

/** Below the system's url, as every other path, or elsewhere. */
const addressOf = (url: string, token: string): string => (/^https?:\/\//.test(token) ? token : `${url.replace(/\/+$/, '')}/${token.replace(/^\/+/, '')}`)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
