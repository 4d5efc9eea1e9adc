import { z } from 'zod'
import { dateText, parseBody, todayBody } from '../body'
import { exceeds, lesser, over, plus, same, times } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { type FulfilmentOrder, openQuantity } from './fulfilmentOrder'
import { moveStock, type Stock } from './stock'

export interface Shipment {
  /** The caller's id of the fulfilment order. */
  fulfilmentOrder: string
  foNumber: string
  orderNumber: string
  partNumber: string
  carrier: string
  trackingNumber: string
  shippedOn: string
  packages: number
  lines: { lineRef: string; sku: string; qty: string; uom: string; lots: { lot: string; qty: string }[] }[]
  pod?: { signedBy: string; receivedOn: string }
}

const shipBody = z.strictObject({ today: dateText, until: dateText.optional() })
const deliverBody = todayBody.extend({ signedBy: z.string().min(1).max(100).default('M. Muster') })
const CARRIERS = ['DHL', 'DPD', 'UPS'] as const

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
  const due = records.all<FulfilmentOrder>('fulfilment')
    .filter((row) => ['released', 'picking'].includes(row.status) && (until === undefined || (row.body.wantedBy ?? '') <= until))
    .sort((a, b) => a.body.priority - b.body.priority || (a.id < b.id ? -1 : 1))
  const shipped = due.map((row) => shipOne(records, row, today)).filter((id) => id !== undefined)
  return ok({ shipped, short: records.all('fulfilment').filter((row) => row.status === 'picking').map((row) => row.id) })
}

function shipOne(records: Records, row: Row<FulfilmentOrder>, today: string): string | undefined {
  const picked: Shipment['lines'] = []
  const lines = row.body.lines.map((line) => {
    const stock = records.get<Stock>('stock', line.sku)?.body
    if (!stock) return line
    const contains = stock.packs.find((pack) => pack.uom === line.uom && line.uom !== stock.uom)?.contains ?? '1'
    const quantity = lesser(openQuantity(line), over(stock.onHand, contains))
    if (!exceeds(quantity, '0')) return line
    const units = times(quantity, contains)
    moveStock(records, line.sku, { free: units, issue: units })
    picked.push({ lineRef: line.lineRef, sku: line.sku, qty: quantity, uom: line.uom, lots: [{ lot: stock.lot ?? `L-${today}`, qty: quantity }] })
    return { ...line, qtyShipped: plus(line.qtyShipped, quantity) }
  })
  const complete = lines.every((line) => same(line.qty, line.qtyShipped))
  const next = complete ? 'shipped' : 'picking'
  if (picked.length > 0 || row.status !== next) records.update({ ...row, status: next, body: { ...row.body, lines } })
  if (picked.length === 0) return undefined

  const serial = records.next(`shipment-${today.slice(0, 4)}`, 1)
  const carrier = CARRIERS[serial % CARRIERS.length] ?? CARRIERS[0]
  const shipment: Shipment = {
    fulfilmentOrder: row.externalId, foNumber: row.id, orderNumber: row.body.orderNumber, partNumber: row.body.partNumber, carrier,
    trackingNumber: `${carrier}${String(serial).padStart(10, '0')}`, shippedOn: today, packages: Math.ceil(picked.length / 5), lines: picked,
  }
  return records.insert<Shipment>({
    type: 'shipment', id: `SHP-${today.slice(0, 4)}-${String(serial).padStart(5, '0')}`, externalId: row.externalId, reference: row.body.orderNumber, status: 'shipped',
    body: shipment,
  }).id
}

/** The carrier hands over all that is under way and brings back the proof of delivery. */
function deliver({ body, records }: Inquiry): Answer {
  const { today, signedBy } = parseBody(deliverBody, body)
  const due = records.all<Shipment>('shipment').filter((row) => row.status === 'shipped')
  for (const row of due) records.update({ ...row, status: 'delivered', body: { ...row.body, pod: { signedBy, receivedOn: today } } })
  for (const row of records.all<FulfilmentOrder>('fulfilment')) {
    if (row.status === 'shipped') records.update({ ...row, status: 'delivered' })
  }
  return ok({ delivered: due.map((row) => row.id) })
}
