import { compare, subtract, sum } from '../../orders/decimal'
import { type Outgoing, type RemoteLine } from '../../connectors/connector'
import { ITEMS } from '../masterData'
import { type Records, type Row } from './records'
import { refuse, type SentOrder, type System } from './system'

/** A warehouse that records are put to by our id, so that a repeat is the same record. */
export const wms = (records: Records): System => ({
  name: 'wms', role: 'wms', repeat: 'key', follows: ['part', 'despatch', 'stock'], records,
  carryOut: (message) => (message.action === 'cancel' ? cancel(records, message) : put(records, message)),
  references: (kind) => (kind === 'stock' ? ITEMS.map(({ code, stock }) => stockOf(records, code, stock)) : []),
})

function put(records: Records, message: Outgoing): Row {
  const part = message.body as SentOrder
  const lines = part.lines.map(({ id, item, quantity, unit }) => ({ id, item, quantity, unit }))
  const [row] = records.ofOurs('part', message.ourId)
  if (!row) return records.add({ kind: 'part', theirId: `F${records.next('part')}`, ourId: message.ourId, state: 'released', lines, body: { number: part.number } })
  if (sameLines(row.lines!, lines)) return row
  return row.state === 'released' ? records.change(row, { lines }) : refuse(`${row.theirId} is ${row.state}`)
}

const sameLines = (a: readonly RemoteLine[], b: readonly RemoteLine[]): boolean =>
  a.length === b.length && a.every((line, index) => line.id === b[index]!.id && compare(line.quantity, b[index]!.quantity) === 0)

function cancel(records: Records, message: Outgoing): Row {
  const row = records.ofOurs('part', message.ourId)[0] ?? refuse(`${message.ourId} is not here`)
  if (row.state === 'cancelled') return row
  return row.state === 'released' ? records.change(row, { state: 'cancelled' }) : refuse(`${row.theirId} is ${row.state}`)
}

function stockOf(records: Records, item: string, stock: string): Row {
  const quantityOf = (rows: readonly Row[]): string => sum(rows.flatMap((row) => row.lines!.filter((line) => line.item === item).map((line) => line.quantity)))
  const shipped = quantityOf(records.all('despatch'))
  const reserved = subtract(quantityOf(records.all('part').filter((row) => row.state !== 'cancelled')), shipped)
  return {
    kind: 'stock', theirId: item, ourId: item, state: 'active', version: 1, changedAt: 0, shownFrom: 0, fedFrom: 0,
    body: { item, unit: 'C62', onHand: subtract(stock, shipped), theirs: reserved },
  }
}

/** What is not shipped yet of a part, by line. */
export function openOf(records: Records, part: Row): RemoteLine[] {
  const shipments = records.all('despatch').filter((row) => row.body?.part === part.ourId)
  return part.lines!.map((line) => ({ ...line, quantity: subtract(line.quantity, sum(shipments.flatMap((row) => row.lines!.filter((one) => one.id === line.id).map((one) => one.quantity)))) }))
    .filter((line) => compare(line.quantity, '0') > 0)
}

/** Somebody picks and ships of a part what is named. */
export function shipPart(records: Records, part: Row, lines: RemoteLine[], day: string): Row {
  const despatch = records.add({
    kind: 'despatch', theirId: `S${records.next('despatch')}`, state: 'shipped', lines, body: { order: part.ourId!.split('/')[0], part: part.ourId, shippedOn: day },
  })
  records.change(part, { state: openOf(records, part).length === 0 ? 'shipped' : 'picking' })
  return despatch
}

/** The carrier brings back the proof of delivery. */
export function deliverShipment(records: Records, despatch: Row, day: string): void {
  records.change(despatch, { state: 'delivered', body: { ...despatch.body, receivedOn: day, signedBy: 'Meier' } })
  const part = records.ofOurs('part', String(despatch.body?.part))[0]!
  const all = records.all('despatch').filter((row) => row.body?.part === part.ourId)
  if (part.state === 'shipped' && all.every((row) => row.state === 'delivered')) records.change(part, { state: 'delivered' })
}
