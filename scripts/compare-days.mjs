// What a second start must leave as it was: node scripts/compare-days.mjs BEFORE AFTER (two copies of the data folder of `npm start`).
// Where Tryton is the ERP it is asked over JSON-RPC for what it holds. Only arrivals, runs and the night's proof may be added; orders, events, links, messages and the systems' own rows stay equal.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { hasTryton, trytonRows } from './tryton-rows.mjs'

const STORE = ['orders', 'streams', 'events', 'messages', 'order_documents', 'order_document_lines', 'allocations', 'open_items', 'commitments', 'parts', 'approvals', 'documents', 'counters', 'partners', 'config_records', 'interchanges']
/** Links say when they were last heard of; what they link may not change. */
const COLUMNS = { links: 'company, system, kind, our_id, their_id, number, stream, state, version, revision' }

/** Where the systems listen: a port that is taken by another program makes the day take another, and the configuration follows. */
const MOVES = /"stream":"config\/system\/|"kind":"system","config_key"/

/** Differences as texts; empty where the days agree. */
export async function compareDays(before, after) {
  const differences = []
  for (const table of [...STORE, ...Object.keys(COLUMNS)]) {
    compareRows(differences, `store ${table}`, rowsOf(join(before, 'order-to-cash.db'), table, COLUMNS[table]), rowsOf(join(after, 'order-to-cash.db'), table, COLUMNS[table]))
  }
  for (const system of systemsIn(after)) {
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

/** The simulated systems of a data folder. */
const systemsIn = (data) => readdirSync(join(data, 'sandbox')).filter((name) => name.endsWith('.db')).map((name) => name.slice(0, -3)).sort()

/**
 * What must be in the systems once, recomputed from our orders and from the systems' own rows: none may be missing or doubled, and none be there that
 * nothing of ours asks for. What was planted there past all interfaces is the night's business.
 */
export async function countOnce(data) {
  const problems = []
  const tryton = hasTryton(data) ? await trytonRows(data) : undefined
  const systems = systemsIn(data)
  const store = (table, columns) => rowsOf(join(data, 'order-to-cash.db'), table, columns).map((row) => JSON.parse(row))
  const accepted = store('orders', 'state').map(({ state }) => JSON.parse(state)).filter(({ number, status }) => number !== undefined && status !== 'cancelled')
  const despatches = [...new Set(store('order_document_lines', 'kind, issuer, number, order_id').filter(({ kind }) => kind === 'despatch').map(({ issuer, number, order_id: order }) => `${order}/${issuer}/${number}`))]
  const rows = (system) => rowsOf(join(data, 'sandbox', `${system}.db`), 'records').map((row) => JSON.parse(row)).map((row) => ({ ...row, body: JSON.parse(row.body) }))
  const once = (system, what, wanted, there, isPlanted = () => false) => {
    const counts = new Map()
    for (const id of there) counts.set(id, (counts.get(id) ?? 0) + 1)
    for (const [id, name] of wanted) {
      const count = counts.get(id) ?? 0
      if (count !== 1 && !isPlanted(id)) problems.push(`${what} of ${name} is ${count} times in ${system}`)
      counts.delete(id)
    }
    for (const id of counts.keys()) if (!isPlanted(id)) problems.push(`${system} has the ${what} ${id}, which nothing of ours asks for`)
  }
  const named = (orders, idOf = ({ id }) => id) => orders.flatMap((order) => [idOf(order, order)].flat().map((id) => [id, order.number]))
  const shipped = named(accepted, ({ id }) => despatches.filter((despatch) => despatch.startsWith(`${id}/`)))
  const external = (records, type, live = () => true) => records.filter((row) => row.type === type && live(row)).map((row) => row.external_id)

  for (const system of systems) {
    const records = rows(system)
    const said = rowsOf(join(data, 'sandbox', `${system}.db`), 'planted', 'outcome').join()
    const isPlanted = (id) => said.includes(id)
    if (system === 'erp') {
      once(system, 'order', named(accepted), external(records, 'order', ({ status }) => status !== 'cancelled'), isPlanted)
      once(system, 'despatch', shipped, external(records, 'delivery'), isPlanted)
    } else if (system.startsWith('wms')) {
      const parts = (order) => (order.parts ?? (system === 'wms' ? [{ no: 1, system, lines: ['all'] }] : [])).filter((part) => part.system === system && part.lines.length > 0).map(({ no }) => `${order.id}/${no}`)
      once(system, 'part', named(accepted, parts), external(records, 'fulfilment', ({ external_id: id, status }) => status !== 'cancelled' || isPlanted(id)), isPlanted)
      once(system, 'receipt of a return', accepted.flatMap(({ number, documents }) => documents.filter(({ kind, issuer }) => kind === 'return' && issuer === system).map((receipt) => [receipt.number, number])), records.filter(({ type }) => type === 'return').flatMap(({ body }) => body.receipts.map(({ receiptNo }) => receiptNo)))
      once(system, 'shipment', despatches.filter((id) => id.split('/')[1] === system).map((id) => [id, id]), records.filter(({ type }) => type === 'shipment').map((row) => `${row.external_id.split('/')[0]}/${system}/${row.id}`))
    } else if (system === 'finance') {
      once(system, 'order', named(accepted), external(records, 'order', ({ status }) => status !== 'withdrawn'), isPlanted)
      // a despatch that is invoiced together with others is on the invoice that its order names
      const billed = new Map(accepted.flatMap(({ id, documents }) => documents.filter(({ kind, collective }) => kind === 'despatch' && collective).map(({ issuer, number, bill }) => [`${id}/${issuer}/${number}`, bill])))
      once(system, 'invoice', [...shipped.filter(([id]) => !billed.has(id)), ...[...new Set(billed.values())].filter((bill) => bill !== undefined).map((bill) => [`collective/${bill}`, bill])], external(records, 'invoice'), isPlanted)
      once(system, 'credit note', accepted.flatMap(({ number, documents }) => documents.filter(({ kind }) => kind === 'creditNote').map((note) => [note.number, number])), records.filter(({ type }) => type === 'creditNote').map(({ id }) => id), isPlanted)
      // a payout that has come to the bank is one whose story has gone on
      const arrived = new Set(store('streams', 'stream, version').filter(({ version }) => version > 1).map(({ stream }) => stream))
      once(system, 'settlement', store('links', 'kind, system, their_id, stream').filter(({ kind, stream }) => kind === 'payout' && arrived.has(stream)).map(({ system: gateway, their_id: id }) => [`${gateway}/${id}`, id]), external(records, 'journalEntry'))
    } else if (system === 'mes') {
      once(system, 'production', named(accepted, ({ id, lines }) => lines.filter(({ production }) => production).map((line) => `${id}/line/${line.id}`)), external(records, 'production', ({ status }) => status !== 'cancelled'), isPlanted)
    } else if (system === 'tms') {
      once(system, 'consignment', shipped, external(records, 'consignment'), isPlanted)
    } else if (system === 'crm') {
      once(system, 'deal', named(accepted.filter(({ quotation }) => quotation !== undefined)), records.filter(({ type, body }) => type === 'deal' && body.order?.outcome === 'accepted').map(({ body }) => body.order.orderId), isPlanted)
    } else if (system === 'shop') {
      const ofShop = accepted.filter(({ channel, origin }) => channel === system && origin !== undefined)
      once(system, 'order', named(ofShop, ({ origin }) => origin), records.filter(({ type, body }) => type === 'order' && body.cancelled === null).map(({ id }) => id), isPlanted)
      once(system, 'fulfilment', named(ofShop, ({ id }) => despatches.filter((despatch) => despatch.startsWith(`${id}/`))), records.filter(({ type }) => type === 'order').flatMap(({ body }) => body.fulfilments.map(({ ref }) => ref)), isPlanted)
    } else if (system === 'gateway') {
      const byCard = accepted.filter(({ authorisation }) => authorisation !== undefined)
      once(system, 'capture', named(byCard, ({ id }) => despatches.filter((despatch) => despatch.startsWith(`${id}/`))), external(records, 'charge'), isPlanted)
      once(system, 'refund', named(byCard, ({ id, refunds = [] }) => refunds.map(({ asked }) => `${id}/${asked}`)), external(records, 'refund'), isPlanted)
      once(system, 'authorisation', named(byCard), records.filter(({ type, status }) => type === 'payment_intent' && status !== 'canceled').map(({ body }) => body.metadata.order), isPlanted)
    } else if (system === 'bank') {
      const received = store('arrivals', 'channel, transport_id').filter(({ channel }) => channel === system).map(({ transport_id: id }) => id.slice('statement/'.length))
      once('what was received', 'statement', records.filter(({ type }) => type === 'statement').map(({ id }) => [id, system]), received)
    } else if (system === 'service') {
      const complaints = store('cases', 'kind, detail').filter(({ kind }) => kind === 'complaint').map(({ detail }) => String(JSON.parse(detail).complaint))
      once('the cases', 'complaint', records.filter(({ type }) => type === 'ticket').map(({ id }) => [String(id), system]), complaints)
    }
  }
  if (tryton) {
    // a sale that was being processed ends there with its deliveries cancelled, and keeps its state
    const cancelled = new Set(store('orders', 'state').map(({ state }) => JSON.parse(state)).filter(({ status }) => status === 'cancelled').map(({ id }) => id))
    for (const { reference, state } of tryton.get('stock.shipment.out')) if (state === 'done') cancelled.delete(String(reference).split('/')[0])
    once('tryton', 'order', named(accepted), tryton.get('sale.sale').map(({ reference }) => reference).filter((id) => !cancelled.has(id)))
    problems.push(...deliveriesOnce(data, tryton.get('stock.shipment.out')))
  }
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

function compareRows(differences, what, ...sides) {
  const [before, after] = sides.map((rows) => rows.filter((row) => !MOVES.test(row)))
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
