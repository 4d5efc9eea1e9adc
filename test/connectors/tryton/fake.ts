import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'

export interface Asked { method: string; params: unknown[]; authorization: string | undefined; keys: string[] }

/** A server that speaks JSON-RPC as Tryton 6.0 does; each call is answered by `answer`. For what a real one cannot be made to do at will. */
export async function fakeTryton(answer: (asked: Asked) => { status?: number; id?: unknown; result?: unknown; error?: unknown }): Promise<{ url: string; asked: Asked[]; close: () => Promise<void> }> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as { id: number; method: string; params: unknown[] }
      const one = { method: body.method, params: body.params, authorization: request.headers.authorization, keys: Object.keys(body) }
      asked.push(one)
      const { status = 200, ...rest } = answer(one)
      response.writeHead(status, { 'content-type': 'application/json', 'connection': 'close' }).end(status === 200 ? JSON.stringify({ id: body.id, ...rest }) : '<html>no</html>')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/erp/`, asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
