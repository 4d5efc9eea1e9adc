import * as streams from '../../store/streams'
import { submit } from '../../sync/submit'
import { openWorld } from './world'

test('two who approve at the same moment count once, and the order gets one number (R-APR-03)', async () => {
  const world = await openWorld()
  await world.take('PO-1', { price: '11.00' })
  const { id } = await world.order('PO-1')
  const approve = (owner: string) => submit(world.as('manager', owner), { subject: { company: 'OC', order: id }, command: { type: 'approve', reason: 'season offer' }, circumstance: { cause: 'command', correlation: id } })
  const outcomes = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(approve))
  expect(outcomes.map((one) => one.outcome)).toEqual(Array(8).fill('accepted'))
  expect(outcomes.filter((one) => one.outcome === 'accepted' && one.changed)).toHaveLength(1)
  const told = (await streams.load(world.store, 'OC', `order/${id}`)).map((event) => event.type)
  expect([told.filter((type) => type === 'approved'), told.filter((type) => type === 'confirmed')]).toEqual([['approved'], ['confirmed']])
  await world.take('PO-2', { quantity: '3' })
  expect([(await world.order('PO-1')).number, (await world.order('PO-2')).number]).toEqual(['SO-000001', 'SO-000002'])
})
