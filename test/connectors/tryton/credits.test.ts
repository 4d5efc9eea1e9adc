import { type Desk } from '../../../connectors/tryton/desk'
import { type Rpc } from '../../../connectors/tryton/rpc'
import { creditInvoice } from '../../../connectors/tryton/sendInvoice'
import { toDate } from '../../../connectors/tryton/wire'

const INVOICE = '01a22046-229f-7245-8e38-e36c5f30580d/wms/SHP-1'

/** A Tryton with one posted invoice of 29 November; keeps the day that its wizard is told. */
function desk(today: string): { desk: Desk; told: unknown[] } {
  const told: unknown[] = []
  const held = { id: 7, number: 'INV-7', state: 'posted', untaxed_amount: { __class__: 'Decimal', decimal: '7.93' }, invoice_date: toDate('2026-11-29') }
  const rpc = {
    system: 'finance',
    search: async (_model, _domain, _query, row) => [row.parse(held)],
    ask: async (_method, _params, answer) => answer.parse(toDate(today)),
    tell: async (method, params, answer) => {
      if (method.endsWith('.create')) return answer.parse([1, 'start', 'end'])
      if (!method.endsWith('.execute') || params[2] === 'start') return answer.parse({ view: { defaults: { with_refund: true } } })
      told.push((params[1] as { start: { invoice_date: unknown } }).start.invoice_date)
      held.state = 'cancelled'
      return answer.parse(null)
    },
  } as Partial<Rpc> as Rpc
  return { desk: { rpc } as Desk, told }
}

test.each([
  ['2026-11-28', 'a day behind us, as for a server in UTC after our midnight', toDate('2026-11-29')],
  ['2026-11-29', 'the same day', null],
  ['2026-12-03', 'days later', null],
])('where it is %s in Tryton, %s, a credit note is never dated before its invoice (R-RET-02)', async (today, _how, day) => {
  const { desk: finance, told } = desk(today)
  await creditInvoice(finance, { kind: 'invoice', ourId: INVOICE, action: 'cancel', revision: 2, key: 'k', correlation: 'c', body: {} })
  expect(told).toEqual([day])
})
