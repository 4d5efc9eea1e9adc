import { submitOnce } from '../../sync/submitOnce'
import { openWorld, type World } from './world'

const circumstance = { cause: 'command', correlation: 'c-1' }
let world: World
beforeAll(async () => { world = await openWorld() })

test('a command that comes again with its id changes nothing, also when both come at once', async () => {
  await world.take('ONCE-1')
  const order = await world.order('ONCE-1')
  const change = { subject: { company: 'OC', order: order.id }, command: { type: 'change' as const, change: { lines: [{ line: '1', quantity: '7' }] }, reason: 'asked by telephone' }, circumstance }
  const both = await Promise.all([submitOnce(world.as('manager'), 'event-1', change), submitOnce(world.as('manager'), 'event-1', change)])
  expect(both.map((one) => one.repeated).sort()).toEqual([false, true])
  const version = (await world.order('ONCE-1')).version
  expect(await submitOnce(world.as('manager'), 'event-1', change)).toMatchObject({ outcome: 'accepted', changed: false, repeated: true })
  expect(await world.order('ONCE-1')).toMatchObject({ version, lines: [{ quantity: '7' }] })
})

test('a refused command is not done: it may come again once it can be', async () => {
  await world.take('ONCE-2', { price: '11.00' })
  const order = await world.order('ONCE-2')
  const approve = { subject: { company: 'OC', order: order.id }, command: { type: 'approve', reason: 'agreed' }, circumstance } as const
  expect(await submitOnce(world.as('cfo'), 'event-2', approve)).toMatchObject({ outcome: 'refused', repeated: false })
  expect(await submitOnce(world.as('manager'), 'event-2', approve)).toMatchObject({ outcome: 'accepted', changed: true, repeated: false })
})

test('an id that was used for another order is said to be so', async () => {
  await world.take('ONCE-3')
  const order = await world.order('ONCE-3')
  await expect(submitOnce(world.as('manager'), 'event-1', { subject: { company: 'OC', order: order.id }, command: { type: 'cancel', reason: 'no' }, circumstance })).rejects.toThrow('give each command an id of its own')
})
