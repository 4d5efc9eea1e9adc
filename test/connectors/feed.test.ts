import { type Change } from '../../connectors/connector'
import { type Feed, type FeedPage, followFeed } from '../../connectors/feed'

const at = (second: number): string => `2026-03-02T08:00:${String(second).padStart(2, '0')}.000Z`
const row = (second: number, id: string, version = '1'): FeedPage['rows'][number] =>
  ({ at: at(second), id, remote: { kind: 'order', theirId: id, state: 'open', version, asOf: at(second) } })

async function follow(since: string, pages: FeedPage[], asked: string[] = [], more: Partial<Feed> = {}, changes: Change[] = []): Promise<Change[]> {
  const left = [...pages]
  for await (const change of followFeed({ ...more, since, overlapMs: 2000, fetch: (from) => { asked.push(from); return Promise.resolve(left.shift() ?? { rows: [] }) } })) changes.push(change)
  return changes
}
const ids = (changes: Change[]): string[] => changes.map(({ remote }) => remote.theirId)

describe('following a change feed', () => {
  test('begins a little before the cursor, by the system\'s clock', async () => {
    const asked: string[] = []
    await follow(`${at(10)}|b`, [{ rows: [] }], asked)
    expect(asked).toEqual([at(8)])
  })

  test('goes on until there is no next page', async () => {
    const asked: string[] = []
    expect(ids(await follow('', [{ rows: [row(1, 'a')], next: 'p2' }, { rows: [row(2, 'b')] }], asked))).toEqual(['a', 'b'])
    expect(asked).toEqual(['', 'p2'])
  })

  test('puts a page in order and drops what it had', async () => {
    expect(ids(await follow('', [{ rows: [row(3, 'c'), row(1, 'a'), row(3, 'c'), row(2, 'b')], next: 'n' }, { rows: [row(3, 'c'), row(4, 'd')] }]))).toEqual(['a', 'b', 'c', 'd'])
  })

  test('a row that comes late moves the cursor back for nobody', async () => {
    const changes = await follow(`${at(10)}|m`, [{ rows: [row(9, 'late'), row(11, 'new')] }])
    expect(changes.map(({ cursor }) => cursor)).toEqual([`${at(10)}|m`, `${at(11)}|new`])
  })

  test('a record that changed twice comes with both versions', async () => {
    expect((await follow('', [{ rows: [row(1, 'a', '1'), row(2, 'a', '2')] }])).map(({ remote }) => remote.version)).toEqual(['1', '2'])
  })

  test('a feed that names the same page for ever is a fault, not an endless loop', async () => {
    await expect(follow('', [{ rows: [row(1, 'a')], next: 'p' }, { rows: [row(1, 'a')], next: 'p' }])).rejects.toMatchObject({ kind: 'again' })
  })

  test('a feed that goes round in a circle is a fault, not an endless loop', async () => {
    let asked = 0
    const circle = (from: string): Promise<FeedPage> => {
      if (++asked > 50) throw new Error('it would go on for ever')
      return Promise.resolve({ rows: [row(1, 'a')], next: from === 'p' ? 'q' : 'p' })
    }
    const following = async (): Promise<void> => { for await (const change of followFeed({ since: '', overlapMs: 2000, fetch: circle })) expect(change.remote.theirId).toBe('a') }
    await expect(following()).rejects.toMatchObject({ kind: 'again' })
  })

  test('a feed that names ever new pages with nothing new on them is a fault, not an endless loop', async () => {
    let asked = 0
    const endless = (): Promise<FeedPage> => {
      if (++asked > 500) throw new Error('it would go on for ever')
      return Promise.resolve({ rows: [row(1, 'a')], next: `p${asked}` })
    }
    const following = async (): Promise<void> => { for await (const change of followFeed({ since: '', overlapMs: 2000, fetch: endless })) expect(change.remote.theirId).toBe('a') }
    await expect(following()).rejects.toMatchObject({ kind: 'again' })
  })

  test('a row that cannot be read keeps no other back; it is told, and the cursor stays before it, so that it is read once it can be', async () => {
    const changes: Change[] = []
    const bad = { at: at(2), id: 'bad', unreadable: 'status: expected string' }
    await expect(follow('', [{ rows: [row(1, 'a'), bad, row(3, 'c')], next: 'n' }, { rows: [row(4, 'd')] }], [], {}, changes)).rejects.toMatchObject({ kind: 'again', message: expect.stringMatching(/bad.*status/) as string, detail: { code: 'unreadable' } })
    expect(ids(changes)).toEqual(['a', 'c', 'd'])
    expect(changes.map(({ cursor }) => cursor)).toEqual(Array(3).fill(`${at(1)}|a`))
  })

  test('a row from the future, by the clock of its system, takes the cursor nowhere: all that is changed until then would be passed over', async () => {
    const nowThere = (): number => Date.parse(at(10))
    const changes = await follow('', [{ rows: [row(1, 'a'), { ...row(9, 'z'), at: '2999-01-01T00:00:00.000Z' }] }], [], { nowThere })
    expect(changes.map(({ remote, cursor }) => [remote.theirId, cursor])).toEqual([['a', `${at(1)}|a`], ['z', `${at(1)}|a`]])
    expect((await follow('', [{ rows: [row(11, 'b')] }], [], { nowThere })).map(({ cursor }) => cursor)).toEqual([`${at(11)}|b`])
    expect((await follow('', [{ rows: [{ ...row(9, 'z'), at: '2999-01-01T00:00:00.000Z' }] }], [], { nowThere: () => undefined })).map(({ cursor }) => cursor)).toEqual(['2999-01-01T00:00:00.000Z|z'])
  })

  test('a cursor that is none is refused', async () => { await expect(follow('yesterday', [])).rejects.toMatchObject({ kind: 'refused' }) })
})
