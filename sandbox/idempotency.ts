import { createHash } from 'node:crypto'
import { type Answer, type Inquiry, Refusal, type Route } from './route'

const LIFE_MS = 24 * 60 * 60 * 1000

/**
 * Makes a POST repeatable under `Idempotency-Key`: within 24 h the same key with the same body gets the first answer again,
 * with another body a 409. Without a key each request counts. A refused request leaves no key behind.
 */
export function idempotent(route: Route): Route {
  return { ...route, answer: (inquiry) => {
    const key = inquiry.headers['idempotency-key']
    if (typeof key !== 'string' || key === '') return route.answer(inquiry)
    if (key.length > 200) throw new Refusal(400, 'bad-key', 'an Idempotency-Key may have 200 characters')
    const fingerprint = fingerprintOf(route, inquiry)
    const kept = lookUp(inquiry, key)
    if (!kept) return keep(inquiry, key, fingerprint, route.answer(inquiry))
    if (kept.fingerprint !== fingerprint) throw new Refusal(409, 'key-reused', 'this Idempotency-Key was used with another request within 24 hours')
    return kept.answer
  } }
}

function fingerprintOf(route: Route, { parameters, body }: Inquiry): string {
  return createHash('sha256').update(JSON.stringify([route.method, route.path, [...parameters], body ?? null])).digest('hex')
}

function lookUp({ records }: Inquiry, key: string): { fingerprint: string; answer: Answer } | undefined {
  const row = records.db.prepare('SELECT * FROM idempotency WHERE key = ?').get(key)
  if (!row || records.clock.now().getTime() - Date.parse(String(row['at'])) > LIFE_MS) return undefined
  return { fingerprint: String(row['fingerprint']), answer: { status: Number(row['status']), body: JSON.parse(String(row['body'])) } }
}

function keep({ records }: Inquiry, key: string, fingerprint: string, answer: Answer): Answer {
  records.db.prepare('INSERT OR REPLACE INTO idempotency (key, fingerprint, status, body, at) VALUES (?, ?, ?, ?, ?)')
    .run(key, fingerprint, answer.status, JSON.stringify(answer.body), records.clock.stamp())
  return answer
}
