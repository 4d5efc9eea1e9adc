import { type IncomingMessage, type ServerResponse } from 'node:http'
import { type Context } from '../sync/context'
import { applyWebhooks, keepWebhook, WebhookRefused } from '../sync/webhook'
import { WebhookSystems } from '../sync/webhookSystems'
import { HEADERS } from './guard'

/** Bytes that a webhook may have. */
export const MOST_BYTES = 1024 * 1024
const PATH = /^\/webhook\/([^/]{1,200})$/

/** The system that a path is the webhook door of. */
export function webhookPath(pathname: string): string | undefined {
  const match = PATH.exec(pathname)
  if (!match) return undefined
  try {
    return decodeURIComponent(match[1]!)
  } catch {
    // not our encoding: no system has such a name
    return undefined
  }
}

/** The door for what systems send by themselves: kept and answered at once, and applied after that, one after the other. */
export class WebhookDoor {
  private applying: Promise<void> = Promise.resolve()
  /** Is what has come waiting for its turn? It is applied together with whatever comes until then. */
  private waiting = false
  private readonly systems: WebhookSystems

  constructor(private readonly context: Context) {
    this.systems = new WebhookSystems(context)
  }

  /** Answers 202 once it is kept; 401, 404, 413 where it is not. What is wrong with a signature is told to the log, not to the sender. */
  async take(request: IncomingMessage, response: ServerResponse, system: string, company: string | undefined): Promise<void> {
    const body = await read(request)
    if (!body) return reply(response, 413, { error: `a webhook may have ${MOST_BYTES} bytes` })
    try {
      const kept = await keepWebhook(this.context, { company, system, body, headers: request.headers }, this.systems)
      if (!kept) return reply(response, 404, { error: 'no system of this name takes webhooks here' })
      reply(response, 202, { arrival: kept.arrival.id, repeated: kept.repeated })
      if (!kept.repeated) this.applySoon()
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error
      this.context.log('warn', 'webhook-refused', { system, text: error.message, from: request.socket.remoteAddress })
      reply(response, 401, { error: 'the signature does not hold' })
    }
  }

  /** Waits for what was taken to be applied. */
  async close(): Promise<void> {
    await this.applying
  }

  private applySoon(): void {
    if (this.waiting) return
    this.waiting = true
    this.applying = this.applying.then(async () => {
      this.waiting = false
      await applyWebhooks(this.context)
    })
      .catch((error: unknown) => { this.context.log('error', 'webhook', { text: error instanceof Error ? error.message : String(error) }) })
  }
}

/** The raw body; undefined where it is too large, and then no more of it is read. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return undefined
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MOST_BYTES) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function reply(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`
  // what is left of a body that was refused is not read
  const headers = status === 413 ? { connection: 'close' } : {}
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), ...headers })
  response.end(text)
}
