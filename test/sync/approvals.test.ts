import { runJob } from '../../jobs/run'
import { type Command } from '../../orders/command'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as outbox from '../../store/outbox'
import { drain } from '../../sync/dispatch'
import { verify } from '../../sync/proof/verify'
import { type Outcome, submit } from '../../sync/submit'
import { waitingOrders } from '../../web/waiting'
import { openWorld, type World } from './world'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.store.write((tx) => config.put(tx, {
    company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test',
    body: { approvalHours: 8, deputies: { salesManager: 'finance' }, rules: {}, approvals: [{ name: 'large', when: { amount: '1000', partnerRoles: ['customer'] }, levels: [{ roles: ['salesManager'] }, { roles: ['finance'] }] }] },
  }))
})

const at = async (instant: string): Promise<unknown> => {
  world.clock.at = new Date(`2026-03-${instant}:00.000Z`)
  const run = await runJob(world.context, 'OC', 'approvals', world.clock.at.toISOString())
  return 'counts' in run ? run.counts : run
}
const open = () => cases.list(world.store, 'OC', { state: 'open', kind: 'approval-overdue' })
const steps = async () => (await world.order('PO-1')).approvals.map(({ role, state }) => `${role} ${state}`)
const decide = async (who: string) => submit(world.as(who), { subject: { company: 'OC', order: (await world.order('PO-1')).id }, command: { type: 'approve', reason: 'as agreed with him' }, circumstance: { cause: 'command', correlation: 'test' } })

test('a decision that nobody makes is reminded of once, then its deputy is asked once; the case is over when he decides (R-APR-05)', async () => {
  await world.take('PO-1', { price: '12.00' })
  expect(await steps()).toEqual(['salesManager open'])
  expect([await at('02T15:59'), await open()]).toEqual([{ reminded: 0, escalated: 0, lapsed: 0 }, []])
  expect([await at('02T16:01'), await at('02T16:16'), await at('02T23:46')]).toEqual([{ reminded: 1, escalated: 0, lapsed: 0 }, { reminded: 0, escalated: 0, lapsed: 0 }, { reminded: 0, escalated: 0, lapsed: 0 }])
  expect(await open()).toMatchObject([{ owner: 'salesManager', dueAt: '2026-03-03T00:01:00.000Z', text: expect.stringContaining('PO-1: salesManager was asked at 2026-03-02 08:00 UTC and has not decided. Line 1') as string }])
  expect([await at('03T00:02'), await at('03T00:17')]).toEqual([{ reminded: 0, escalated: 1, lapsed: 0 }, { reminded: 0, escalated: 0, lapsed: 0 }])
  expect(await steps()).toEqual(['salesManager open', 'finance open'])
  // the deputy has his own time
  expect([await at('03T08:00'), await at('03T08:15')]).toEqual([{ reminded: 0, escalated: 0, lapsed: 0 }, { reminded: 1, escalated: 0, lapsed: 0 }])
  expect(await decide('cfo')).toMatchObject({ outcome: 'accepted', order: { status: 'toShip' } })
  expect(await steps()).toEqual(['salesManager void', 'finance approved'])
  await at('03T08:30')
  expect(await open()).toEqual([])
  expect((await verify(world.context)).defects).toEqual([])
})

test('levels are asked one after the other, of two people, and what was asked stands in the rows as in the events (R-APR-02, R-APR-04)', async () => {
  await world.take('PO-1', { quantity: '100' })
  expect(await steps()).toEqual(['salesManager open'])
  await decide('manager')
  expect(await steps()).toEqual(['salesManager approved', 'finance open'])
  expect((await world.order('PO-1')).approvals[1]!.why).toBe('Level 2 of 2 of "large" (1250.00 EUR for NORDBAU): finance must agree.')
  expect(await decide('cfo')).toMatchObject({ order: { status: 'toShip' } })
  expect((await verify(world.context)).defects).toEqual([])
})

