import { z } from 'zod'
import { currencyCode, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Inquiry, ok, Refusal, type Route } from '../route'
import { seedRecords } from '../seeding'

const accountSchema = z.strictObject({
  account: word, debtor: word, name: word, currency: currencyCode, terms: word, openingMinor: z.number().int().min(0).default(0),
})
const seedSchema = z.strictObject({
  bank: z.strictObject({ account: word }).optional(),
  accounts: z.array(accountSchema).default([]),
})
export type Account = z.infer<typeof accountSchema>

export function seed({ body, records }: Inquiry): Record<string, number> {
  const { bank, accounts } = parseBody(seedSchema, body)
  if (bank) {
    records.db.prepare("INSERT INTO settings (name, value) VALUES ('bank-account', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(bank.account)
  }
  return { accounts: seedRecords<Account>(records, 'account', accounts.map((one) => ({ id: one.account, externalId: one.debtor, body: one })), ['openingMinor']) }
}

export const accountRoutes: Route[] = [
  { method: 'GET', path: '/accounts', answer: (inquiry) => {
    const debtor = inquiry.query.get('debtor')
    const page = readPage<Account>(inquiry, { type: 'account', orderBy: 'externalId', ...(debtor === null ? {} : { externalId: debtor }) })
    return ok({ data: page.rows.map((row) => accountBody(inquiry.records, row)), next: page.next ?? null, hasMore: page.next !== undefined })
  } },
]

/** The account of a debtor; a 422 Refusal where there is none or its currency is another. */
export function accountOf(records: Records, debtor: string, currency: string): Account {
  const account = records.byExternalId<Account>('account', debtor)[0]?.body
  if (!account) throw new Refusal(422, 'unknown-debtor', `there is no account for debtor ${debtor}`)
  if (account.currency !== currency) throw new Refusal(422, 'currency-differs', `the account of ${debtor} is kept in ${account.currency}, not in ${currency}`)
  return account
}

/** The bank account that customers pay to. */
export const bankAccount = (records: Records): string =>
  String(records.db.prepare("SELECT value FROM settings WHERE name = 'bank-account'").get()?.['value'] ?? 'DE00000000000000000000')

/** An account with what its customer owes: opening balance and what is not paid of posted invoices, and what is committed but not invoiced. */
export function accountBody(records: Records, row: Row<Account>): unknown {
  const sum = (query: string): number => Number(records.db.prepare(query).get(row.body.debtor)?.['sum'])
  const openMinor = row.body.openingMinor + sum(`SELECT COALESCE(SUM(json_extract(body, '$.totalMinor') - json_extract(body, '$.paidMinor') - COALESCE(json_extract(body, '$.creditedMinor'), 0)), 0) AS sum FROM records
    WHERE type = 'invoice' AND json_extract(body, '$.debtor') = ?`)
  const committedMinor = sum(`SELECT COALESCE(SUM(json_extract(body, '$.amountMinor') - json_extract(body, '$.invoicedMinor')), 0) AS sum FROM records
    WHERE type = 'order' AND status = 'committed' AND json_extract(body, '$.debtor') = ?`)
  return { ...row.body, openMinor, committedMinor, version: row.version, updatedAt: row.changedAt }
}

