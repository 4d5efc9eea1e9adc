import { z } from 'zod'
import { parseBody, todayBody, word } from '../body'
import { type Records, type Row } from '../records'
import { type Inquiry, ok, Refusal, type Route } from '../route'
import { type Invoice } from './invoice'
import { minorAmount } from './orderCommitment'
import { book, openMinor, type Payment, paymentBody, type PaymentAllocation, settle } from './payment'

/** What customers do. */
export const payingRoutes: Route[] = [
  { method: 'POST', path: '/operator/pay', answer: pay },
  { method: 'POST', path: '/operator/remit', answer: remit },
]

const payBody = todayBody.extend({ debtors: z.array(word).optional(), except: z.array(word).default([]) })

/** Customers pay what is open of all posted invoices, each by a payment; a second time nothing is open. `debtors` pay only, all but `except`. */
function pay({ body, records }: Inquiry): ReturnType<typeof ok> {
  const { today, debtors, except } = parseBody(payBody, body)
  const due = openInvoices(records).filter(({ body: { debtor } }) => (debtors?.includes(debtor) ?? true) && !except.includes(debtor))
  return ok({ paid: due.map((row) => payOne(records, row, today).id) })
}

function payOne(records: Records, row: Row<Invoice>, today: string): Row<Payment> {
  const amountMinor = openMinor(row.body)
  settle(records, row, amountMinor)
  return book(records, { amountMinor, currency: row.body.currency, debtor: row.body.debtor, allocations: [{ invoice: row.id, amountMinor }], text: `${row.id} ${row.body.orderNumber ?? ''}`.trim() }, today)
}

const remitBody = todayBody.extend({
  /** Who does this does it once. */
  name: z.string().min(1).max(200), debtor: word, invoices: z.array(word).optional(), amountMinor: minorAmount.min(1).optional(), percent: z.number().int().min(1).max(500).optional(),
  named: z.boolean().default(true),
})

/**
 * A customer remits one amount for several invoices (default: all that are open) in the order in which it names them; what is above them, or all of
 * it where it names none (`named: false`), stays on account. Once for each `name`.
 */
function remit({ body, records }: Inquiry): ReturnType<typeof ok> {
  const asked = parseBody(remitBody, body)
  const before = records.db.prepare('SELECT outcome FROM planted WHERE name = ?').get(asked.name)
  if (before) return ok({ remitted: false, ...(JSON.parse(String(before['outcome'])) as object) })
  const meant = openInvoices(records).filter((row) => row.body.debtor === asked.debtor && (asked.invoices?.includes(row.id) ?? true))
  const first = meant[0]
  if (!first) throw new Refusal(409, 'nothing-open', `${asked.debtor} has no such open invoice`)
  const open = meant.reduce((sum, row) => sum + openMinor(row.body), 0)
  const amountMinor = asked.amountMinor ?? Math.floor((open * (asked.percent ?? 100)) / 100)
  const allocations = asked.named ? spread(records, meant, amountMinor) : []
  const payment = book(records, {
    amountMinor, currency: first.body.currency, debtor: asked.debtor, allocations, text: asked.named ? meant.map(({ id }) => id).join(' ') : 'as agreed by phone',
  }, asked.today)
  const outcome = paymentBody(records, payment)
  records.db.prepare('INSERT INTO planted (name, what, outcome) VALUES (?, ?, ?)').run(asked.name, 'remit', JSON.stringify(outcome))
  return ok({ remitted: true, ...(outcome as object) })
}

function spread(records: Records, invoices: readonly Row<Invoice>[], amountMinor: number): PaymentAllocation[] {
  let rest = amountMinor
  return invoices.flatMap((row): PaymentAllocation[] => {
    const part = Math.min(rest, openMinor(row.body))
    rest -= part
    if (part <= 0) return []
    settle(records, row, part)
    return [{ invoice: row.id, amountMinor: part }]
  })
}

const openInvoices = (records: Records): Row<Invoice>[] => records.all<Invoice>('invoice', ['posted', 'part-paid']).filter((row) => openMinor(row.body) > 0)