describe('a change of an accepted order is asked for anew (R-APR-06)', () => {
  const command = async (who: string, wanted: Command): Promise<Outcome> => submit(world.as(who), { subject: { company: 'OC', order: (await world.order('PO-1')).id }, command: wanted, circumstance: { cause: 'command', correlation: 'test' } })
  const more: Command = { type: 'change', reason: 'he needs more', change: { lines: [{ line: '1', quantity: '110' }] } }
  const accepted = async (): Promise<void> => {
    await world.take('PO-1', { quantity: '100' })
    await decide('manager')
    await decide('cfo')
  }
  const sent = async () => (await outbox.ofStream(world.store, 'OC', `order/${(await world.order('PO-1')).id}`)).map(({ system, action }) => `${system} ${action}`)

  test('it waits for the levels while the order goes on as it was, and is made and told once when two decide at once', async () => {
    await accepted()
    expect(await command('inbox', more)).toMatchObject({ outcome: 'accepted', order: { status: 'toShip', payable: '1250.00', change: { by: 'inbox', change: { lines: [{ quantity: '110' }] } } } })
    expect(await steps()).toEqual(['salesManager approved', 'finance approved', 'salesManager open'])
    expect(await waitingOrders(world.store, 'OC', 10)).toMatchObject([{ kind: 'approval', role: 'salesManager', why: expect.stringContaining('1375.00 EUR') as string }])
    expect(await sent()).toEqual(['erp create', 'wms create', 'finance create'])
    await decide('manager')
    const both = await Promise.all([decide('cfo'), decide('cfo')])
    expect(both.map((one) => one.outcome === 'accepted' && one.changed).sort()).toEqual([false, true])
    const order = await world.order('PO-1')
    expect([order.payable, order.change, order.status]).toEqual(['1375.00', undefined, 'toShip'])
    expect(await steps()).toEqual(['salesManager void', 'finance void', 'salesManager approved', 'finance approved'])
    await drain(world.context, { patienceMs: 2000 })
    expect((await world.rows('erp', 'order')).map(({ body }) => (JSON.parse(body as string) as { items: { qty: string }[] }).items[0]!.qty)).toEqual(['110'])
    expect(await waitingOrders(world.store, 'OC', 10)).toEqual([])
    expect((await verify(world.context)).defects).toEqual([])
  })

  test('one that is refused, or that nobody decides in time, changes nothing, and who asked for it is told by a case', async () => {
    await accepted()
    const { payable, lines, status, revision } = await world.order('PO-1')
    await command('inbox', more)
    await command('manager', { type: 'reject', reason: 'not at this price' })
    await command('inbox', more)
    expect([await at('02T16:01'), await at('03T00:02'), await at('03T08:03')]).toEqual([{ reminded: 1, escalated: 0, lapsed: 0 }, { reminded: 0, escalated: 1, lapsed: 0 }, { reminded: 1, escalated: 0, lapsed: 0 }])
    expect(await at('03T16:04')).toEqual({ reminded: 0, escalated: 0, lapsed: 1 })
    await at('03T16:19')
    expect(await open()).toEqual([])
    const told = await cases.list(world.store, 'OC', { state: 'open', kind: 'change-refused' })
    expect(told.map(({ text }) => text.replace(/change \d+/, 'change')).sort()).toEqual([
      'The change that inbox asked for of SO-000001 was refused by manager (not at this price). The order stays as it was. Tell him, and agree with the buyer on something else where it can be ("order-to-cash change").',
      'The change that inbox asked for of SO-000001 was refused by rules (It was not decided in time by finance.). The order stays as it was. Tell him, and agree with the buyer on something else where it can be ("order-to-cash change").',
    ])
    expect(await world.order('PO-1')).toMatchObject({ payable, lines, status, revision })
    expect(await sent()).toEqual(['erp create', 'wms create', 'finance create'])
    expect((await verify(world.context)).defects).toEqual([])
  })
})
