import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { openWorld, type World } from '../sync/world'
import { closeOrders } from './closeOrders'
import { run, type Said } from './terminal'

let world: World
const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
beforeAll(async () => {
  world = await openWorld()
  await world.take('PO-1')
  await closeOrders(world)
  await world.take('PO-2', { quantity: '2' })
  await drain(world.context, { patienceMs: 3000 })
  await world.operate('wms', 'ship', { today: '2026-03-05' })
  await follow(world.context)
  await drain(world.context, { patienceMs: 3000 })
  await follow(world.context)
})

interface Statement { opening: string; closing: string; lines: { kind: string; on: string; number: string; invoice: string; debit?: string; credit?: string; balance: string; dueOn?: string }[] }
const statement = async (...argv: string[]): Promise<Statement> => (await cli('account', 'NORDBAU', '--json', ...argv)).rows<{ statements: Statement[] }>()[0]!.statements[0]!

test('the account of a customer has his invoices and what settled them; what finance has open is its balance (R-REC-05)', async () => {
  const { opening, closing, lines } = await statement('--to', '2026-12-31')
  expect([opening, closing]).toEqual(['0.00', '25.00'])
  expect(lines.map(({ kind, debit, credit, balance }) => [kind, debit ?? credit, balance])).toEqual([['invoice', '125.00', '125.00'], ['invoice', '25.00', '150.00'], ['payment', '125.00', '25.00']])
  expect(lines[2]!.invoice).toBe(lines[0]!.number)
  const rows = await world.rows('finance', 'invoice') as { status: string }[]
  expect(rows.map(({ status }) => status).sort()).toEqual(['paid', 'posted'])
  // what was before the days is its opening balance
  expect(await statement('--from', '2026-12-01', '--to', '2026-12-31')).toMatchObject({ opening: '25.00', lines: [], closing: '25.00' })
})

test('as text, as CSV, and for whom there is none', async () => {
  const { out } = await cli('account', 'NORDBAU', '--to', '2026-12-31')
  expect(out).toMatch(/^Nordbau GmbH \(NORDBAU\)/)
  expect(out).toMatch(/closing balance: 25.00 EUR/i)
  const csv = await cli('account', 'NORDBAU', '--to', '2026-12-31', '--csv')
  expect(csv.out.split('\r\n').slice(0, 2)).toEqual(['date,kind,number,invoice,due,currency,debit,credit,balance', expect.stringMatching(/^2026-03-\d\d,invoice,[^,]+,[^,]+,2026-\d\d-\d\d,EUR,125\.00,,125\.00$/) as string])
  const none = await cli('account', 'NOBODY')
  expect([none.exit, none.err]).toEqual([1, expect.stringContaining('There is no partner NOBODY') as string])
  expect((await cli('account', 'NORDBAU', '--from', 'yesterday')).exit).toBe(1)
})
