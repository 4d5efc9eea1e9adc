import * as cases from '../../store/cases'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reportsOf } from '../../sync/reporting/reports'
import { workbookOf } from '../../sync/reporting/workbook'
import { submit } from '../../sync/submit'
import { sheetsOf } from './sheets'
import { openWorld, type World } from './world'

let world: World
beforeEach(async () => { world = await openWorld() })

const rows = async (name: Parameters<typeof reportsOf>[2][number], filter: Parameters<typeof reportsOf>[3] = {}) => (await reportsOf(world.context, 'OC', [name], filter)).reports[0]!.rows

test('reports equal what the database says by itself; days are those of the company, and a report states its time and filter (R-RPT-01, R-RPT-02, R-RPT-06)', async () => {
  world.clock.at = new Date('2026-03-02T08:00:00.000Z')
  await world.take('PO-1')
  // past midnight in Berlin, and not yet in UTC
  world.clock.at = new Date('2026-03-02T23:30:00.000Z')
  await world.take('PO-2', { quantity: '20' })
  await world.take('PO-3', { quantity: '30', price: '11.00' })
  const count = await world.store.query('SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY status')
  expect((await rows('status')).map(({ status, orders }) => ({ status, orders: Number(orders) })).sort((a, b) => (a.status! < b.status! ? -1 : 1))).toEqual(count)
  expect(await rows('new')).toEqual([{ day: '2026-03-02', currency: 'EUR', orders: '1', amount: '125.00' }, { day: '2026-03-03', currency: 'EUR', orders: '2', amount: '580.00' }])
  expect(await rows('new', { to: '2026-03-02' })).toEqual([{ day: '2026-03-02', currency: 'EUR', orders: '1', amount: '125.00' }])
  expect(await rows('new', { from: '2026-03-03', to: '2026-03-03' })).toMatchObject([{ orders: '2' }])
  expect(await reportsOf(world.context, 'OC', ['channel'], { from: '2026-03-03' })).toEqual({
    asOf: '2026-03-02T23:30:00.000Z', zone: 'Europe/Berlin', from: '2026-03-03', reports: [{ name: 'channel', columns: ['channel', 'currency', 'orders', 'amount'], rows: [{ channel: 'test', currency: 'EUR', orders: '2', amount: '580.00' }] }],
  })
})

test('from the events come the times, from the account what is owed (R-RPT-03)', async () => {
  await world.take('PO-1')
  const heard = async (at: string): Promise<void> => { world.clock.at = new Date(`2026-03-02T${at}:00.000Z`); await drain(world.context, { patienceMs: 3000 }); await follow(world.context) }
  await heard('08:30')
  await world.operate('wms', 'ship')
  await heard('11:00')
  await heard('12:00')
  expect((await rows('open')).length).toBe(1)
  await world.operate('wms', 'deliver')
  await heard('14:00')
  expect((await rows('time')).map(({ stage, orders, median }) => `${stage} ${orders} ${median}`)).toEqual(['received-confirmed 1 0.00', 'confirmed-shipped 1 3.00', 'shipped-delivered 1 3.00', 'delivered-paid 0 ', 'received-paid 0 '])
  expect(await rows('receivable')).toMatchObject([{ customer: 'NORDBAU', currency: 'EUR', invoices: '1', open: '125.00', overdue: '0.00' }])
  world.clock.at = new Date('2026-05-02T08:00:00.000Z')
  expect(await rows('receivable')).toMatchObject([{ overdue: '125.00' }])
  expect(await rows('open')).toEqual([])
})

test('indicators are what the events say: delivered late, put right, held, complained about (R-KPI-01, R-KPI-02, R-KPI-03, R-KPI-04, R-KPI-06)', async () => {
  const hear = async (at: string): Promise<void> => { world.clock.at = new Date(at); for (let round = 0; round < 2; round++) { await drain(world.context, { patienceMs: 3000 }); await follow(world.context) } }
  await world.take('PO-1')
  await world.take('PO-2', { wanted: '2026-03-05' })
  await world.take('PO-3', { price: '13.00' })
  await hear('2026-03-02T09:00:00.000Z')
  await submit(world.as('manager'), { subject: { company: 'OC', order: (await world.order('PO-3')).id }, command: { type: 'approve', reason: 'agreed by telephone' }, circumstance: { cause: 'command', correlation: 'x' } })
  await hear('2026-03-02T12:00:00.000Z')
  await world.operate('wms', 'ship', { today: '2026-03-06' })
  await hear('2026-03-06T09:00:00.000Z')
  await world.operate('wms', 'deliver', { today: '2026-03-06' })
  await hear('2026-03-06T12:00:00.000Z')
  const { id: late } = await world.order('PO-2')
  await world.store.write((tx) => cases.open(tx, { id: 'case-1', company: 'OC', kind: 'complaint', system: 'service', subject: `order/${late}`, field: 'complaint 1', text: 'late', seenAt: '2026-03-07T08:00:00.000Z' }))
  const kpi = async (filter: Parameters<typeof reportsOf>[3] = {}) => Object.fromEntries((await rows('kpi', filter)).map(({ kpi: name, counted, of }) => [name!, `${counted}/${of}`] as const)) as Record<string, string>
  const confirmed = await world.store.query<{ stream: string }>("SELECT DISTINCT stream FROM events WHERE type = 'confirmed'")
  const touched = await world.store.query<{ stream: string }>("SELECT DISTINCT stream FROM events WHERE type IN ('held', 'approvalAsked')")
  expect([confirmed.length, touched.length]).toEqual([3, 1])
  expect(await kpi()).toEqual({ onTimeDelivery: '2/3', orderAccuracy: '3/3', firstPassYield: '2/3', shippingAccuracy: '3/3', orderProblems: '1/3', confirmation: '3/3', cycle: '3/3' })
  // due in these days, though it came before them
  expect(await kpi({ from: '2026-03-05', to: '2026-03-05' })).toEqual({ onTimeDelivery: '0/1' })
  const [{ value, paused }] = (await rows('kpi')).filter(({ kpi: name }) => name === 'confirmation') as [Record<string, string>]
  expect([value, paused]).toEqual(['0.33', '0.33'])
})

test('a workbook opens with the figures of the reports as numbers, and says what it is as of and of which days (R-RPT-06)', async () => {
  await world.take('PO-1')
  const reported = await reportsOf(world.context, 'OC', ['customer', 'status'], { from: '2026-03-01', to: '2026-03-31' })
  const sheets = sheetsOf(await workbookOf(reported))
  expect([...sheets.keys()]).toEqual(['customer', 'status'])
  const [asOf, zone, from, to, blank, head, ...cells] = sheets.get('customer')!
  expect([asOf, zone, from, to, blank, head]).toEqual([['as of', reported.asOf], ['zone', 'Europe/Berlin'], ['from', '2026-03-01'], ['to', '2026-03-31'], [], [...reported.reports[0]!.columns]])
  expect(cells).toEqual([['NORDBAU', 'EUR', 1, 125, 0, 0, 0, 125]])
})
