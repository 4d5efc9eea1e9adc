import * as config from '../../store/config'
import { refresh } from '../../sync/refresh'
import { submit } from '../../sync/submit'
import { openWorld, type World } from './world'

let world: World
const set = (body: object) => world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 7, digest: '', origin: 'test', body: { rules: {}, ...body } }))
beforeAll(async () => {
  world = await openWorld()
  await refresh(world.context)
})

test('a floor that is set is what the next order is judged by, with the version of the rules, and who is asked lets it through with a reason (R-REV-11, R-REV-01)', async () => {
  await set({ rules: { margin: { on: true, severity: 'approval', role: 'salesManager', floor: '90' } } })
  await world.take('PO-1')
  const order = await world.order('PO-1')
  expect(order).toMatchObject({ status: 'awaitingApproval', findings: [{ rule: 'margin', code: 'margin-below-floor', role: 'salesManager', facts: [{ name: 'cost', source: 'erp' }] }] })
  const [step] = order.approvals
  const approve = (reason: string) => submit(world.as('manager'), { subject: { company: 'OC', order: order.id }, command: { type: 'approve', step: step!.step, reason }, circumstance: { cause: 'command', correlation: order.id } })
  expect(await approve('')).toMatchObject({ outcome: 'refused' })
  expect(await approve('a large customer')).toMatchObject({ outcome: 'accepted' })
  expect((await world.order('PO-1')).status).toBe('toShip')
})

test('trade lists hold an order whose ship-to has no country, and reject what may not go where it is to go (R-REV-19)', async () => {
  await set({ trade: { blocked: ['KP'], items: {}, denied: [] } })
  await world.take('PO-2')
  expect(await world.order('PO-2')).toMatchObject({ status: 'held', findings: [{ rule: 'compliance', code: 'ship-to-country-unknown' }] })
  await set({ trade: { blocked: [], items: {}, denied: ['LAGER 2'] } })
  await world.take('PO-3')
  expect(await world.order('PO-3')).toMatchObject({ status: 'rejected', findings: [{ code: 'party-denied', severity: 'refuse' }] })
})
