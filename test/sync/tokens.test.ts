import { inspect } from 'node:util'
import { connectorOf } from '../../connectors/registry'
import { type Connector } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { type Grant, type Tokens } from '../../connectors/oauth'
import * as secrets from '../../store/secrets'
import { openStore } from '../../store/open'
import { type Store } from '../../store/store'
import * as kept from '../../store/tokens'
import { type Context, systemClock } from '../../sync/context'
import { silent } from '../../sync/log'
import { systemOf } from '../../sync/systems'
import { tokensOf } from '../../sync/tokens'
import { SEEDS, type Stage, stage, TOKEN } from '../sandbox/stage'
import { freshPlace, freshStore } from '../store/open'

const CREDENTIAL = { clientId: 'order-to-cash', clientSecret: TOKEN }
let erp: Stage
beforeAll(async () => { erp = await stage('erp', SEEDS.erp) })
afterAll(() => erp.close())

const given = async (): Promise<{ issued: number; refused: number }> => (await erp.call('GET', '/admin/tokens')).body

/** The ERP as so many processes see it that share a store. */
async function workers(count: number, credential: object): Promise<{ stores: Store[]; connectors: Connector[] }> {
  const { url, keys } = await freshPlace()
  const stores = await Promise.all(Array.from({ length: count }, () => openStore(url, { keys, environment: 'test' })))
  await stores[0]!.write((tx) => secrets.put(tx, 'OC', 'erp', JSON.stringify(credential), '2026-03-02T08:00:00.000Z'))
  const connectors = await Promise.all(stores.map(async (store, no) => {
    const context: Context = { store, clock: systemClock, log: silent, actor: 'system', owner: `worker-${no}`, connect: connectorOf }
    const body = { connector: 'sandbox/erp', url: erp.url, mode: 'live', environment: 'test', timeout: 10_000, login: { type: 'oauth2', token: '/oauth/token' }, options: { allowPrivate: true } }
    return (await systemOf(context, { company: 'OC', name: 'erp', role: 'erp', body })).connector
  }))
  return { stores, connectors }
}
const close = (stores: readonly Store[]): Promise<unknown> => Promise.all(stores.map((store) => store.close()))

test.each([['client credentials', CREDENTIAL], ['a refresh token that is taken once', { ...CREDENTIAL, refreshToken: TOKEN }]])(
  'of four workers whose token lasts twenty calls one renews it for all, by %s', async (_, credential) => {
    await erp.close()
    erp = await stage('erp', SEEDS.erp)
    await erp.faults([{ fault: 'tokens', calls: 20 }])
    const { stores, connectors } = await workers(4, credential)
    // each asks fifteen times, all of them side by side
    await Promise.all(connectors.map(async (connector) => { for (let no = 0; no < 15; no++) await connector.find('order', `none-${no}`) }))
    expect(await given()).toEqual({ issued: 3, refused: 0 })
    await close(stores)
  })

test('a create whose token ran out is sent once more and leaves one, and the token is nowhere to be read', async () => {
  await erp.faults([{ fault: 'tokens', calls: 3 }])
  const { stores, connectors } = await workers(1, CREDENTIAL)
  const body = { number: 'SO-1', reference: 'PO-1', buyer: 'NORDBAU', currency: 'EUR', issuedOn: '2026-03-02', lines: [{ id: '1', item: 'B-2', quantity: '1', unit: 'C62', price: { amount: '19.90' } }], payable: '19.90' }
  for (const ourId of ['t1', 't2', 't3', 't4']) await connectors[0]!.send({ kind: 'order', action: 'create', ourId, revision: 1, body, key: ourId, correlation: 'test' })
  expect((await erp.rows('order')).map(({ external_id }) => external_id).toSorted()).toEqual(['t1', 't2', 't3', 't4'])

  const { kept: token } = await kept.get(stores[0]!, { company: 'OC', system: 'erp', secret: JSON.stringify(CREDENTIAL) })
  expect(JSON.stringify(await stores[0]!.query('SELECT * FROM tokens'))).not.toContain(token!.access)
  await erp.faults([{ fault: 'tokens', calls: 1000 }, { fault: '400' }])
  const refused: unknown = await connectors[0]!.find('order', 't1').then(() => undefined, (error: unknown) => error)
  expect(refused).toBeInstanceOf(Fault)
  expect(inspect(refused, { depth: 12, showHidden: true })).not.toMatch(new RegExp(`${token!.access}|${TOKEN}`))
  await close(stores)
})

