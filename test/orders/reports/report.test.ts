import { type Order } from '../../../orders/order'
import { type ReportFacts } from '../../../orders/reports/facts'
import { figuresOf } from '../../../orders/reports/figures'
import { report } from '../../../orders/reports/report'
import { after, createCommand, facts } from '../sample'

const order = (id: string, more: Partial<Order> = {}): Order => ({
  ...after(undefined, createCommand(), facts()), id, number: `SO-${id}`, buyer: 'NORDBAU', currency: 'EUR', payable: '100.00', status: 'closed', channel: 'inbox', invoicedAmount: '100.00', paidAmount: '100.00', receivedAt: '2026-03-02T08:00:00.000Z', ...more,
})
const line = (more: Partial<Order['lines'][number]>): Order['lines'][number] => ({ id: '1', quantity: '10', shipped: '0', delivered: '0', invoiced: '0', cancelled: '0', ...more })

/** Received on the dates given, in the company's own calendar. */
const of = (orders: readonly (Order & { on?: string })[], more: Partial<ReportFacts> = {}): ReportFacts => ({
  orders: orders.map(figuresOf), receivedOn: new Map(orders.map(({ id, on = '2026-03-02' }) => [id, on])), times: new Map(), owed: [], exceptions: [], today: '2026-03-20', currency: 'EUR', exchangeRates: { USD: '1.25' }, ...more,
})
const said = (...given: Parameters<typeof report>): string[] => report(...given).rows.map((row) => Object.values(row).join(' '))

test('of an order no more than its figures stay, however many lines and documents it has', () => {
  const figures = figuresOf(order('a', { lines: Array.from({ length: 500 }, (_, no) => line({ id: String(no) })) }))
  expect(Object.values(figures).filter((value) => typeof value === 'object')).toEqual([])
  expect(figures).toMatchObject({ name: 'SO-a', openLines: 500, isDelivered: false, value: '100.00' })
})

test('new orders are counted by day, week and month; a week belongs to the year of its Thursday (R-RPT-01)', () => {
  const orders = [['a', '2026-01-01'], ['b', '2025-12-29'], ['c', '2026-12-31'], ['d', '2027-01-03'], ['e', '2027-01-04']].map(([id, on]) => ({ ...order(id!), on: on! }))
  expect(said('new', of(orders), { by: 'day' })).toEqual(['2025-12-29 EUR 1 100.00', '2026-01-01 EUR 1 100.00', '2026-12-31 EUR 1 100.00', '2027-01-03 EUR 1 100.00', '2027-01-04 EUR 1 100.00'])
  expect(said('new', of(orders), { by: 'week' })).toEqual(['2026-W01 EUR 2 200.00', '2026-W53 EUR 2 200.00', '2027-W01 EUR 1 100.00'])
  expect(said('new', of(orders), { by: 'month' })).toEqual(['2025-12 EUR 1 100.00', '2026-01 EUR 1 100.00', '2026-12 EUR 1 100.00', '2027-01 EUR 2 200.00'])
})

test('every order is in one row of the statuses, each currency by itself (R-RPT-02)', () => {
  const orders = [order('a'), order('b', { status: 'held' }), order('c', { currency: 'USD' }), order('d', { status: 'toShip', payable: '0.10' }), order('e', { status: 'toShip', payable: '0.20' })]
  expect(said('status', of(orders))).toEqual(['toShip EUR 2 0.30', 'closed EUR 1 100.00', 'closed USD 1 100.00', 'held EUR 1 100.00'])
})

test('customers rank by what they ordered less what was credited, at the stated rate; one without a rate is not converted (R-RPT-05)', () => {
  const orders = [order('a', { buyer: 'A', payable: '120.00', creditedAmount: '30.00' }), order('b', { buyer: 'B', currency: 'USD', payable: '125.00' }), order('c', { buyer: 'C', currency: 'CHF', payable: '900.00' }), order('d', { buyer: 'A', status: 'rejected', payable: '999.00' })]
  expect(report('customer', of(orders)).rows.map((row) => [row.customer, row.amount, row.credited, row.EUR])).toEqual([['B', '125.00', '0.00', '100.00'], ['A', '120.00', '30.00', '90.00'], ['C', '900.00', '0.00', '']])
})

test('times go from stage to stage, with the median and the slowest', () => {
  const times = (confirmed: string, shipped: string) => ({ confirmed: `2026-03-02T${confirmed}:00.000Z`, shipped: `2026-03-02T${shipped}:00.000Z` })
  const given = of([order('a'), order('b'), order('c')], { times: new Map([['a', times('08:00', '09:00')], ['b', times('08:30', '12:30')], ['c', times('09:00', '11:00')]]) })
  expect(said('time', given).slice(0, 2)).toEqual(['received-confirmed 3 0.50 1.00 SO-c', 'confirmed-shipped 3 2.00 4.00 SO-b'])
})

test('what is accepted and not delivered is open, the latest first, with its days (R-RPT-03, R-STA-09)', () => {
  const orders = [
    order('a', { status: 'toShip', requestedDelivery: '2026-03-25', lines: [line({})] }), order('b', { status: 'inProduction', requestedDelivery: '2026-03-18', lines: [line({}), line({ id: '2', shipped: '10' })] }),
    order('c', { status: 'delivered', requestedDelivery: '2026-03-01' }), order('d', { status: 'held', requestedDelivery: '2026-03-01' }), order('e', { status: 'shipped', requestedDelivery: '2026-03-20', lines: [line({ shipped: '10' })] }),
  ]
  expect(report('open', of(orders)).rows.map(({ order: name, late, lines }) => `${name} ${late} ${lines}`)).toEqual(['SO-b 2 1', 'SO-e 0 0', 'SO-a 0 1'])
})

test('what is owed, and overdue of it, stands by customer and currency; exceptions by kind', () => {
  const given = of([], {
    owed: [{ buyer: 'B', currency: 'EUR', open: '10.10', dueOn: '2026-03-19' }, { buyer: 'B', currency: 'EUR', open: '5', dueOn: '2026-03-20' }, { buyer: 'A', currency: 'USD', open: '7.5' }],
    exceptions: [{ kind: 'status', state: 'open' }, { kind: 'amount', state: 'closed' }, { kind: 'status', state: 'closed' }],
  })
  expect(said('receivable', given)).toEqual(['A USD 1 7.50 0.00 7.50 0.00 0.00 0.00 0.00', 'B EUR 2 15.10 10.10 5.00 10.10 0.00 0.00 0.00'])
  expect(said('exception', given)).toEqual(['amount 1 1 0', 'status 2 1 1'])
})

test('what is owed is aged by calendar days: each age at its edges, over the end of a month (R-REC-01)', () => {
  const due = ['2026-03-31', '2026-03-30', '2026-03-01', '2026-02-28', '2026-01-30', '2026-01-29', '2025-12-31', '2025-12-30', '2025-12-01', undefined]
  const given = of([], { today: '2026-03-31', owed: due.map((dueOn, no) => ({ buyer: 'B', currency: 'EUR', open: String(2 ** no), dueOn })) })
  // 0 | 1 and 30 | 31 and 60 | 61 and 90 | 91 and more days
  expect(report('receivable', given).rows).toEqual([{ customer: 'B', currency: 'EUR', invoices: '10', open: '1023.00', overdue: '510.00', notDue: '513.00', '1-30': '6.00', '31-60': '24.00', '61-90': '96.00', 'over 90': '384.00' }])
})
