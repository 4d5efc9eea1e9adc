import { createServer, request, type IncomingMessage, type RequestOptions } from 'node:http'
import { type AddressInfo } from 'node:net'

export interface Asked { method: string; path: string; body: string }
export interface Answered { status: number; headers: Record<string, string>; body: string }

/** What a proxy answers with: `pass` hands the request on, or another in its place, and gives the system's own answer, which may be told or not. It closes the connection where it throws. */
export type Lie = (asked: Asked, pass: (otherPath?: string) => Promise<Answered>) => Promise<Answered>

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answered => ({ status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

/** A proxy before a system, which need not tell the truth. */
export async function startProxy(target: string, lie: Lie): Promise<{ url: string; close: () => Promise<void> }> {
  const { hostname, port } = new URL(target)
  const server = createServer((incoming, outgoing) => {
    const relay = async (): Promise<void> => {
      const bytes = await bytesOf(incoming)
      const asked = { method: incoming.method!, path: incoming.url!, body: bytes.toString() }
      const { status, headers, body } = await lie(asked, (path = asked.path) => forward({ hostname, port, method: incoming.method, path, headers: { ...incoming.headers, 'connection': 'close', 'content-length': bytes.length } }, bytes))
      outgoing.writeHead(status, headers).end(body)
    }
    relay().catch(() => { incoming.socket.destroy() })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()) }),
  }
}

function forward(to: RequestOptions, bytes: Buffer): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const passing = request(to, (answer) => {
      bytesOf(answer).then((body) => resolve({ status: answer.statusCode!, headers: { 'content-type': answer.headers['content-type'] ?? '' }, body: body.toString() }), reject)
    })
    passing.on('error', reject)
    passing.end(bytes)
  })
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
