import nock from 'nock'
import { type Connector, type SystemConfig } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { openStore } from '../../store/open'
import * as secrets from '../../store/secrets'
import { type Store } from '../../store/store'
import { connectSystem } from '../../sync/connect'
import { type Context, systemClock } from '../../sync/context'
import { silent } from '../../sync/log'
import { systemOf } from '../../sync/systems'
import { freshStore } from '../store/open'

const RECORD = { company: 'OC', name: 'erp', role: 'erp', body: { connector: 'any', url: 'http://erp.example', mode: 'live', environment: 'test', login: { type: 'oauth2', token: '/token' }, options: { allowPrivate: true } } }
const secretWith = (refreshToken: string): string => JSON.stringify({ clientId: 'order-to-cash', clientSecret: 's', refreshToken })

/** A system that takes each refresh token once, and whose answer to a token is what `judge` says. */
function contextOf(store: Store, judge: (access: string) => void): Context {
  const connect = ({ tokens }: SystemConfig): Connector => ({ check: async () => { judge(await tokens!.current()) } }) as unknown as Connector
  return { store, clock: systemClock, log: silent, actor: 'system', owner: 'test', connect }
}

const asked: string[] = []
beforeEach(() => {
  asked.length = 0
  nock('http://erp.example').persist().post('/token').reply((_, form) => {
    const refresh = new URLSearchParams(form as string).get('refresh_token')!
    if (asked.includes(refresh)) return [400, { error: 'invalid_grant' }]
    asked.push(refresh)
    return [200, { access_token: `access of ${refresh}`, refresh_token: `next of ${refresh}` }]
  })
})
afterEach(() => { nock.cleanAll() })

test('a secret that is given a token and then refused takes nothing from the one that works, whose refresh token counts once', async () => {
  const store = await freshStore()
  let refused = false
  const context = contextOf(store, () => { if (refused) throw new Fault('login', 'this user may not read orders') })
  expect((await connectSystem(context, RECORD, secretWith('first'))).fault).toBeUndefined()
  refused = true
  await expect(connectSystem(context, RECORD, secretWith('second'))).rejects.toMatchObject({ kind: 'login' })
  expect(await secrets.get(store, 'OC', 'erp')).toBe(secretWith('first'))

  // as another process sees it, which has nothing in mind
  const another = await openStore(store.url, { keys: store.keysFolder, environment: 'test' })
  const used: string[] = []
  const look = contextOf(another, (access) => { used.push(access) })
  await (await systemOf(look, RECORD)).connector.check()
  refused = false
  await connectSystem(context, RECORD, secretWith('third'))
  await (await systemOf(look, RECORD)).connector.check()
  // typed again, it goes on with what it was given
  await connectSystem(context, RECORD, secretWith('third'))
  expect(used).toEqual(['access of first', 'access of third'])
  expect(asked).toEqual(['first', 'second', 'third'])
  await another.close()
})
