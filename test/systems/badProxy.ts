import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, type Socket } from 'node:net'

/** What happens to one call on its way: it goes through, or one of the ways in which networks lie. */
export type Fate =
  | 'through'
  /** The other side does it; nobody hears of it. */
  | 'swallow-answer'
  /** Nothing arrives; the connection closes. */
  | 'drop'
  /** It arrives after the caller has given up. */
  | 'late'
  /** The other side does it, and a gateway answers 502. */
  | 'gateway'

export interface BadProxy {
  url: string
  /** How often each fate befell a call. */
  counts: Map<Fate, number>
  /** Holds the first call of this method until released; `arrived` resolves when it is there. */
  hold(method: string, where: 'before' | 'after'): { arrived: Promise<void>; release(): void }
  close(): Promise<void>
}

interface Held { method: string; where: 'before' | 'after'; arrived: () => void; released: Promise<void> }

/**
 * A proxy before a Tryton that decides the fate of each call by its JSON-RPC method. `lateMs` is how long a late call lies.
 * Port 0 of the caller's choice; ends with `close`.
 */
export async function badProxy(port: number, fateOf: (method: string) => Fate, lateMs: number): Promise<BadProxy> {
  const counts = new Map<Fate, number>()
  const held: Held[] = []
  const open = new Set<Socket>()

  const server = createServer((incoming, outgoing) => {
    void relay(incoming, outgoing).catch(() => { incoming.socket.destroy() })
  })
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })

  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming)
    const method = methodOf(body)
    const fate = fateOf(method)
    counts.set(fate, (counts.get(fate) ?? 0) + 1)
    if (fate === 'drop') return void incoming.socket.destroy()
    const holding = take(method)
    if (holding?.where === 'before') await wait(holding)
    if (fate === 'late') await new Promise((resolve) => setTimeout(resolve, lateMs))
    const answer = await forward(port, incoming, body)
    if (holding?.where === 'after') await wait(holding)
    if (fate === 'swallow-answer') return void incoming.socket.destroy()
    if (fate === 'gateway') return void outgoing.writeHead(502).end('bad gateway')
    outgoing.writeHead(answer.status, { 'content-type': answer.type, 'connection': 'close' }).end(answer.body)
  }

  function take(method: string): Held | undefined {
    const index = held.findIndex((one) => one.method === method)
    return index < 0 ? undefined : held.splice(index, 1)[0]
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    counts,
    hold: (method, where) => {
      const gate = Promise.withResolvers<void>()
      const there = Promise.withResolvers<void>()
      held.push({ method, where, arrived: there.resolve, released: gate.promise })
      return { arrived: there.promise, release: gate.resolve }
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function wait(held: Held): Promise<void> {
  held.arrived()
  await held.released
}

async function forward(port: number, incoming: IncomingMessage, body: Buffer): Promise<{ status: number; type: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const passing = request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, 'host': `127.0.0.1:${port}`, 'connection': 'close', 'content-length': body.length } },
      (answer) => { bytesOf(answer).then((bytes) => resolve({ status: answer.statusCode ?? 502, type: answer.headers['content-type'] ?? 'application/json', body: bytes }), reject) })
    passing.on('error', reject)
    passing.end(body)
  })
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function methodOf(body: Buffer): string {
  const { method } = JSON.parse(body.toString()) as { method?: unknown }
  return typeof method === 'string' ? method : ''
}

/** Calls that change something there; the others may be repeated freely. */
export const changes = (method: string): boolean => !/(search|search_read|read|search_count|on_change|get_preferences|today|login)$/.test(method)
