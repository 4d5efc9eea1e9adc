import { z } from 'zod'
import { dateText, parseBody, todayBody } from '../body'
import { exceeds, lesser, over, plus, same, times } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { type FulfilmentOrder, openQuantity } from './fulfilmentOrder'
import { moveStock, siteOf, type Stock } from './stock'

export interface Shipment {
  /** The caller's id of the fulfilment order. */
  fulfilmentOrder: string
  foNumber: string
  orderNumber: string
  partNumber: string
  /** Absent where the carrier labels. */
  carrier?: string
  trackingNumber?: string
  shippedOn: string
  packages: number
  /** Weights are known where those of all that is in a piece are. */
  pieces: { id: string; weightKg?: string }[]
  lines: { lineRef: string; sku: string; qty: string; uom: string; lots: { lot: string; qty: string }[] }[]
  pod?: { signedBy: string; receivedOn: string }
}

const shipBody = z.strictObject({ today: dateText, until: dateText.optional() })
const deliverBody = todayBody.extend({ signedBy: z.string().min(1).max(100).default('M. Muster') })
const CARRIERS = ['DHL', 'DPD', 'UPS'] as const
/** Lines that go into one package. */
const IN_PACKAGE = 5

export const shipmentRoutes: Route[] = [
  { method: 'GET', path: '/shipments', answer: (inquiry) => {
    const page = readPage<Shipment>(inquiry, { type: 'shipment', orderBy: 'id', open: ['shipped'] })
    return ok({ items: page.rows.map(shipmentBody), paging: { next: page.next ?? null } })
  } },
  { method: 'GET', path: '/shipments/:number', answer: ({ records, parameters }) => {
    const number = parameters.get('number') ?? ''
    const row = records.get<Shipment>('shipment', number)
    if (!row) throw new Refusal(404, 'unknown_shipment', `there is no shipment ${number}`)
    return ok(shipmentBody(row))
  } },
  { method: 'POST', path: '/operator/ship', answer: ship },
  { method: 'POST', path: '/operator/deliver', answer: deliver },
]

export const shipmentBody = (row: Row<Shipment>): unknown => ({ shipmentNo: row.id, ...row.body, state: row.status, rev: row.version, ts: Date.parse(row.changedAt) })

/**
 * The warehouse works through all released orders by priority: picks and ships what is on the shelf. What is short stays
 * `picking` until the next time. With `until` only orders wanted by that date; a second call finds nothing left.
 */
function ship({ body, records }: Inquiry): Answer {
  const { today, until } = parseBody(shipBody, body)
  const due = records.all<FulfilmentOrder>('fulfilment', ['released', 'picking'])
    // what was set back by hand has nothing left to ship
    .filter((row) => row.body.lines.some((line) => exceeds(openQuantity(line), '0')) && (until === undefined || (row.body.wantedBy ?? '') <= until))
    .sort((a, b) => a.body.priority - b.body.priority || (a.id < b.id ? -1 : 1))
  const shipped = due.map((row) => shipOne(records, row, today)).filter((id) => id !== undefined)
  return ok({ shipped, short: records.all('fulfilment', ['picking']).map((row) => row.id) })
}

function shipOne(records: Records, row: Row<FulfilmentOrder>, today: string): string | undefined {
  const picked: Shipment['lines'] = []
  const weights: (string | undefined)[] = []
  const lines = row.body.lines.map((line) => {
    const stock = records.get<Stock>('stock', line.sku)?.body
    if (!stock) return line
    const contains = stock.packs.find((pack) => pack.uom === line.uom && line.uom !== stock.uom)?.contains ?? '1'
    const quantity = lesser(openQuantity(line), over(stock.onHand, contains))
    if (!exceeds(quantity, '0')) return line
    const units = times(quantity, contains)
    moveStock(records, line.sku, { free: units, issue: units })
    weights.push(stock.weightKg === undefined ? undefined : times(units, stock.weightKg))
    picked.push({ lineRef: line.lineRef, sku: line.sku, qty: quantity, uom: line.uom, lots: [{ lot: stock.lot ?? `L-${today}`, qty: quantity }] })
    return { ...line, qtyShipped: plus(line.qtyShipped, quantity) }
  })
  const complete = lines.every((line) => same(line.qty, line.qtyShipped))
  const next = complete ? 'shipped' : 'picking'
  if (picked.length > 0 || row.status !== next) records.update({ ...row, status: next, body: { ...row.body, lines } })
  if (picked.length === 0) return undefined

  const serial = records.next(`shipment-${today.slice(0, 4)}`, 1)
  const id = `SHP-${siteOf(records)}${today.slice(0, 4)}-${String(serial).padStart(5, '0')}`
  const packages = Math.ceil(picked.length / IN_PACKAGE)
  const shipment: Shipment = {
    fulfilmentOrder: row.externalId, foNumber: row.id, orderNumber: row.body.orderNumber, partNumber: row.body.partNumber, ...labelled(records, serial), shippedOn: today, packages,
    pieces: Array.from({ length: packages }, (_, no) => ({ id: `${id}-${no + 1}`, ...weighed(weights.slice(no * IN_PACKAGE, (no + 1) * IN_PACKAGE)) })), lines: picked,
  }
  return records.insert<Shipment>({
    type: 'shipment', id, externalId: row.externalId, reference: row.body.orderNumber, status: 'shipped',
    body: shipment,
  }).id
}

function labelled(records: Records, serial: number): Pick<Shipment, 'carrier' | 'trackingNumber'> {
  if (records.db.prepare("SELECT value FROM settings WHERE name = 'labels'").get()?.['value'] === 'carrier') return {}
  const carrier = CARRIERS[serial % CARRIERS.length] ?? CARRIERS[0]
  return { carrier, trackingNumber: `${carrier}${String(serial).padStart(10, '0')}` }
}

const weighed = (parts: readonly (string | undefined)[]): { weightKg?: string } =>
  (parts.every((part) => part !== undefined) ? { weightKg: parts.reduce((sum: string, part) => plus(sum, part), '0') } : {})

/** The carrier hands over all that is under way and brings back the proof of delivery. */
function deliver({ body, records }: Inquiry): Answer {
  const { today, signedBy } = parseBody(deliverBody, body)
  const due = records.all<Shipment>('shipment', ['shipped'])
  for (const row of due) records.update({ ...row, status: 'delivered', body: { ...row.body, pod: { signedBy, receivedOn: today } } })
  for (const row of records.all<FulfilmentOrder>('fulfilment', ['shipped'])) records.update({ ...row, status: 'delivered' })
  return ok({ delivered: due.map((row) => row.id) })
}
