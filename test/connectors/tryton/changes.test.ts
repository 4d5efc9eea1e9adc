import { type Remote } from '../../../connectors/connector'
import { changesSince, type Row } from '../../../connectors/tryton/changes'

const remote = (id: number, changedAt: string): Remote => ({ kind: 'order', theirId: String(id), state: 'open', version: changedAt, asOf: changedAt })
const at = (second: number, micro = 0): string => `2026-11-03T07:00:${String(second).padStart(2, '0')}.${String(micro).padStart(6, '0')}Z`

interface Stored { id: number; created: string; written: string | null }

/** A table that answers domains as Tryton does for stamps and ids. */
function table(rows: readonly Stored[]): (domain: readonly unknown[], query: { limit: number }) => Promise<Row[]> {
  const textOf = (stamp: Record<string, number>): string => `${stamp.year}-${two(stamp.month!)}-${two(stamp.day!)}T${two(stamp.hour!)}:${two(stamp.minute!)}:${two(stamp.second!)}.${String(stamp.microsecond).padStart(6, '0')}Z`
  const two = (value: number): string => String(value).padStart(2, '0')
  const valueOf = (row: Stored, field: string): string | number | null => (field === 'id' ? row.id : field === 'write_date' ? row.written : row.created)
  const matches = (row: Stored, clause: unknown): boolean => {
    if (!Array.isArray(clause)) throw new Error('a clause')
    const parts = clause as unknown[]
    if (parts[0] === 'OR') return parts.slice(1).some((part) => matches(row, part))
    if (Array.isArray(parts[0])) return parts.every((part) => matches(row, part))
    const [field, operator, raw] = parts as [string, string, unknown]
    const value = valueOf(row, field)
    const wanted = typeof raw === 'object' && raw !== null ? textOf(raw as Record<string, number>) : raw as string | number | null
    if (operator === '=') return value === wanted
    if (operator === '!=') return value !== wanted
    return value !== null && wanted !== null && (operator === '>' ? value > wanted : value >= wanted)
  }
  return async (domain, { limit }) => rows.filter((row) => domain.every((clause) => matches(row, clause)))
    .map((row) => ({ id: row.id, changedAt: row.written ?? row.created, remotes: [remote(row.id, row.written ?? row.created)] }))
    .sort((a, b) => (a.changedAt < b.changedAt ? -1 : a.changedAt > b.changedAt ? 1 : a.id - b.id)).slice(0, limit)
}

const follow = async (rows: readonly Stored[], since = '', pageSize = 3): Promise<{ ids: string[]; cursor: string }> => {
  const ids: string[] = []
  let cursor = since
  for await (const change of changesSince({ since, overlapMs: 1000, pageSize, read: table(rows) })) {
    ids.push(change.remote.theirId)
    cursor = change.cursor
  }
  return { ids, cursor }
}

describe('following a table whose new rows have no write date', () => {
  // one transaction of seven, two touched later, one made in between
  const rows: Stored[] = [
    ...[1, 2, 3, 4, 5, 6, 7].map((id) => ({ id, created: at(1, 250), written: id === 2 ? at(9) : id === 5 ? at(3) : null })),
    { id: 8, created: at(4), written: null },
  ]

  test('every row comes once and in the order of its last change, in pages smaller than a transaction', async () => {
    expect((await follow(rows)).ids).toEqual(['1', '3', '4', '6', '7', '5', '8', '2'])
    expect((await follow(rows, '', 1)).ids).toEqual((await follow(rows, '', 100)).ids)
  })

  test('from its cursor only what may have shown late comes again', async () => {
    const { cursor } = await follow(rows)
    expect(cursor).toBe(`${at(9)}|2`)
    expect((await follow(rows, cursor)).ids).toEqual(['2'])
    expect((await follow([...rows, { id: 9, created: at(8, 500_000), written: null }], cursor)).ids).toEqual(['9', '2'])
  })

  test('a row written again comes with its new stamp', async () => {
    const { cursor } = await follow(rows)
    expect((await follow(rows.map((row) => (row.id === 1 ? { ...row, written: at(12) } : row)), cursor)).ids).toEqual(['2', '1'])
  })
})
