import { runJob } from '../../jobs/run'
import { isStalled } from '../../orders/stalled'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import { closeCase } from '../../sync/deeds'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { openWorld, type World } from './world'

let world: World
beforeEach(async () => { world = await openWorld() })

const rules = (body: object) => world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { rules: {}, ...body } }))
const at = async (instant: string): Promise<unknown> => {
  world.clock.at = new Date(`2026-03-${instant}:00.000Z`)
  const run = await runJob(world.context, 'OC', 'stalled', world.clock.at.toISOString())
  return 'counts' in run ? run.counts : run
}
const open = () => cases.list(world.store, 'OC', { state: 'open', kind: 'stalled' })
const closed = () => cases.list(world.store, 'OC', { state: 'closed', kind: 'stalled' })

test('an order of which the warehouse says nothing is told to its department, with what it waits for, and then to its deputy; the case is over once it moves (R-ROL-05, R-STA-06)', async () => {
  await rules({ stalled: { toShip: { hours: 24, role: 'warehouse' } }, deputies: { warehouse: 'orderDesk' } })
  await world.take('PO-1', { wanted: '2026-03-04' })
  await drain(world.context, { patienceMs: 3000 })
  const order = await world.order('PO-1')
  expect([order.status, await at('03T07:59'), await open()]).toEqual(['toShip', { told: 0, escalated: 0, standing: 0 }, []])
  expect([await at('03T08:20'), await at('03T09:20')]).toEqual([{ told: 1, escalated: 0, standing: 1 }, { told: 0, escalated: 0, standing: 1 }])
  const [told] = await open()
  expect(told).toMatchObject({ subject: `order/${order.id}`, field: 'toShip', owner: 'warehouse', dueAt: '2026-03-04T08:20:00.000Z' })
  expect(told!.text).toMatch(/^SO-000001 is toShip, and nothing has happened to it since 2026-03-02 08:00 UTC\. Not all of it is shipped yet\. /)
  expect(told!.text).toMatch(/wms last said at 20\d\d-\d\d-\d\d \d\d:\d\d UTC that the part \S+ is released\./)
  expect([await at('04T08:20'), await at('04T09:20')]).toEqual([{ told: 0, escalated: 1, standing: 1 }, { told: 0, escalated: 0, standing: 1 }])
  expect(await open()).toMatchObject([{ id: told!.id, owner: 'orderDesk' }])

  await world.operate('wms', 'ship')
  await follow(world.context)
  expect([await at('04T10:20'), await open()]).toEqual([{ told: 0, escalated: 0, standing: 0 }, []])
  expect(await closed()).toMatchObject([{ id: told!.id, result: 'it has moved on' }])
})

test('what is to be delivered later is let be until so long before its day', async () => {
  await rules({ stalled: { toShip: { hours: 24, role: 'warehouse' } } })
  await world.take('PO-1', { wanted: '2026-03-20' })
  await drain(world.context, { patienceMs: 3000 })
  expect([await at('18T23:20'), await at('19T00:20')]).toEqual([{ told: 0, escalated: 0, standing: 0 }, { told: 1, escalated: 0, standing: 1 }])
})

test('a day that cannot be read keeps nobody from being told', () => {
  const order = { status: 'toShip', requestedDelivery: 'as soon as possible', lines: [] } as unknown as Parameters<typeof isStalled>[0]
  expect(isStalled(order, { last: '2026-03-02T08:00:00.000Z', now: '2026-03-06T08:00:00.000Z', hours: 72 })).toBe(true)
})

test('an order that no system has taken stands at once in its case with the message and what is open about it (R-ENT-05)', async () => {
  await rules({ stalled: { toShip: { hours: 4, role: 'orderDesk' } } })
  await world.faults('wms', [{ match: { method: 'PUT' }, fault: '400' }])
  await world.take('PO-1', { wanted: '2026-03-02' })
  await drain(world.context, { patienceMs: 3000 })
  await at('02T12:20')
  const [told] = await open()
  expect(told!.text).toMatch(/wms has given no receipt for create part: the message is refused\./)
})

test('a held order says why; where a person closes the case it is told anew only after as long again', async () => {
  await world.take('PO-1', { item: 'NOBODY-KNOWS' })
  expect([(await world.order('PO-1')).status, await at('04T07:20'), await at('04T08:20')]).toEqual(['held', { told: 0, escalated: 0, standing: 0 }, { told: 1, escalated: 0, standing: 1 }])
  const [told] = await open()
  expect(told).toMatchObject({ owner: 'orderDesk', text: expect.stringMatching(/^PO-1 is held, and nothing has happened to it since 2026-03-02 08:00 UTC\. Line 1: no item of ours is known by ours NOBODY-KNOWS\./) as string })
  await world.store.write((tx) => closeCase(world.as('manager'), tx, told!, 'the customer looks it up'))
  expect([await at('06T08:19'), await open()]).toEqual([{ told: 0, escalated: 0, standing: 0 }, []])
  expect([await at('06T09:20'), (await open()).length]).toEqual([{ told: 1, escalated: 0, standing: 1 }, 1])
})
