import { z } from 'zod'
import { dateText, decimalText, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, created, type Inquiry, ok, Refusal, type Route } from '../route'

const complaintBody = z.strictObject({
  /** Once for each name. */
  name: word.optional(),
  today: dateText, requester: z.strictObject({ name: word, email: z.email() }), subject: z.string().min(1).max(200), description: z.string().max(5000).default(''),
  /** As the customer wrote it: ours, his own, or none that exists. */
  orderNumber: word,
  reason: z.enum(['damaged', 'wrong_item', 'short', 'quality', 'not_needed']),
  affected: z.array(z.strictObject({ position: word, sku: z.string().optional(), quantity: decimalText, lot: z.string().optional() })).min(1).max(200),
  photos: z.array(z.string().regex(/^[^/\\]{1,120}$/, 'must be a file name without a folder')).max(20).default([]),
})
const answerBody = z.strictObject({ orderId: word, orderNumber: word, caseId: word, text: z.string().min(1).max(2000) })

type Complaint = Omit<z.infer<typeof complaintBody>, 'today' | 'name'>
export interface Ticket extends Complaint {
  openedOn: string
  /** The public comments that the customer is mailed. */
  comments: { author: string; text: string }[]
  merchant: z.infer<typeof answerBody> | null
}

/** The merchant's answer is put to the ticket, so that a repeat mails the customer nothing new. */
export const ticketRoutes: Route[] = [
  { method: 'GET', path: '/tickets', answer: (inquiry) => {
    const page = readPage<Ticket>(inquiry, { type: 'ticket', orderBy: 'id', open: ['new'] })
    return ok({ tickets: page.rows.map(ticketBody), meta: { after: page.next ?? null, has_more: page.next !== undefined } })
  } },
  { method: 'GET', path: '/tickets/:id', answer: ({ records, parameters }) => ok({ ticket: ticketBody(ticketOf(records, parameters.get('id'))) }) },
  { method: 'PUT', path: '/tickets/:id/merchant', answer },
  { method: 'POST', path: '/operator/complain', answer: complain },
  { method: 'POST', path: '/operator/amend', answer: amend },
]

export const ticketBody = (row: Row<Ticket>): unknown => ({ ticket_id: Number(row.id), status: row.status, ...row.body, revision: row.version, updated_at: row.changedAt })

function complain({ body, records }: Inquiry): Answer {
  const { name, today, ...complaint } = parseBody(complaintBody, body)
  const before = name === undefined ? undefined : records.byExternalId<Ticket>('ticket', name)[0]
  if (before) return ok({ ticket: ticketBody(before) })
  return created({ ticket: ticketBody(records.insert<Ticket>({
    type: 'ticket', id: String(records.next('ticket', 48_001)), externalId: name ?? '', reference: complaint.orderNumber, status: 'new', body: { ...complaint, openedOn: today, comments: [], merchant: null },
  })) })
}

/** The customer says something else of it, also when it is answered: what he leaves out stays. */
function amend({ body, records }: Inquiry): Answer {
  const { ticket, today: _today, ...change } = parseBody(z.strictObject({ ticket: word, today: dateText, reason: complaintBody.shape.reason.optional(), affected: complaintBody.shape.affected.optional() }), body)
  const row = ticketOf(records, ticket)
  return ok({ ticket: ticketBody(records.update({ ...row, body: { ...row.body, ...change } })) })
}

function answer({ body, parameters, records }: Inquiry): Answer {
  const row = ticketOf(records, parameters.get('id'))
  const said = parseBody(answerBody, body)
  if (JSON.stringify(row.body.merchant) === JSON.stringify(said)) return ok({ ticket: ticketBody(row) })
  if (row.body.merchant) throw new Refusal(409, 'already_solved', `ticket ${row.id} was answered by case ${row.body.merchant.caseId} already`)
  return ok({ ticket: ticketBody(records.update({ ...row, status: 'solved', body: { ...row.body, merchant: said, comments: [...row.body.comments, { author: 'merchant', text: said.text }] } })) })
}

function ticketOf(records: Records, id = ''): Row<Ticket> {
  const row = records.get<Ticket>('ticket', id)
  if (!row) throw new Refusal(404, 'record_not_found', `there is no ticket ${id}`)
  return row
}
