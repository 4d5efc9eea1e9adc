import { fill } from '../../bench/outbox/fill'
import { rawMariadb, rawSqlite } from '../../bench/outbox/raw'
import * as outbox from '../../store/outbox'
import { type Store, type Tx, type Value } from '../../store/store'
import { drain } from '../../sync/dispatch'
import { receive } from '../../sync/receive'
import { findStalled } from '../../sync/stalled'
import { onMariadb } from '../store/open'
import { openWorld, type World } from './world'

/** Tables that grow with every order: none of them may be read from one end to the other on the way of an order. */
const GROWING = ['orders', 'streams', 'events', 'private_values', 'parts', 'commitments', 'approvals', 'messages', 'links', 'cases', 'arrivals', 'arrival_items', 'documents', 'order_documents', 'text_parts']

interface Statement { sql: string; params: readonly Value[] }

/** The store, and every statement that finds rows by a condition. */
function recording(store: Store): { store: Store; statements: Map<string, Statement> } {
  const statements = new Map<string, Statement>()
  const note = (sql: string, params: readonly Value[] = []): void => { statements.set(sql.replace(/\s+/g, ' ').replace(/(\$\d+, )+/g, ''), { sql, params }) }
  const recorded = (tx: Tx): Tx => ({
    ...tx,
    query: (sql, params) => { note(sql, params); return tx.query(sql, params) },
    execute: (sql, params) => { note(sql, params); return tx.execute(sql, params) },
    updateRows: (table, key, columns, rows) => {
      if (rows[0]) note(`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column}`).join(', ')} WHERE ${key.map((column, no) => `${column} = $${no + 1}`).join(' AND ')}`, rows[0].key)
      return tx.updateRows(table, key, columns, rows)
    },
  })
  return {
    statements,
    store: { ...store, query: (sql, params) => { note(sql, params); return store.query(sql, params) }, write: (work) => store.write((tx) => work(recorded(tx))) },
  }
}

/** What of a growing table is read without an index, or by one that only names the company. */
async function wholeTables(store: Store, { sql, params }: Statement): Promise<string[]> {
  if (onMariadb) {
    const rows = await store.query<{ table: string | null; type: string | null; key: string | null; rows: number; Extra: string | null }>(`EXPLAIN ${sql}`, params)
    return rows.filter(({ table, type }) => isGrowing(sql, table) && (type === 'ALL' || type === 'index')).map((row) => JSON.stringify(row))
  }
  const rows = await store.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)
  return rows.map(({ detail }) => detail).filter((detail) => isGrowing(sql, /^(?:SCAN|SEARCH) (\w+)/.exec(detail)?.[1] ?? null) && (detail.startsWith('SCAN') || detail.endsWith('(company=?)')))
}

/** By its name, or by the short one that the statement gives it. */
const isGrowing = (sql: string, named: string | null): boolean => named !== null && GROWING.some((table) => table === named || new RegExp(`\\b${table} (?:AS )?${named}\\b`).test(sql))

describe('with many orders stored', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1')
    await drain(world.context, { patienceMs: 3000 })
    const raw = onMariadb ? await rawMariadb(world.store.url) : rawSqlite(world.store.url.slice('sqlite:'.length))
    await fill({ raw, store: world.store, close: () => raw.close() }, 3000)
    if (onMariadb) await raw.run(`ANALYZE TABLE ${GROWING.join(', ')}`)
    await raw.close()
  }, 120_000)

  test('no statement on the way of an order, from its file to what the systems have of it, reads a table that grows from one end to the other', async () => {
    const { store, statements } = recording(world.store)
    const context = { ...world.context, store }
    const csv = ['PO-2', 'PO-3'].map((reference) => `${reference};2026-03-01;NORDBAU;2026-03-09;Lager 2;1;A-1;10;C62;12.50;EUR`)
    const file = Buffer.from(['order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency', ...csv, ''].join('\n'))
    const { items } = await receive({ ...context, actor: 'inbox' }, { channel: 'test', transportId: 'plans', bytes: file, fileName: 'two.csv' })
    expect(items.map((item) => item.outcome)).toEqual(['order', 'order'])
    expect(await drain(context, { patienceMs: 3000 })).toMatchObject({ done: 6, refused: 0 })
    await outbox.nextDueMs(store)
    await findStalled(context, 'OC')
    await outbox.queuesWithDue(store, [{ company: 'OC', system: 'erp' }, { company: 'OC', system: 'wms' }], Date.now())
    expect([...statements.keys()].filter((sql) => /FROM messages|UPDATE messages/.test(sql)).length).toBeGreaterThanOrEqual(6)
    const whole: string[] = []
    for (const [shown, statement] of statements) for (const plan of await wholeTables(world.store, statement)) whole.push(`${plan}: ${shown}`)
    expect(whole).toEqual([])
  })

  test('the check sees a statement that reads a whole table', async () => {
    expect(await wholeTables(world.store, { sql: 'SELECT count(*) AS n FROM messages WHERE body_parts = $1', params: [7] })).toHaveLength(1)
  })
})
