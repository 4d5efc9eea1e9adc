import { z } from 'zod'
import { currencyCode, dateText, parseBody, word } from '../body'
import { idempotent } from '../idempotency'
import { readPage } from '../paging'
import { type Row } from '../records'
import { created, type Inquiry, ok, Refusal, type Route } from '../route'

const minor = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const entrySchema = z.strictObject({
  externalId: word, postedOn: dateText, currency: currencyCode, text: z.string().max(500).default(''),
  lines: z.array(z.strictObject({ account: word, debitMinor: minor, creditMinor: minor })).min(2).max(100),
})
/** What was posted between accounts that are no customer's: debit and credit come to the same. */
export type JournalEntry = z.infer<typeof entrySchema>

export const journalRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/journal-entries', answer: post }),
  { method: 'GET', path: '/journal-entries', answer: (inquiry) => {
    const externalId = inquiry.query.get('externalId')
    const page = readPage<JournalEntry>(inquiry, { type: 'journalEntry', orderBy: 'externalId', ...(externalId === null ? {} : { externalId }) })
    return ok({ data: page.rows.map(journalBody), next: page.next ?? null, hasMore: page.next !== undefined })
  } },
]

const journalBody = (row: Row<JournalEntry>): unknown => ({ number: row.id, ...row.body, status: row.status, version: row.version, updatedAt: row.changedAt })

function post({ body, records }: Inquiry): ReturnType<typeof created> {
  const entry = parseBody(entrySchema, body)
  const balance = entry.lines.reduce((sum, { debitMinor, creditMinor }) => sum + debitMinor - creditMinor, 0)
  if (balance !== 0) throw new Refusal(422, 'unbalanced', `debit and credit differ by ${balance}`)
  const year = entry.postedOn.slice(0, 4)
  return created(journalBody(records.insert<JournalEntry>({ type: 'journalEntry', id: `JE-${year}-${String(records.next(`journal-${year}`, 1)).padStart(6, '0')}`, externalId: entry.externalId, status: 'posted', body: entry })))
}
