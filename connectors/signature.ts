import { createHmac, timingSafeEqual } from 'node:crypto'
import { Fault } from './fault'

/** How far a webhook's time may be from ours, in ms: what was recorded somewhere can't be played back later. */
const TOLERANCE_MS = 300_000

/**
 * Checks a signature over the raw body alone: HMAC-SHA-256 in base64, compared in constant time. It has no time, so that one that is played back can
 * only be known by its body. Throws a `login` Fault that says nothing of what was expected.
 */
export function checkBodySignature(system: string, { secret, header, body }: { secret: string | undefined; header: string | string[] | undefined; body: Buffer }): void {
  if (!secret) throw new Fault('login', `${system} has no webhook secret yet: order-to-cash connect ${system} --webhook`)
  if (typeof header !== 'string') throw new Fault('login', `a webhook of ${system} came without its signature`)
  const expected = createHmac('sha256', secret).update(body).digest()
  const given = Buffer.from(/^[A-Za-z0-9+/]{43}=$/.test(header) ? header : '', 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Fault('login', `the signature of a webhook of ${system} is not over this body by its secret`)
}

/**
 * Checks a signature of the form `t=<seconds since 1970>,v1=<hex>` (several `v1` while a secret is changed): HMAC-SHA-256 over `<t>.<raw body>`,
 * compared in constant time. Throws a `login` Fault that says nothing of what was expected.
 */
export function checkSignature(system: string, { secret, header, body, nowMs }: { secret: string | undefined; header: string | string[] | undefined; body: Buffer; nowMs: number }): void {
  if (!secret) throw new Fault('login', `${system} has no webhook secret yet: order-to-cash connect ${system} --webhook`)
  if (typeof header !== 'string') throw new Fault('login', `a webhook of ${system} came without its signature`)
  const parts = header.split(',').map((part) => part.trim().split('=', 2) as [string, string | undefined])
  const at = parts.find(([name]) => name === 't')?.[1]
  if (at === undefined || !/^\d{1,12}$/.test(at)) throw new Fault('login', `the signature of a webhook of ${system} has no time`)
  if (Math.abs(Number(at) * 1000 - nowMs) > TOLERANCE_MS) throw new Fault('login', `a webhook of ${system} is more than ${TOLERANCE_MS / 1000} s old or from the future: it may be played back; check the clocks if it is not`)
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest()
  const given = parts.filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? '')).map(([, value]) => Buffer.from(value!, 'hex'))
  if (!given.some((one) => timingSafeEqual(one, expected))) throw new Fault('login', `the signature of a webhook of ${system} is not over this body by its secret`)
}
