import { createHash } from 'node:crypto'

/** SHA-256 (hex) of a record's content, whatever order its fields are written in. */
export const contentDigest = (body: Record<string, unknown>): string => createHash('sha256').update(JSON.stringify(sorted(body))).digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, sorted(held)]))
}
