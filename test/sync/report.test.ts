import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reportsOf } from '../../sync/report'
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
  expect(await rows('receivable')).toEqual([{ customer: 'NORDBAU', currency: 'EUR', invoices: '1', open: '125.00', overdue: '0.00' }])
  world.clock.at = new Date('2026-05-02T08:00:00.000Z')
  expect(await rows('receivable')).toMatchObject([{ overdue: '125.00' }])
  expect(await rows('open')).toEqual([])
})
