import { createTable, id, instant, integer, key, type Migration, type MigrationContext, name, optional } from './table'

/** What customers owe: each posted invoice with what is settled of it, when it is due, and how often it was reminded of. */
export const openItems: Migration = {
  name: '0090-open-items',
  async up(context) {
    await createTable(context, 'open_items', {
      company: key(name()), issuer: key(name(128)), invoice: key(id()), buyer: optional(id()), currency: name(16), amount_minor: integer(), paid_minor: integer(), credited_minor: integer(),
      issued_on: optional(instant()), due_on: optional(instant()), level: integer(), reminded_on: optional(instant()),
    }, { indexes: { open_items_invoice: ['company', 'invoice'], open_items_buyer: ['company', 'buyer'], open_items_due: ['company', 'due_on'] } })
    await fill(context)
  },
}

interface Posted { company: string; issuer: string; number: string; currency: string; amount_minor: number; issued_on: string | null; body: string }

/** The invoices and payments of before. */
async function fill({ query, options }: MigrationContext): Promise<void> {
  const read = async <Row>(sql: string): Promise<Row[]> => (await query.sequelize.query(sql, options))[0] as Row[]
  if ((await read('SELECT invoice FROM open_items LIMIT 1')).length > 0) return
  const invoices = await read<Posted>("SELECT company, issuer, number, currency, amount_minor, issued_on, body FROM order_documents WHERE kind = 'invoice' AND amount_minor IS NOT NULL AND currency IS NOT NULL")
  if (invoices.length === 0) return
  const buyers = new Map((await read<{ company: string; id: string; buyer: string | null }>('SELECT company, id, buyer FROM orders')).map(({ company, id: order, buyer }) => [`${company} ${order}`, buyer]))
  const paid = new Map((await read<{ company: string; invoice: string; paid: number }>('SELECT company, invoice, sum(amount_minor) AS paid FROM allocations GROUP BY company, invoice')).map((row) => [`${row.company} ${row.invoice}`, Number(row.paid)]))
  const rows = invoices.map(({ company, issuer, number, currency, amount_minor, issued_on, body }) => {
    const { body: said } = JSON.parse(body) as { body: { order?: string; dueOn?: string } }
    return {
      company, issuer, invoice: number, buyer: buyers.get(`${company} ${said.order}`) ?? null, currency, amount_minor, paid_minor: paid.get(`${company} ${number}`) ?? 0, credited_minor: 0,
      issued_on, due_on: said.dueOn ?? null, level: 0, reminded_on: null,
    }
  })
  for (let at = 0; at < rows.length; at += 500) await query.bulkInsert('open_items', rows.slice(at, at + 500), options)
}
