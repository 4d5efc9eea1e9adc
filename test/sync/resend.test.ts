import * as cases from '../../store/cases'
import { causeOf } from '../../sync/cause'
import { drain } from '../../sync/dispatch'
import { resend, stoppedBy } from '../../sync/resend'
import { openWorld } from './world'

test('what one cause has stopped is found together, oldest first, with its owner, and goes out again once (R-SYS-04)', async () => {
  const world = await openWorld()
  await world.faults('erp', [{ fault: '400', match: { method: 'POST', path: '^/sales-orders$' }, times: 2 }])
  await world.faults('wms', [{ fault: '403', match: { method: 'PUT' }, times: 1 }])
  for (const reference of ['PO-1', 'PO-2']) await world.take(reference, { quantity: reference.slice(-1) })
  await drain(world.context, { patienceMs: 3000 })
  const stopped = await stoppedBy(world.context, 'OC', 'data')
  expect(stopped.map((message) => [message.system, message.state])).toEqual([['erp', 'refused'], ['erp', 'refused']])
  expect(await stoppedBy(world.context, 'OC', 'data', 'wms')).toEqual([])
  expect(await stoppedBy(world.context, 'OC', 'business')).toEqual([])
  expect(await cases.list(world.store, 'OC', { state: 'open' })).toMatchObject([1, 2].map(() => ({ kind: 'refused-there', owner: 'orderDesk', detail: { cause: 'data' } })))
  for (const message of stopped) expect(await resend(world.context, message)).toMatchObject({ sent: true, closedCases: [expect.any(String)] })
  await drain(world.context, { patienceMs: 3000 })
  expect(await stoppedBy(world.context, 'OC', 'data')).toEqual([])
  expect(await cases.list(world.store, 'OC', { state: 'open' })).toEqual([])
})

test.each([
  [{ kind: 'refused', text: '', code: '422' }, 'data'], [{ kind: 'refused', text: '', code: '409' }, 'business'], [{ kind: 'refused', text: '', code: 'CUSTOMER_BLOCKED' }, 'business'],
  [{ kind: 'refused', text: '', code: '302' }, 'transport'], [{ kind: 'refused', text: '', code: '501' }, 'transport'],
  [{ kind: 'login', text: '' }, 'auth'], [{ kind: 'wait', text: '' }, 'limit'], [{ kind: 'unknown', text: '' }, 'transport'], [{ kind: 'again', text: '' }, 'transport'],
] as const)('a fault %o is of the cause %s', (fault, cause) => { expect(causeOf(fault)).toBe(cause) })
