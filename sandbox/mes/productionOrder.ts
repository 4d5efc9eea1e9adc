import { z } from 'zod'
import { dateText, decimalText, parseBody, word } from '../body'
import { exceeds, plus } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, created, type Inquiry, ok, Refusal, type Route } from '../route'
import { seedRecords } from '../seeding'

const recipeSchema = z.strictObject({ item: word, uom: word, components: z.array(z.strictObject({ item: word, uom: word, quantity: decimalText })).min(1) })
const seedSchema = z.strictObject({ recipes: z.array(recipeSchema).default([]) })
const contentSchema = z.strictObject({ salesOrder: word, item: word, text: z.string().optional(), quantity: decimalText, uom: word, dueOn: dateText.optional() })

type Content = z.infer<typeof contentSchema>
export interface ProductionOrder extends Content {
  /** Reported as good by now. */
  made: string
}

export const seed = ({ body, records }: Inquiry): Record<string, number> => ({
  recipes: seedRecords(records, 'recipe', parseBody(seedSchema, body).recipes.map((one) => ({ id: one.item, externalId: one.item, body: one }))),
})

/** Orders are put by the caller's id, so that a repeat is no second one. `requested` until somebody begins it. */
export const productionRoutes: Route[] = [
  { method: 'PUT', path: '/production-orders/:externalId', answer: put },
  { method: 'POST', path: '/production-orders/:externalId/cancel', answer: cancel },
  { method: 'GET', path: '/production-orders/:externalId', answer: ({ records, parameters }) => ok(productionBody(orderOf(records, parameters.get('externalId')))) },
  { method: 'GET', path: '/production-orders', answer: (inquiry) => {
    const page = readPage<ProductionOrder>(inquiry, { type: 'production', orderBy: 'id', open: ['requested', 'running'] })
    return ok({ orders: page.rows.map(productionBody), next: page.next ?? null })
  } },
  { method: 'POST', path: '/operator/begin', answer: (inquiry) => operate(inquiry, begin) },
  { method: 'POST', path: '/operator/report', answer: (inquiry) => operate(inquiry, report) },
]

export const productionBody = (row: Row<unknown>): unknown =>
  ({ orderNo: row.id, externalId: row.externalId, ...(row.body as ProductionOrder), status: row.status, version: row.version, changedAt: row.changedAt })

function put({ body, parameters, records }: Inquiry): Answer {
  const externalId = parameters.get('externalId') ?? ''
  const content = parseBody(contentSchema, body)
  const recipe = records.get<z.infer<typeof recipeSchema>>('recipe', content.item)?.body
  if (!recipe) throw new Refusal(400, 'no-recipe', `there is no recipe for ${content.item}`)
  if (recipe.uom !== content.uom) throw new Refusal(400, 'unknown-uom', `${content.item} is made in ${recipe.uom}, not in ${content.uom}`)
  if (!exceeds(content.quantity, '0')) throw new Refusal(400, 'bad-quantity', 'the quantity must be above 0')
  const old = records.byExternalId<ProductionOrder>('production', externalId)[0]
  if (!old) {
    return created(productionBody(records.insert<ProductionOrder>({
      type: 'production', id: `PO-${String(records.next('production', 1)).padStart(6, '0')}`, externalId, reference: content.salesOrder, status: 'requested', body: { ...content, made: '0' },
    })))
  }
  const { made, ...given } = old.body
  if (JSON.stringify(given) === JSON.stringify(content)) return ok(productionBody(old))
  if (old.status !== 'requested') throw new Refusal(409, 'too-late', `${old.id} is ${old.status}: it cannot be changed any more`)
  return ok(productionBody(records.update({ ...old, reference: content.salesOrder, body: { ...content, made } })))
}

function cancel({ parameters, records }: Inquiry): Answer {
  const row = orderOf(records, parameters.get('externalId'))
  if (row.status === 'cancelled') return ok(productionBody(row))
  if (row.status !== 'requested') throw new Refusal(409, 'too-late', `${row.id} is ${row.status}: it cannot be cancelled any more`)
  return ok(productionBody(records.update({ ...row, status: 'cancelled' })))
}

const operateSchema = z.looseObject({ externalId: z.string().optional(), quantity: decimalText.optional() })

/** What people do on the shop floor: with one order, or with all that wait for it. */
function operate({ body, records }: Inquiry, work: (records: Records, row: Row<ProductionOrder>, quantity: string | undefined) => boolean): Answer {
  const { externalId, quantity } = parseBody(operateSchema, body)
  const rows = records.all<ProductionOrder>('production').filter((row) => externalId === undefined || row.externalId === externalId)
  return ok({ orders: rows.filter((row) => work(records, row, quantity)).map(({ id }) => id) })
}

function begin(records: Records, row: Row<ProductionOrder>): boolean {
  if (row.status === 'requested') records.update({ ...row, status: 'running' })
  return row.status === 'requested'
}

/** So much more is made; without a quantity all of it. The order ends with the last of it. */
function report(records: Records, row: Row<ProductionOrder>, quantity: string | undefined): boolean {
  if (row.status !== 'running') return false
  const made = quantity === undefined ? row.body.quantity : plus(row.body.made, quantity)
  records.update({ ...row, status: exceeds(row.body.quantity, made) ? 'running' : 'done', body: { ...row.body, made } })
  return true
}

function orderOf(records: Records, externalId = ''): Row<ProductionOrder> {
  const row = records.byExternalId<ProductionOrder>('production', externalId)[0]
  if (!row) throw new Refusal(404, 'unknown-order', `there is no production order ${externalId}`)
  return row
}
