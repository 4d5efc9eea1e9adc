import { type Order } from '../../../orders/order'
import { type Course, courseOf, type Told } from '../../../orders/reports/course'
import { type ReportFacts } from '../../../orders/reports/facts'
import { figuresOf } from '../../../orders/reports/figures'
import { INDICATOR_NAMES } from '../../../orders/reports/indicators'
import { report } from '../../../orders/reports/report'
import { after, createCommand, facts as factsOf } from '../sample'

const HOUR = 3_600_000
const base = after(undefined, createCommand(), factsOf())
const line = (delivered: string, more: object = {}) => ({ id: '1', quantity: '10', shipped: '10', delivered, invoiced: '0', cancelled: '0', ...more })
const order = (id: string, more: Partial<Order> = {}): Order => ({ ...base, id, buyer: 'NORDBAU', status: 'closed', channel: 'inbox', createdBy: 'ida', receivedAt: '2026-03-02T08:00:00.000Z', promisedDelivery: '2026-03-09', requestedDelivery: '2026-03-08', lines: [line('10')], documents: [], ...more })
const course = (more: Partial<Course> = {}): Course => ({ confirmedAt: '2026-03-02T09:00:00.000Z', deliveredAt: '2026-03-04T08:00:00.000Z', deliveredOn: '2026-03-04', touched: false, corrected: false, pausedMs: 0, hasCase: false, ...more })
const given = (cases: readonly (readonly [Order, Course])[], more: Partial<ReportFacts> = {}): ReportFacts => ({
  orders: cases.map(([one]) => figuresOf(one)), receivedOn: new Map(cases.map(([one]) => [one.id, one.receivedAt.slice(0, 10)])), courses: new Map(cases.map(([one, way]) => [one.id, way])), times: new Map(), owed: [], exceptions: [], today: '2026-03-20', currency: 'EUR', ...more,
})
const rowOf = (kpi: string, facts: ReportFacts) => report('kpi', facts).rows.find((row) => row.kpi === kpi)

describe('on-time delivery (R-KPI-01)', () => {
  const rate = (one: Order, way: Course, more: Partial<ReportFacts> = {}) => { const row = rowOf('onTimeDelivery', given([[one, way]], more)); return row && `${row.counted} of ${row.of}` }
  test('on the confirmed day is on time, and a day later is late, whatever day was wanted', () => {
    expect([rate(order('a'), course({ deliveredOn: '2026-03-09' })), rate(order('a'), course({ deliveredOn: '2026-03-10' }))]).toEqual(['1 of 1', '0 of 1'])
  })
  test('a minute past midnight of the customer is the next day', () => {
    const delivered = (receivedAt: string) => courseOf([{ type: 'delivered', at: '2026-03-12T00:00:00.000Z', data: { receivedAt } }], (instant) => new Date(Date.parse(instant) - 6 * HOUR).toISOString().slice(0, 10))
    expect([rate(order('a'), delivered('2026-03-10T05:59:00.000Z')), rate(order('a'), delivered('2026-03-10T06:01:00.000Z'))]).toEqual(['1 of 1', '0 of 1'])
  })
  test('what is due and not delivered is late from the day after, in part too; what is not due yet does not count', () => {
    const open = order('a', { status: 'toShip', lines: [line('0', { shipped: '0' })] })
    expect([rate(open, course(), { today: '2026-03-09' }), rate(open, course(), { today: '2026-03-10' })]).toEqual([undefined, '0 of 1'])
    expect(rate(order('a', { status: 'shipped', lines: [line('10'), line('4', { id: '2' })] }), course())).toBe('0 of 1')
    expect(rate(order('a', { lines: [line('6', { shipped: '6', cancelled: '4' })] }), course())).toBe('1 of 1')
  })
  test('what was never accepted or is cancelled is not due', () => {
    for (const status of ['held', 'rejected', 'cancelled'] as const) expect(rate(order('a', { status }), course())).toBeUndefined()
  })
  test('orders belong to the days on which they are due, whenever they came', () => {
    const [march, april] = [order('a', { receivedAt: '2026-02-20T08:00:00.000Z' }), order('b', { promisedDelivery: '2026-04-02' })]
    const facts = given([[april, course()]], { earlier: [figuresOf(march)], from: '2026-03-01', to: '2026-03-31', today: '2026-05-01' })
    expect(rowOf('onTimeDelivery', { ...facts, courses: new Map([['a', course()], ['b', course()]]) })).toMatchObject({ counted: '1', of: '1' })
  })
})

test('one that was put right after its confirmation of twenty is an accuracy of 95 %; what the buyer changes is no mistake of ours (R-KPI-02)', () => {
  const orders = Array.from({ length: 20 }, (_, no) => [order(`o-${no}`), course({ corrected: no === 0 })] as const)
  expect(rowOf('orderAccuracy', given(orders))).toMatchObject({ counted: '19', of: '20', value: '95.00', unit: '%' })
  const changed = (data: object): Course => courseOf([{ type: 'confirmed', at: '2026-03-02T09:00:00.000Z', data: {} }, { type: 'changed', at: '2026-03-02T10:00:00.000Z', data: data as Told['data'] }], String)
  expect([changed({ by: 'ida' }).corrected, changed({ by: 'ida', request: 'CH-1' }).corrected]).toEqual([true, false])
})

