import { type Command } from '../../orders/command'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as outbox from '../../store/outbox'
import { type Message } from '../../store/records'
import { causeOf } from '../../sync/cause'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { resend, stoppedBy } from '../../sync/resend'
import { submit } from '../../sync/submit'
import { openWorld, type World } from './world'

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

describe.each([['erp', 'order'], ['wms', 'part'], ['finance', 'order']] as const)('what %s refused before', (role, kind) => {
  let world: World
  beforeAll(async () => { world = await openWorld() })
  const command = async (reference: string, wish: Command) => {
    const { id } = await world.order(reference)
    expect(await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })).toMatchObject({ outcome: 'accepted' })
    await drain(world.context, { patienceMs: 3000 })
  }
  const change = (quantity: string): Command => ({ type: 'change', reason: 'asked for', change: { lines: [{ line: '1', quantity }] } })
  const refusing = async (work: () => Promise<unknown>) => {
    await world.faults(role, ['POST', 'PUT', 'PATCH'].map((method) => ({ fault: '400', match: { method }, times: 1 })))
    await work()
    await world.faults(role, [])
  }
  const taken = async (reference: string) => { await world.take(reference); await drain(world.context, { patienceMs: 3000 }) }
  /** All that was refused to the system is sent again, as the cases of it say. Answers what the system then has, and the differences of the night. */
  const sentAgain = async (reference: string, refused: readonly Message[]) => {
    for (const message of refused) expect(await resend(world.context, message)).toEqual({ sent: false, closedCases: [] })
    await drain(world.context, { patienceMs: 3000 })
    await follow(world.context)
    const { id } = await world.order(reference)
    const record = (await links.ofStream(world.store, 'OC', `order/${id}`)).find((link) => link.system === role && link.kind === kind)
    const { found } = await reconcile(world.context, { company: 'OC', patienceMs: 3000 })
    return { there: record && [record.state, (record.body!.lines as { quantity: string }[])[0]!.quantity], found, cases: await cases.list(world.store, 'OC', { state: 'open' }) }
  }
  const refusedOf = async (reference: string) => (await outbox.ofStream(world.store, 'OC', `order/${(await world.order(reference)).id}`)).filter(({ system, state }) => system === role && state === 'refused')

  test('does not go over a newer change: its case ends with that (R-CHG-06)', async () => {
    await taken('PO-1')
    await refusing(() => command('PO-1', change('11')))
    const refused = await refusedOf('PO-1')
    expect(refused).toMatchObject([{ action: 'change' }])
    await command('PO-1', change('12'))
    expect(await sentAgain('PO-1', refused)).toMatchObject({ there: [expect.stringMatching(/open|released|committed/), '12'], found: 0, cases: [] })
  })

  test('does not go over what was made of a newer version (R-CHG-06)', async () => {
    await refusing(() => taken('PO-2'))
    const refused = await refusedOf('PO-2')
    expect(refused).toMatchObject([{ action: 'create' }])
    await command('PO-2', change('12'))
    expect(await sentAgain('PO-2', refused)).toMatchObject({ there: [expect.stringMatching(/open|released|committed/), '12'], found: 0, cases: [] })
  })

  test('is not made of an order that was cancelled since (R-CAN-05)', async () => {
    await refusing(() => taken('PO-3'))
    const refused = await refusedOf('PO-3')
    await command('PO-3', { type: 'cancel', reason: 'site closed' })
    expect(await world.order('PO-3')).toMatchObject({ status: 'cancelled' })
    expect(await sentAgain('PO-3', refused)).toEqual({ found: 0, cases: [] })
  })
})

test('a cancel that a shipment has ended takes nothing away any more (R-CAN-06)', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const { id } = await world.order('PO-1')
  await world.operate('wms', 'reopen', { externalId: `${id}/1` })
  await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'cancel', reason: 'site closed' }, circumstance: { cause: 'command', correlation: id } })
  await drain(world.context, { patienceMs: 3000 })
  await world.operate('wms', 'ship')
  await follow(world.context)
  expect(await world.order('PO-1')).toMatchObject({ status: 'shipped' })
  const cancel = (await outbox.ofStream(world.store, 'OC', `order/${id}`)).find(({ action }) => action === 'cancel')!
  // one that was just on its way comes back refused after that
  await world.store.write((tx) => tx.query("UPDATE messages SET state = 'refused' WHERE id = $1", [cancel.id]))
  expect(await resend(world.context, cancel)).toEqual({ sent: false, closedCases: [] })
})

test.each([
  [{ kind: 'refused', text: '', code: '422' }, 'data'], [{ kind: 'refused', text: '', code: '409' }, 'business'], [{ kind: 'refused', text: '', code: 'CUSTOMER_BLOCKED' }, 'business'],
  [{ kind: 'refused', text: '', code: '302' }, 'transport'], [{ kind: 'refused', text: '', code: '501' }, 'transport'],
  [{ kind: 'login', text: '' }, 'auth'], [{ kind: 'wait', text: '' }, 'limit'], [{ kind: 'unknown', text: '' }, 'transport'], [{ kind: 'again', text: '' }, 'transport'],
] as const)('a fault %o is of the cause %s', (fault, cause) => { expect(causeOf(fault)).toBe(cause) })
