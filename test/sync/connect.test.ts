import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Connector, type SystemConfig } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { openStore } from '../../store/open'
import * as secrets from '../../store/secrets'
import { type Store } from '../../store/store'
import { connectSystem } from '../../sync/connect'
import { type Context, systemClock } from '../../sync/context'
import { silent } from '../../sync/log'
import { systemOf } from '../../sync/systems'
import { TriedTokens } from '../../sync/tokens'
import { freshStore } from '../store/open'

const recordOf = (url: string) => ({ company: 'OC', name: 'erp', role: 'erp', body: { connector: 'any', url, mode: 'live', environment: 'test', login: { type: 'oauth2', token: '/token' }, options: { allowPrivate: true } } })
const secretWith = (refreshToken: string): string => JSON.stringify({ clientId: 'order-to-cash', clientSecret: 's', refreshToken })

/** A system whose answer to a token is what `judge` says. */
function contextOf(store: Store, judge: (access: string) => void): Context {
  const connect = ({ tokens }: SystemConfig): Connector => ({ check: async () => { judge(await tokens!.current()) } }) as unknown as Connector
  return { store, clock: systemClock, log: silent, actor: 'system', owner: 'test', connect }
}

/** The refresh tokens that were taken: each counts once. */
const asked: string[] = []
let server: Server
beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((form) => {
      const refresh = new URLSearchParams(form).get('refresh_token')!
      const taken = asked.includes(refresh)
      if (!taken) asked.push(refresh)
      response.writeHead(taken ? 400 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(taken ? { error: 'invalid_grant' } : { access_token: `access of ${refresh}`, refresh_token: `next of ${refresh}` }))
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
})
afterAll(() => { server.close() })

test('a secret that is given a token and then refused takes nothing from the one that works, whose refresh token counts once', async () => {
  const store = await freshStore()
  const record = recordOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  let refused = false
  const context = contextOf(store, () => { if (refused) throw new Fault('login', 'this user may not read orders') })
  expect((await connectSystem(context, record, secretWith('first'))).fault).toBeUndefined()
  refused = true
  await expect(connectSystem(context, record, secretWith('second'))).rejects.toMatchObject({ kind: 'login' })
  expect(await secrets.get(store, 'OC', 'erp')).toBe(secretWith('first'))

  // as another process sees it, which has nothing in mind
  const another = await openStore(store.url, { keys: store.keysFolder, environment: 'test' })
  const used: string[] = []
  const look = contextOf(another, (access) => { used.push(access) })
  await (await systemOf(look, record)).connector.check()
  refused = false
  await connectSystem(context, record, secretWith('third'))
  await (await systemOf(look, record)).connector.check()
  // typed again, it goes on with what it was given
  await connectSystem(context, record, secretWith('third'))
  expect(used).toEqual(['access of first', 'access of third'])
  expect(asked).toEqual(['first', 'second', 'third'])
  await another.close()
})

test('a first secret whose user may not do enough is tried again with what it was given', async () => {
  const store = await freshStore()
  const record = recordOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  let refused = true
  const context = contextOf(store, () => { if (refused) throw new Fault('login', 'this user may not read orders') })
  await expect(connectSystem(context, record, secretWith('early'))).rejects.toMatchObject({ kind: 'login' })
  refused = false
  expect((await connectSystem(context, record, secretWith('early'))).fault).toBeUndefined()
})

test('two calls at once with a secret that is tried ask for its token once', async () => {
  const tried = new TriedTokens(undefined)
  let asked = 0
  const tokens = tried.of({ company: 'OC', system: 'erp', secret: 's', limitMs: 1000, first: () => 'first', ask: async () => ({ access: `a${++asked}` }) })
  expect(await Promise.all([tokens.current(), tokens.current()])).toEqual(['a1', 'a1'])
  expect(await Promise.all([tokens.renewed('a1'), tokens.renewed('a1')])).toEqual([{ access: 'a2', fresh: true }, { access: 'a2', fresh: true }])
})