test('a secret that the system does not know, or that is none, is a matter of login', async () => {
  await erp.faults([{ fault: 'tokens', calls: 20 }])
  for (const credential of [{ ...CREDENTIAL, clientSecret: 'wrong' }, { ...CREDENTIAL, refreshToken: 'taken before' }, { user: 'x' }]) {
    const { stores, connectors } = await workers(1, credential)
    await expect(connectors[0]!.check()).rejects.toMatchObject({ kind: 'login' })
    await close(stores)
  }
})

describe('who renews', () => {
  const of = { company: 'OC', system: 'erp', secret: 's' }
  /** Its clock goes on only while somebody waits. */
  const machineAt = (start: number) => {
    let at = start
    return { nowMs: () => at, chance: () => 0.5, sleep: async (ms: number) => { at += ms }, expiry: () => new AbortController().signal }
  }
  const granting = (asked: (string | undefined)[]) => async (refresh: string | undefined): Promise<Grant> => { asked.push(refresh); return { access: `a${asked.length}`, refresh: `r${asked.length}`, expiresInMs: 3_600_000 } }

  test('and does not come back is waited for until his time is over', async () => {
    const store = await freshStore()
    const machine = machineAt(1_000_000)
    await store.write((tx) => kept.lock(tx, of, { owner: 'dead', generation: 0, nowMs: machine.nowMs(), untilMs: machine.nowMs() + 2000 }))
    const asked: (string | undefined)[] = []
    const tokens = tokensOf({ store, machine }, { ...of, limitMs: 4000, first: () => 'r0', ask: granting(asked) })
    expect(await tokens.current()).toBe('a1')
    expect(machine.nowMs()).toBeGreaterThanOrEqual(1_002_000)
    // what comes of the dead one after all does not count
    expect(await store.write((tx) => kept.keep(tx, of, 'dead', { access: 'late' }))).toBe(false)
    expect(await tokens.renewed('a1')).toEqual({ access: 'a2', fresh: true })
    expect(asked).toEqual(['r0', 'r1'])
  })

  test('and is refused lets the next one try at once; a new secret begins with its own refresh token', async () => {
    const store = await freshStore()
    const machine = machineAt(1_000_000)
    const asked: (string | undefined)[] = []
    const failing = tokensOf({ store, machine }, { ...of, limitMs: 4000, first: () => 'r0', ask: async () => { throw new Fault('again', 'away') } })
    await expect(failing.current()).rejects.toMatchObject({ kind: 'again' })
    expect(await tokensOf({ store, machine }, { ...of, limitMs: 4000, first: () => 'r0', ask: granting(asked) }).current()).toBe('a1')
    expect(await tokensOf({ store, machine }, { ...of, secret: 'another', limitMs: 4000, first: () => 'n0', ask: granting(asked) }).current()).toBe('a2')
    expect(asked).toEqual(['r0', 'n0'])
    expect(machine.nowMs()).toBe(1_000_000)
  })

  test('gives it to the others, to whom it is not fresh: one that was used up meanwhile is renewed again', async () => {
    const [store, machine, asked] = [await freshStore(), machineAt(1_000_000), [] as (string | undefined)[]]
    const another = await openStore(store.url, { keys: store.keysFolder, environment: 'test' })
    const [one, other] = [store, another].map((by) => tokensOf({ store: by, machine }, { ...of, limitMs: 4000, first: () => 'r0', ask: granting(asked) })) as [Tokens, Tokens]
    expect([await one.current(), await other.current()]).toEqual(['a1', 'a1'])
    expect(await one.renewed('a1')).toEqual({ access: 'a2', fresh: true })
    expect(await other.renewed('a1')).toEqual({ access: 'a2', fresh: false })
    expect(await other.renewed('a2')).toEqual({ access: 'a3', fresh: true })
    await another.close()
  })

  test('does so before the token runs out, and nobody asks while it lasts', async () => {
    const store = await freshStore()
    const machine = machineAt(1_000_000)
    const asked: (string | undefined)[] = []
    const tokens = tokensOf({ store, machine }, { ...of, limitMs: 4000, first: () => undefined, ask: granting(asked) })
    expect([await tokens.current(), await tokens.current()]).toEqual(['a1', 'a1'])
    await machine.sleep(3_540_001)
    expect(await tokens.current()).toBe('a2')
    expect(asked).toEqual([undefined, undefined])
  })
})