test('a known set of times has known mean, median and ninth tenth; pauses stand apart (R-KPI-03)', () => {
  const orders = Array.from({ length: 10 }, (_, no) => [order(`o-${no}`), course({ confirmedAt: new Date(Date.parse('2026-03-02T08:00:00.000Z') + (no + 1) * HOUR).toISOString(), deliveredAt: '2026-03-03T20:00:00.000Z', pausedMs: no === 9 ? 5 * HOUR : 0 })] as const)
  expect(rowOf('confirmation', given(orders))).toMatchObject({ of: '10', value: '5.50', median: '5.00', p90: '9.00', paused: '0.50', unit: 'h' })
  expect(rowOf('cycle', given(orders))).toMatchObject({ of: '10', value: '36.00', median: '36.00', p90: '36.00' })
  const told = (...events: [Told['type'], string][]): Course => courseOf(events.map(([type, at]) => ({ type, at: `2026-03-02T${at}:00.000Z`, data: {} })), String)
  // held twice, and asked while it is held: one pause until something is decided
  expect(told(['held', '08:00'], ['approvalAsked', '09:00'], ['held', '10:00'], ['confirmed', '12:30'], ['approvalAsked', '13:00'], ['confirmed', '14:00'])).toMatchObject({ pausedMs: 4.5 * HOUR, confirmedAt: '2026-03-02T12:30:00.000Z', touched: true })
})

test('an order that was held and then passed is not first pass, nor one that was put right before; one that is not confirmed is none (R-KPI-04)', () => {
  const orders = [[order('a'), course()], [order('b'), course({ touched: true })], [order('c', { status: 'held' }), course({ confirmedAt: undefined })], [order('d'), course({ corrected: true })]] as const
  expect(rowOf('firstPassYield', given(orders))).toMatchObject({ counted: '1', of: '4', value: '25.00' })
  expect(courseOf([{ type: 'changed', at: '2026-03-02T08:00:00.000Z', data: {} }], String).touched).toBe(true)
})

test('a return that was agreed to since the wrong goods were sent lowers the accuracy of shipping by its despatch; one that is refused or about damage does not (R-KPI-05)', () => {
  const despatches = ['D-1', 'D-2'].map((number, no) => ({ kind: 'despatch' as const, issuer: 'wms', number, lines: [{ line: String(no + 1), quantity: '1' }] }))
  const accuracy = (returns: object[]) => rowOf('shippingAccuracy', given([[order('a', { documents: despatches, returns: returns as Order['returns'] }), course()], [order('b'), course()]]))
  const one = { reason: 'wrongItem', state: 'authorised', lines: [{ line: '1' }] }
  expect(accuracy([])).toMatchObject({ counted: '2', of: '2', value: '100.00' })
  expect(accuracy([one, { ...one, reason: 'short', state: 'settled' }])).toMatchObject({ counted: '1', of: '2', value: '50.00' })
  expect(accuracy([{ ...one, state: 'refused' }, { ...one, state: 'requested' }, { ...one, reason: 'damaged' }])).toMatchObject({ counted: '2' })
})

test('two cases and a return on one order count once among its problems (R-KPI-06, R-RET-06)', () => {
  const orders = [[order('a'), course({ hasCase: true })], [order('b', { returns: [{}, {}] as unknown as Order['returns'] }), course({ hasCase: true })], [order('c'), course()], [order('d', { returns: [{}] as unknown as Order['returns'] }), course()]] as const
  expect(rowOf('orderProblems', given(orders))).toMatchObject({ counted: '3', of: '4', value: '75.00' })
})

describe('cut by whom and when (R-KPI-12)', () => {
  const orders = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, no) => [
    order(id, { buyer: no % 2 ? 'A' : 'B', channel: no % 3 ? 'inbox' : 'shop', createdBy: no < 4 ? 'ida' : 'jan', receivedAt: `2026-0${no < 3 ? 3 : 4}-0${no + 1}T08:00:00.000Z` }),
    course({ touched: no === 1, corrected: no === 2, hasCase: no === 3 }),
  ] as const)
  test.each(['customer', 'channel', 'person'] as const)('parts per %s add up to the whole', (per) => {
    for (const whole of report('kpi', given(orders)).rows) {
      const parts = report('kpi', given(orders), { per }).rows.filter(({ kpi }) => kpi === whole.kpi)
      expect(parts.length).toBeGreaterThan(1)
      for (const column of ['counted', 'of']) expect(parts.reduce((sum, row) => sum + Number(row[column]), 0)).toBe(Number(whole[column]))
    }
  })
  test('over months it is a trend, and says of each whether the target was met: from above or from below', () => {
    const { columns, rows } = report('kpi', given(orders, { targets: { firstPassYield: '60', orderProblems: '20' } }), { by: 'month' })
    expect(columns.slice(0, 2)).toEqual(['kpi', 'month'])
    expect(rows.filter(({ target }) => target).map(({ kpi, month, value, met }) => `${kpi} ${month} ${value} ${met}`)).toEqual(['firstPassYield 2026-03 33.33 no', 'firstPassYield 2026-04 100.00 yes', 'orderProblems 2026-03 0.00 yes', 'orderProblems 2026-04 33.33 no'])
  })
})

test('without orders no indicator has a figure, and none is made up', () => {
  expect(report('kpi', given([])).rows).toEqual([])
  expect(INDICATOR_NAMES).toHaveLength(7)
})
