import { createServer, request, type IncomingMessage } from 'node:http'
import { type AddressInfo } from 'node:net'
import { connectorOf } from '../../connectors/registry'
import * as config from '../../store/config'
import { type Context } from '../../sync/context'
import { type Role, type World } from './world'

export interface Asked { method: string; path: string; body: string }
export interface Answered { status: number; type: string; body: string }

/** What a gateway answers with: `pass` hands the request on and gives the system's own answer, which may be told or not. */
export type Gateway = (asked: Asked, pass: () => Promise<Answered>) => Promise<Answered>

export const json = (status: number, body: unknown): Answered => ({ status, type: 'application/json', body: JSON.stringify(body) })

const closing: (() => Promise<void>)[] = []
afterAll(async () => { await Promise.all(closing.splice(0).map((close) => close())) })

/** The world with a gateway before one of its systems; whoever has the context reaches that system through it. */
export async function behind(world: World, role: Role, gateway: Gateway): Promise<Context> {
  const { body } = (await config.system(world.store, 'OC', role))!
  const target = new URL(body.url as string)
  const server = createServer((incoming, outgoing) => {
    const relay = async (): Promise<void> => {
      const bytes = await bytesOf(incoming)
      const { status, type, body: answer } = await gateway({ method: incoming.method!, path: incoming.url!, body: bytes.toString() }, () => forward(target, incoming, bytes))
      outgoing.writeHead(status, { 'content-type': type }).end(answer)
    }
    relay().catch(() => { incoming.socket.destroy() })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()) }))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { ...world.context, connect: (one) => connectorOf(one.name === role ? { ...one, url } : one) }
}

function forward(target: URL, incoming: IncomingMessage, bytes: Buffer): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const passing = request({ host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, 'connection': 'close', 'content-length': bytes.length } },
      (answer) => { bytesOf(answer).then((body) => resolve({ status: answer.statusCode!, type: answer.headers['content-type'] ?? '', body: body.toString() }), reject) })
    passing.on('error', reject)
    passing.end(bytes)
  })
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
