import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'

/** A webhook as it was sent. */
export interface Sent { body: string; headers: Record<string, string>; type: string }

/** The headers of a simulated system's webhook, signed at a time in ms. */
export function signed(body: string, secret: string, at = Date.now()): Record<string, string> {
  const t = Math.floor(at / 1000)
  return { 'content-type': 'application/json', 'sandbox-signature': `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}` }
}

/** Takes webhooks as a subscriber and keeps them, so that a test can hand them on in whatever order it likes. */
export async function subscriber() {
  const sent: Sent[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
      const body = Buffer.concat(parts).toString('utf8')
      const { type } = JSON.parse(body) as { type: string }
      sent.push({ body, headers: { 'content-type': 'application/json', 'sandbox-signature': String(request.headers['sandbox-signature']) }, type })
      response.writeHead(202).end()
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    sent, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** The next so many that come, of these types. */
    async next(count: number, ...types: string[]): Promise<Sent[]> {
      const from = sent.length
      const found = (): Sent[] => sent.slice(from).filter((one) => types.length === 0 || types.includes(one.type))
      await until(() => found().length >= count)
      return found()
    },
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections() }),
  }
}

/** Waits for what another process or request brings about; fails after 25 seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 25_000
  while (!await holds()) {
    if (Date.now() > end) throw new Error('it did not come within 25 seconds')
    await new Promise((resolve) => { setTimeout(resolve, 15) })
  }
}
