import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { type Connector, type SystemConfig } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { connectorOf } from '../../connectors/registry'
import * as links from '../../store/links'
import * as runs from '../../store/runs'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { type Context } from '../../sync/context'
import { openWorld, TOKEN } from './world'

const servers: Server[] = []
afterAll(() => { for (const server of servers) { server.closeAllConnections(); server.close() } })

/** The same, with something between us and the ERP that changes what its feed says. */
async function behind(context: Context, feed: (rows: { record: Record<string, unknown> }[]) => void): Promise<Context> {
  let url = ''
  const relay: RequestListener = (request, response) => {
    void fetch(url + request.url!, { headers: { authorization: `Bearer ${TOKEN}` } }).then(async (answer) => {
      const body = await answer.json() as { value: { record: Record<string, unknown> }[] }
      if (request.url!.startsWith('/changes') && request.url!.includes('type=order')) feed(body.value)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  }
  const server = createServer(relay)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const connect = (config: SystemConfig): Connector => {
    if (config.name !== 'erp') return connectorOf(config)
    url = config.url
    return connectorOf({ ...config, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  }
  return { ...context, connect }
}

test('one record that cannot be read keeps no other back, is named, and is heard once it can be', async () => {
  const world = await openWorld()
  for (const no of [1, 2, 3]) await world.take(`PO-${no}`, { quantity: String(no) })
  await drain(world.context, { patienceMs: 3000 })
  let broken = true
  let there = ''
  const context = await behind(world.context, (rows) => {
    // as somebody there saw to them, the first of them with a state that it forgot to write
    for (const row of rows) Object.assign(row.record, { version: 7, status: 'invoiced' })
    if (broken) {
      there = String(rows[0]!.record.salesOrder)
      delete rows[0]!.record.status
    }
  })
  const states = async (): Promise<string[]> => Promise.all([1, 2, 3].map(async (no) => {
    const order = await world.order(`PO-${no}`)
    return (await links.ofStream(world.store, 'OC', `order/${order.id}`)).find(({ system, kind }) => system === 'erp' && kind === 'order')!.state
  }))
  const first = await follow(context)
  expect(first.unreachable.erp).toMatch(new RegExp(`${there}.*status`))
  expect((await states()).toSorted()).toEqual(['invoiced', 'invoiced', 'open'])

  broken = false
  expect((await follow(context)).unreachable).toEqual({})
  expect(await states()).toEqual(['invoiced', 'invoiced', 'invoiced'])
})

test('a poll that finds only what it found before, since it begins a little before its cursor, writes no more than that it was made', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const first = await follow(world.context)
  const reached = await runs.cursorsOf(world.store, 'OC', 'erp')
  expect(first.changes).toBe(0)
  expect(reached.get('order')).toBeDefined()

  let writes = 0
  const store = { ...world.store, write: <T>(work: Parameters<typeof world.store.write<T>>[0]) => { writes++; return world.store.write(work) } }
  const again = await follow({ ...world.context, store })
  expect(again).toMatchObject({ changes: 0, unreachable: {} })
  expect(writes).toBe(1)
  expect((await runs.cursorsOf(world.store, 'OC', 'erp')).get('order')).toBe(reached.get('order'))
})

test('a kind that cannot be read keeps no other of its system back', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  await world.operate('wms', 'ship')
  const connect = (config: SystemConfig): Connector => {
    const connector = connectorOf(config)
    if (config.name !== 'wms') return connector
    return { ...connector, changes: (kind, ...of) => {
      if (kind === 'part') throw new Fault('again', 'wms: the answer is not as agreed: state', { code: 'unreadable' })
      return connector.changes(kind, ...of)
    } }
  }
  expect((await follow({ ...world.context, connect })).unreachable).toEqual({ wms: 'wms: the answer is not as agreed: state' })
  expect(await world.order('PO-1')).toMatchObject({ status: 'shipped' })
  expect((await runs.cursorsOf(world.store, 'OC', 'wms')).has('polled')).toBe(false)
})
