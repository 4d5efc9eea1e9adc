import * as cases from '../../store/cases'
import { updateOf } from '../../store/mariadb/update'
import { type Store } from '../../store/store'
import { freshStore } from './open'

let store: Store
beforeAll(async () => { store = await freshStore() })

const names = Array.from({ length: 263 }, (_, no) => `row-${String(no).padStart(3, '0')}`)
const valuesOf = async () => (await store.query<{ name: string; value: string }>("SELECT name, value FROM settings WHERE name LIKE 'row-%' ORDER BY name")).map(({ name, value }) => [name, value])

test('each of many rows is written once, in whatever parts; one whose key is taken is told apart and left as it is', async () => {
  await store.write((tx) => tx.insertRows('settings', ['name', 'value'], names.slice(0, 130).map((name) => [name, `'${name}\\\0ä😀`])))
  const added = await store.write((tx) => tx.insertNew('settings', ['name', 'value'], names.slice(120).map((name) => [name, 'new'])))
  expect(added).toEqual(names.slice(120).map((_, place) => place >= 10))
  expect(await valuesOf()).toEqual(names.map((name, place) => [name, place < 130 ? `'${name}\\\0ä😀` : 'new']))
})

test('each of many rows gets its own value, and how many were met is counted', async () => {
  const rows = [...names, 'not there'].map((name) => ({ key: [name], values: [`value of ${name}`] }))
  expect(await store.write((tx) => tx.updateRows('settings', ['name'], ['value'], rows))).toEqual({ changes: names.length })
  expect(await valuesOf()).toEqual(names.map((name) => [name, `value of ${name}`]))
})

test('rows that several columns tell apart each get their own values', async () => {
  const key = ['company', 'system', 'kind', 'ref_key']
  const rows = Array.from({ length: 60 }, (_, no) => ['OC', `system-${no % 3}`, 'item', `key-${Math.floor(no / 3)}`])
  await store.write((tx) => tx.insertRows('references_held', [...key, 'value', 'as_of', 'fetched_at'], rows.map((row) => [...row, '', 'x', 'x'])))
  await store.write((tx) => tx.updateRows('references_held', key, ['value', 'as_of'], rows.map((row) => ({ key: row, values: [row.join('/'), 'now'] }))))
  const there = await store.query<Record<string, string>>('SELECT company, system, kind, ref_key, value, as_of FROM references_held')
  expect(there).toHaveLength(60)
  for (const row of there) expect([row.value, row.as_of]).toEqual([key.map((column) => row[column]).join('/'), 'now'])
})

test('on MariaDB a column that is set never decides which value another one gets', () => {
  const { sql } = updateOf({ table: 't', key: ['a', 'b'], columns: ['b', 'c'] }, [['x', 1, 2, 'one'], ['x', 2, 3, 'two']], 'utf8mb4_nopad_bin')
  expect(sql).toContain('JOIN')
  const byKey = updateOf({ table: 't', key: ['a', 'b'], columns: ['c', 'd'] }, [['x', 1, 'one', 7], ['x', 2, 'two', 7]], 'utf8mb4_nopad_bin')
  expect(byKey).toEqual({
    how: 'execute', sql: 'UPDATE t SET `c` = CASE `b` WHEN ? THEN ? WHEN ? THEN ? END, `d` = ? WHERE `a` = ? AND `b` IN (?, ?)', values: [1, 'one', 2, 'two', 7, 'x', 1, 2],
  })
})

test('every open case of a kind is read, however many there are, and those that are closed meanwhile leave no gap', async () => {
  const wanted = Array.from({ length: 1200 }, (_, no) => `case-${String(no).padStart(4, '0')}`)
  await store.write(async (tx) => {
    for (const id of [...wanted, 'other']) await cases.open(tx, { id, company: 'OC', kind: id === 'other' ? id : 'parked', system: '', subject: id, field: '', text: '', seenAt: '2026-03-02T08:00:00.000Z' })
  })
  const read: string[] = []
  for await (const { id } of cases.every(store, 'OC', { state: 'open', kind: ['parked', 'too-long'] })) {
    read.push(id)
    await store.write((tx) => cases.close(tx, id, { result: 'seen', by: 'test', at: '2026-03-02T09:00:00.000Z' }))
  }
  expect(read).toEqual(wanted)
})
