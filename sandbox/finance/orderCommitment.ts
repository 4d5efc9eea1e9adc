import { z } from 'zod'
import { currencyCode, dateText, decimalText, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { created, type Inquiry, ok, Refusal, type Route } from '../route'
import { accountOf } from './account'
import { idempotent } from '../idempotency'

/** An amount in the currency's minor unit. */
export const minorAmount = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const lineSchema = z.strictObject({ ref: word, item: word, quantity: decimalText, amountMinor: minorAmount })
const commitmentSchema = z.strictObject({
  externalId: word, orderNumber: word, buyersReference: z.string().max(200).default(''), debtor: word, currency: currencyCode, orderedOn: dateText.optional(),
  terms: z.string().optional(), lines: z.array(lineSchema).min(1).max(10_000), amountMinor: minorAmount,
})
const changeSchema = commitmentSchema.omit({ externalId: true })

export type OrderCommitment = z.infer<typeof commitmentSchema> & { invoicedMinor: number; settledMinor: number; creditedMinor?: number }

/** What customers have ordered and will owe: written by the order desk, read by those who plan the cash. */
export const commitmentRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/order-commitments', answer: create }),
  idempotent({ method: 'PUT', path: '/order-commitments/:id', answer: change }),
  idempotent({ method: 'POST', path: '/order-commitments/:id/withdraw', answer: withdraw }),
  { method: 'GET', path: '/order-commitments', answer: (inquiry) => {
    const externalId = inquiry.query.get('externalId')
    const page = readPage<OrderCommitment>(inquiry, { type: 'order', orderBy: 'externalId', open: ['committed', 'invoiced'], ...(externalId === null ? {} : { externalId }) })
    return ok({ data: page.rows.map(commitmentBody), next: page.next ?? null, hasMore: page.next !== undefined })
  } },
  { method: 'GET', path: '/order-commitments/:id', answer: ({ records, parameters }) => ok(commitmentBody(commitmentOf(records, parameters.get('id')))) },
]

export const commitmentBody = (row: Row<OrderCommitment>): unknown => ({ id: row.id, ...row.body, status: row.status, version: row.version, updatedAt: row.changedAt })

function create({ body, records }: Inquiry): ReturnType<typeof created> {
  const commitment = checked(records, parseBody(commitmentSchema, body))
  const row = records.insert<OrderCommitment>({
    type: 'order', id: `OC-${String(records.next('commitment', 1)).padStart(6, '0')}`, externalId: commitment.externalId, reference: commitment.buyersReference,
    status: 'committed', body: { ...commitment, invoicedMinor: 0, settledMinor: 0 },
  })
  return created(commitmentBody(row))
}

function change({ body, parameters, records }: Inquiry): ReturnType<typeof ok> {
  const row = commitmentOf(records, parameters.get('id'))
  const content = checked(records, parseBody(changeSchema, body))
  if (row.status === 'withdrawn') throw new Refusal(409, 'withdrawn', `${row.id} was withdrawn`)
  if (content.amountMinor < row.body.invoicedMinor) throw new Refusal(409, 'already-invoiced', `${row.body.invoicedMinor} of ${row.id} are invoiced already`)
  return ok(commitmentBody(records.update({ ...row, reference: content.buyersReference, body: { ...row.body, ...content } })))
}

function withdraw({ parameters, records }: Inquiry): ReturnType<typeof ok> {
  const row = commitmentOf(records, parameters.get('id'))
  if (row.status === 'withdrawn') return ok(commitmentBody(row))
  if (row.body.invoicedMinor > 0) throw new Refusal(409, 'already-invoiced', `${row.id} has invoices: give a credit note instead`)
  return ok(commitmentBody(records.update({ ...row, status: 'withdrawn' })))
}

function commitmentOf(records: Records, id = ''): Row<OrderCommitment> {
  const row = records.get<OrderCommitment>('order', id)
  if (!row) throw new Refusal(404, 'not-found', `there is no order commitment ${id}`)
  return row
}

function checked<T extends Pick<OrderCommitment, 'debtor' | 'currency'>>(records: Records, content: T): T {
  accountOf(records, content.debtor, content.currency)
  return content
}
