import { z } from 'zod'
import { currencyCode, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Inquiry, ok, Refusal, type Route } from '../route'
import { seedRecords } from '../seeding'

const iban = z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, 'must be an IBAN without blanks')
const accountSchema = z.strictObject({ iban, bic: word, holder: word, currency: currencyCode, opening: z.string().regex(/^-?\d{1,15}\.\d{2}$/, 'must be an amount such as "1000.00"').default('0.00') })
const seedSchema = z.strictObject({ accounts: z.array(accountSchema).default([]) })

/** `balance` is that of the last closed day. */
export type Account = z.infer<typeof accountSchema> & { balance: string }

export const seed = ({ body, records }: Inquiry): Record<string, number> =>
  ({ accounts: seedRecords<Account>(records, 'account', parseBody(seedSchema, body).accounts.map((one) => ({ id: one.iban, body: { ...one, balance: one.opening } })), ['opening', 'balance']) })

export const accountRoutes: Route[] = [
  { method: 'GET', path: '/accounts', answer: (inquiry) => {
    const page = readPage<Account>(inquiry, { type: 'account', orderBy: 'id' })
    return ok({ accounts: page.rows.map(({ body }) => body), _links: { next: page.next === undefined ? null : { href: page.next } } })
  } },
]

/** The account of an IBAN; the only one where none is named. */
export function accountOf(records: Records, wanted: string | undefined): Row<Account> {
  const rows = records.all<Account>('account')
  const row = wanted === undefined && rows.length === 1 ? rows[0] : rows.find(({ id }) => id === wanted)
  if (!row) throw new Refusal(404, 'RESOURCE_UNKNOWN', wanted === undefined ? 'name the account: there is not one alone' : `there is no account ${wanted}`)
  return row
}
