import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { type Connector } from '../../connectors/connector'
import { connectorOf } from '../../connectors/registry'
import { personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { answerSales, asExchange, askShopFloor, type Exchange, fileOf } from '../connectors/tryton/exchanges'
import { roleConfig } from './roles'

const BUILD_MS = 600_000
let server: TrytonServer
beforeAll(async () => {
  server = await startTryton()
  const clerk = await personOf(server)
  await clerk.limit('KRAMER', '9999999.00')
  await clerk.opportunity('KRAMER', [{ item: 'DG-1250', quantity: 40 }], { until: 'quoted', reference: 'PO-4711', wanted: '2026-12-18' })
}, BUILD_MS)
afterAll(async () => { await server?.close() })

test.each([['mes', askShopFloor], ['crm', answerSales]] as [('mes' | 'crm'), (connector: Connector) => Promise<unknown>][])(
  'the recorded exchanges of %s are what a real Tryton is asked and answers', async (role, way) => {
    const { url, exchanges, close } = await recorder(server)
    await way(connectorOf({ ...roleConfig(server, role), url }))
    await close()
    if (process.env.RECORD) {
      mkdirSync(dirname(fileOf(role)), { recursive: true })
      writeFileSync(fileOf(role), `[\n${exchanges.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`)
    }
    expect(exchanges).toEqual(JSON.parse(readFileSync(fileOf(role), 'utf8')))
  }, 60_000)

/** Hands every call through and notes it with its answer. */
async function recorder(tryton: TrytonServer): Promise<{ url: string; exchanges: Exchange[]; close: () => Promise<void> }> {
  const exchanges: Exchange[] = []
  const proxy = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const headers = { 'content-type': 'application/json', ...(request.headers.authorization === undefined ? {} : { authorization: request.headers.authorization }) }
      fetch(tryton.url, { method: 'POST', headers, body }).then(async (answer) => {
        const text = await answer.text()
        const { id: _id, ...said } = answer.ok ? JSON.parse(text) as Exchange['answer'] & { id?: unknown } : { status: answer.status }
        exchanges.push(asExchange(JSON.parse(body) as { method: string; params: unknown[] }, said))
        response.writeHead(answer.status, { 'content-type': 'application/json', 'connection': 'close' }).end(text)
      }, () => { response.destroy() })
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/${tryton.access.database}/`, exchanges, close: async () => { await new Promise((resolve) => proxy.close(resolve)) } }
}
