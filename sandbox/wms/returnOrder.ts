import { z } from 'zod'
import { dateText, decimalText, parseBody, word } from '../body'
import { exceeds, lesser, minus, plus, same } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { created, type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { inStockUnit, moveStock } from './stock'

const returnSchema = z.strictObject({
  rmaNumber: word, orderNumber: word, reason: word, sender: z.string().max(200).optional(),
  lines: z.array(z.strictObject({ lineRef: word, sku: word, qty: decimalText, uom: word })).min(1).max(1000),
})
type ReturnContent = z.infer<typeof returnSchema>

/** What came back at one time, as it was inspected: `A` goes on the shelf again, `B` does not. */
interface GoodsReceipt { receiptNo: string; receivedOn: string; lines: { lineRef: string; qty: string; grade: 'A' | 'B' }[] }
export interface ReturnOrder extends ReturnContent {
  receipts: GoodsReceipt[]
}

const receiveBody = z.strictObject({ today: dateText, grade: z.enum(['A', 'B']).default('A'), rma: word.optional(), quantity: decimalText.optional() })

/** Goods that are expected back are put by the caller's id, so that a repeat is no second one. */
export const returnRoutes: Route[] = [
  { method: 'PUT', path: '/return-orders/:externalId', answer: put },
  { method: 'POST', path: '/return-orders/:externalId/cancel', answer: cancel },
  { method: 'GET', path: '/return-orders/:externalId', answer: ({ records, parameters }) => ok(returnBody(returnAt(records, parameters.get('externalId')))) },
  { method: 'GET', path: '/return-orders', answer: (inquiry) => {
    const page = readPage<ReturnOrder>(inquiry, { type: 'return', orderBy: 'id', open: ['expected', 'receiving'] })
    return ok({ items: page.rows.map(returnBody), paging: { next: page.next ?? null } })
  } },
  { method: 'POST', path: '/operator/receive', answer: receive },
]

export const returnBody = (row: Row<ReturnOrder>): unknown => ({ roNumber: row.id, externalId: row.externalId, ...row.body, state: row.status, rev: row.version, ts: Date.parse(row.changedAt) })

function put({ body, parameters, records }: Inquiry): Answer {
  const externalId = parameters.get('externalId') ?? ''
  const content = parseBody(returnSchema, body)
  for (const line of content.lines) {
    if (!exceeds(line.qty, '0')) throw new Refusal(400, 'bad_quantity', `line ${line.lineRef}: the quantity must be above 0`)
    inStockUnit(records, line.sku, line.qty, line.uom)
  }
  const old = records.byExternalId<ReturnOrder>('return', externalId)[0]
  if (!old) {
    return created(returnBody(records.insert<ReturnOrder>({
      type: 'return', id: `RO-${String(records.next('return', 1)).padStart(6, '0')}`, externalId, reference: content.orderNumber, status: 'expected', body: { ...content, receipts: [] },
    })))
  }
  const { receipts, ...before } = old.body
  if (JSON.stringify(before) === JSON.stringify(content)) return ok(returnBody(old))
  if (old.status !== 'expected') throw new Refusal(409, 'too_late', `${old.id} is ${old.status}: it cannot be changed any more`)
  return ok(returnBody(records.update({ ...old, reference: content.orderNumber, body: { ...content, receipts } })))
}

function cancel({ parameters, records }: Inquiry): Answer {
  const row = returnAt(records, parameters.get('externalId'))
  if (row.status === 'cancelled') return ok(returnBody(row))
  if (row.status !== 'expected') throw new Refusal(409, 'too_late', `${row.id} is ${row.status}: it cannot be cancelled any more`)
  return ok(returnBody(records.update({ ...row, status: 'cancelled' })))
}

/** Goods arrive and are inspected: all that is expected (of one RMA), or so much of each line. A second call finds nothing left. */
function receive({ body, records }: Inquiry): Answer {
  const { today, grade, rma, quantity } = parseBody(receiveBody, body)
  const due = records.all<ReturnOrder>('return', ['expected', 'receiving']).filter((row) => rma === undefined || row.body.rmaNumber === rma)
  return ok({ received: due.map((row) => receiveOne(records, row, { today, grade, quantity })) })
}

function receiveOne(records: Records, row: Row<ReturnOrder>, { today, grade, quantity }: { today: string; grade: 'A' | 'B'; quantity?: string | undefined }): string {
  const open = (lineRef: string, qty: string): string => row.body.receipts.flatMap(({ lines }) => lines).filter((line) => line.lineRef === lineRef).reduce((left, line) => minus(left, line.qty), qty)
  const lines = row.body.lines.flatMap(({ lineRef, sku, qty, uom }) => {
    const came = quantity === undefined ? open(lineRef, qty) : lesser(quantity, open(lineRef, qty))
    if (!exceeds(came, '0')) return []
    if (grade === 'A') moveStock(records, sku, { receive: inStockUnit(records, sku, came, uom) })
    return [{ lineRef, qty: came, grade }]
  })
  const receiptNo = `GR-${today.slice(0, 4)}-${String(records.next(`receipt-${today.slice(0, 4)}`, 1)).padStart(5, '0')}`
  const receipts = [...row.body.receipts, { receiptNo, receivedOn: today, lines }]
  const all = row.body.lines.every(({ lineRef, qty }) => same(qty, receipts.flatMap((receipt) => receipt.lines).filter((line) => line.lineRef === lineRef).reduce((sum, line) => plus(sum, line.qty), '0')))
  records.update({ ...row, status: all ? 'received' : 'receiving', body: { ...row.body, receipts } })
  return receiptNo
}

function returnAt(records: Records, externalId = ''): Row<ReturnOrder> {
  const row = records.byExternalId<ReturnOrder>('return', externalId)[0]
  if (!row) throw new Refusal(404, 'unknown_return', `there is no return order ${externalId}`)
  return row
}
