import { type Connector, type SystemConfig } from '../../../connectors/connector'
import { connectorOf } from '../../../connectors/registry'
import { SEEDS, type Stage, stage, TOKEN } from '../../sandbox/stage'

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const row of rows) found.push(row)
  return found
}

describe('sandbox/bank, which takes nothing from us', () => {
  let one: Stage
  beforeEach(async () => { one = await stage('bank', SEEDS.bank) })
  afterEach(() => one.close())
  const connector = (set: Partial<SystemConfig> = {}): Connector =>
    connectorOf({ name: 'bank', role: 'bank', connector: 'sandbox/bank', url: one.url, secret: TOKEN, timeout: 5000, options: { allowPrivate: true, pageSize: 2 }, ...set })
  const statements = async (from: Connector, since = '') => (await all(from.changes('statement', since))).map(({ remote, cursor }) => ({ id: remote.theirId, cursor, document: remote.body?.document }))
  const days = async (...dates: string[]) => { for (const today of dates) await one.call('POST', '/operator/close', { today }) }

  test('statements come whole and in order over several pages, and a later poll goes on from its cursor', async () => {
    await days('2026-03-02', '2026-03-03', '2026-03-04')
    const found = await statements(connector())
    expect(found.map(({ id }) => id)).toEqual(['013000-20260302', '013000-20260303', '013000-20260304'])
    expect(found.map(({ document }) => Buffer.from(String(document), 'base64').toString())).toEqual(found.map(({ id }) => expect.stringContaining(`<Stmt><Id>${id}</Id>`) as string))
    // records of one instant may show late, so a poll looks back a little
    expect((await statements(connector({ options: { allowPrivate: true, overlapMs: 0 } }), found[1]!.cursor)).map(({ id }) => id).at(-1)).toBe('013000-20260304')
  })

  test('one is looked up by its id, with its document, and listed without', async () => {
    await days('2026-03-02')
    expect(await connector().find('statement', '013000-20260302')).toMatchObject({ amount: '1000.00', currency: 'EUR', body: { document: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) as string } })
    expect(await connector().find('statement', 'none')).toBeUndefined()
    expect((await all(connector().list('statement', {}).rows)).map(({ theirId, body }) => [theirId, body?.document])).toEqual([['013000-20260302', undefined]])
  })

  test.each([
    ['503', 'again'], ['403', 'login'], ['html-200', 'again'], ['truncated', 'again'], ['redirect', 'refused'], ['429', 'wait'],
  ])('under %s a poll ends as %s', async (fault, kind) => {
    await days('2026-03-02')
    await one.faults([{ fault }])
    await expect(statements(connector())).rejects.toMatchObject({ kind })
  })

  test('a payment can not be sent to it, and a wrong token is a matter of login', async () => {
    await expect(connector().send({ kind: 'payment', action: 'create', ourId: 'p', revision: 1, body: {}, key: 'k', correlation: 'c' })).rejects.toMatchObject({ kind: 'refused', message: 'bank takes no create of payment' })
    await expect(connector({ secret: 'wrong' }).check()).rejects.toMatchObject({ kind: 'login' })
    await connector().check()
  })
})
