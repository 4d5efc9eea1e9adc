import { runJob } from '../../jobs/run'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import { verify } from '../../sync/proof/verify'
import { submit } from '../../sync/submit'
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
  expect([await at('02T15:59'), await open()]).toEqual([{ reminded: 0, escalated: 0 }, []])
  expect([await at('02T16:01'), await at('02T16:16'), await at('02T23:46')]).toEqual([{ reminded: 1, escalated: 0 }, { reminded: 0, escalated: 0 }, { reminded: 0, escalated: 0 }])
  expect(await open()).toMatchObject([{ owner: 'salesManager', dueAt: '2026-03-03T00:01:00.000Z', text: expect.stringContaining('PO-1: salesManager was asked at 2026-03-02 08:00 UTC and has not decided. Line 1') as string }])
  expect([await at('03T00:02'), await at('03T00:17')]).toEqual([{ reminded: 0, escalated: 1 }, { reminded: 0, escalated: 0 }])
  expect(await steps()).toEqual(['salesManager open', 'finance open'])
  // the deputy has his own time
  expect([await at('03T08:00'), await at('03T08:15')]).toEqual([{ reminded: 0, escalated: 0 }, { reminded: 1, escalated: 0 }])
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
