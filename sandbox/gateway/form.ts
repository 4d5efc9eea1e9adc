import { z } from 'zod'
import { type Refusal } from '../route'

/** A form's fields as an object: `metadata[order]=7` is `{ metadata: { order: '7' } }`. JSON passes as it is. */
export function formOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body ?? {}
  const nested = new Map<string, unknown>()
  for (const [key, value] of Object.entries(body)) {
    const [, name, inner] = /^(\w+)\[(\w+)\]$/.exec(key) ?? []
    if (name === undefined) nested.set(key, value)
    else nested.set(name, { ...(nested.get(name) as object | undefined), [inner!]: value as unknown })
  }
  return Object.fromEntries(nested)
}

/** A whole amount of the currency's minor unit, as a form or JSON has it. */
export const minor = z.coerce.number().int().min(1).max(99_999_999)
/** Three small letters, as this gateway writes them. */
export const smallCurrency = z.string().regex(/^[a-z]{3}$/, 'must be a currency of three small letters')
export const metadataSchema = z.record(z.string().max(40), z.string().max(500)).default({})
export type Metadata = z.infer<typeof metadataSchema>

const KINDS: Readonly<Record<number, string>> = { 401: 'authentication_error', 403: 'permission_error', 429: 'rate_limit_error' }

/** An error in this gateway's words: a type, a code and a message. */
export const errorOf = ({ status, code, message }: Refusal): unknown =>
  ({ error: { type: KINDS[status] ?? (status >= 500 ? 'api_error' : code === 'key-reused' ? 'idempotency_error' : 'invalid_request_error'), code, message } })
