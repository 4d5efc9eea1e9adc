import { randomUUID, timingSafeEqual, createHash } from 'node:crypto'
import { type Answer, ok, type Route } from './route'

/** Tokens that are given out and run out (OAuth 2.0): each ends the one before, and a refresh token is taken once. */
export interface Tokens {
  /** Whether these headers prove who asks; counts the call. */
  admits(authorization: string | undefined): boolean
  routes: readonly Route[]
}

/** `secret` is the client's; `calls` is how many calls a token lasts. */
export function openTokens(secret: string, calls: () => number | undefined): Tokens {
  let current: { access: string; refresh: string; left: number } | undefined
  const counts = { issued: 0, refused: 0 }

  const issue = (more: (given: { refresh: string }) => object = () => ({})): Answer => {
    counts.issued++
    current = { access: randomUUID(), refresh: randomUUID(), left: calls() ?? Infinity }
    return ok({ access_token: current.access, token_type: 'Bearer', expires_in: 3600, ...more(current) })
  }
  const refuse = (status: number, error: string, error_description: string): Answer => {
    counts.refused++
    return { status, body: { error, error_description } }
  }

  return {
    admits: (authorization) => {
      if (!current || !same(authorization, `Bearer ${current.access}`) || current.left <= 0) return false
      current.left--
      return true
    },
    routes: [
      { method: 'POST', path: '/oauth/token', answer: ({ headers, body }) => {
        const form = new Map(Object.entries((body ?? {}) as Record<string, string>))
        if (!same(clientSecretOf(headers.authorization), secret)) return refuse(401, 'invalid_client', 'the client is not known by this secret')
        if (form.get('grant_type') === 'client_credentials') return issue()
        if (form.get('grant_type') !== 'refresh_token') return refuse(400, 'unsupported_grant_type', 'client_credentials or refresh_token')
        // the client's secret is the first; whoever has one that was taken before may have stolen it
        return same(form.get('refresh_token'), current?.refresh ?? secret) ? issue(({ refresh }) => ({ refresh_token: refresh })) : refuse(400, 'invalid_grant', 'this refresh token was taken before')
      } },
      { method: 'GET', path: '/admin/tokens', answer: () => ok(counts) },
    ],
  }
}

function clientSecretOf(authorization: string | string[] | undefined): string | undefined {
  const [, basic] = /^Basic (\S+)$/.exec(String(authorization)) ?? []
  const text = Buffer.from(basic ?? '', 'base64').toString()
  return basic === undefined ? undefined : decodeURIComponent(text.slice(text.indexOf(':') + 1))
}

export function same(given: string | undefined, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given ?? ''), digest(expected))
}
