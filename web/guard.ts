import { type IncomingMessage } from 'node:http'

const LOCAL = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Is the request for a name that we serve under? A page of a stranger whose name resolves to 127.0.0.1 (DNS rebinding)
 * sends its own name, and is refused.
 */
export function servedName(request: Pick<IncomingMessage, 'headers'>, names: readonly string[]): boolean {
  const host = request.headers.host
  if (host === undefined) return false
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return LOCAL.includes(name) || names.some((own) => own.toLowerCase() === name)
}

/** Sent with every answer: nothing but our own style sheet, no frames, no sniffing, no traces elsewhere. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}
