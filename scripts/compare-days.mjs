// What a second start must leave as it was: node scripts/compare-days.mjs BEFORE AFTER (two copies of the data folder of `npm start`).
// Where Tryton is the ERP it is asked over JSON-RPC for what it holds. Only arrivals, runs and the night's proof may be added; orders, events, links, messages and the systems' own rows stay equal.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { hasTryton, trytonRows } from './tryton-rows.mjs'

const STORE = ['orders', 'streams', 'events', 'messages', 'order_documents', 'order_document_lines', 'allocations', 'open_items', 'commitments', 'parts', 'approvals', 'documents', 'counters', 'partners', 'config_records', 'interchanges']
/** Links say when they were last heard of; what they link may not change. */
const COLUMNS = { links: 'company, system, kind, our_id, their_id, number, stream, state, version, revision' }
const SYSTEMS = ['erp', 'wms', 'finance']

/** Differences as texts; empty where the days agree. */
export async function compareDays(before, after) {
  const differences = []
  for (const table of [...STORE, ...Object.keys(COLUMNS)]) {
    compareRows(differences, `store ${table}`, rowsOf(join(before, 'order-to-cash.db'), table, COLUMNS[table]), rowsOf(join(after, 'order-to-cash.db'), table, COLUMNS[table]))
  }
  for (const system of SYSTEMS.filter((name) => name !== 'erp' || !hasTryton(after))) {
    compareRows(differences, `${system} rows`, rowsOf(join(before, 'sandbox', `${system}.db`), 'records'), rowsOf(join(after, 'sandbox', `${system}.db`), 'records'))
  }
  if (hasTryton(after)) {
    const [old, now] = [await trytonRows(before), await trytonRows(after)]
    for (const model of old.keys()) compareRows(differences, `tryton ${model}`, ...[old, now].map((rows) => rows.get(model).map((row) => JSON.stringify(row))))
  }
  for (const table of ['arrivals', 'runs']) {
    const [old, now] = [before, after].map((dir) => rowsOf(join(dir, 'order-to-cash.db'), table).length)
    if (now <= old) differences.push(`${table}: the second day added none (${old} before, ${now} after)`)
  }
  return differences
}

/** Each accepted order's records there: none may be missing or doubled; nor the deliveries that Tryton posted of what was shipped. */
export async function countOnce(data) {
  const problems = []
  const tryton = hasTryton(data) ? await trytonRows(data) : undefined
  const orders = rowsOf(join(data, 'order-to-cash.db'), 'orders', 'id, number, status').map((row) => JSON.parse(row)).filter((order) => order.number !== null && order.status !== 'cancelled')
  for (const [system, type, idOf] of [['erp', 'order', (o) => o.id], ['wms', 'fulfilment', (o) => `${o.id}/1`], ['finance', 'order', (o) => o.id]]) {
    const there = system === 'erp' && tryton ? tryton.get('sale.sale').map(({ reference }) => ({ external_id: reference }))
      : rowsOf(join(data, 'sandbox', `${system}.db`), 'records', 'type, external_id').map((row) => JSON.parse(row)).filter((row) => row.type === type)
    const counts = new Map()
    for (const row of there) counts.set(row.external_id, (counts.get(row.external_id) ?? 0) + 1)
    for (const order of orders) {
      const count = counts.get(idOf(order)) ?? 0
      if (count !== 1) problems.push(`${order.number} is ${count} times in ${system}`)
      counts.delete(idOf(order))
    }
    for (const id of counts.keys()) problems.push(`${system} has ${id}, which is no accepted order of ours`)
  }
  if (tryton) problems.push(...deliveriesOnce(data, tryton.get('stock.shipment.out')))
  return problems
}

function deliveriesOnce(data, shipments) {
  const shipped = [...new Set(rowsOf(join(data, 'order-to-cash.db'), 'order_document_lines', 'kind, issuer, number, order_id'))].map((row) => JSON.parse(row)).filter((row) => row.kind === 'despatch')
  const posted = shipments.filter(({ state }) => state === 'done').map(({ reference }) => reference)
  return shipped.flatMap(({ issuer, number, order_id: order }) => {
    const count = posted.filter((reference) => reference === `${order}/${issuer}/${number}`).length
    return count === 1 ? [] : [`${number} is posted ${count} times in tryton`]
  })
}

function rowsOf(file, table, columns = '*') {
  if (!existsSync(file)) throw new Error(`there is no ${file}`)
  const database = new DatabaseSync(file)
  try {
    return database.prepare(`SELECT ${columns} FROM ${table}`).all().map((row) => JSON.stringify(row)).sort()
  } finally {
    database.close()
  }
}

function compareRows(differences, what, before, after) {
  const old = new Set(before)
  const now = new Set(after)
  for (const row of before) if (!now.has(row)) differences.push(`${what}: gone or changed: ${row.slice(0, 200)}`)
  for (const row of after) if (!old.has(row)) differences.push(`${what}: new: ${row.slice(0, 200)}`)
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  const [before, after] = process.argv.slice(2)
  const differences = [...(before === after ? [] : await compareDays(before, after)), ...await countOnce(after)]
  for (const difference of differences) console.error(difference)
  console.log(differences.length === 0 ? 'The second day left orders, links, messages and the systems as they were; every order is in every system once.' : `${differences.length} differences`)
  process.exitCode = differences.length === 0 ? 0 : 1
}
