import * as cases from '../../store/cases'
import * as links from '../../store/links'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { openWorld, type World } from './world'

const night = (world: World) => reconcile(world.context, { company: 'OC', patienceMs: 4000 })
const openCases = async (world: World) => (await cases.list(world.store, 'OC', { state: 'open' })).map((c) => [c.system, c.kind, c.field, c.ours, c.theirs])

/** An order that is in all systems. */
async function taken(world: World, ...references: string[]): Promise<void> {
  for (const reference of references) await world.take(reference)
  await drain(world.context, { patienceMs: 3000 })
}

async function shippedAndInvoiced(world: World): Promise<void> {
  await world.operate('wms', 'ship')
  await follow(world.context)
  await drain(world.context, { patienceMs: 3000 })
  await follow(world.context)
}

describe('the nightly comparison of all systems (R-STA-08)', () => {
  test('where all agree, nothing is found and nothing is invented', async () => {
    const world = await openWorld()
    await taken(world, 'PO-1', 'PO-2')
    expect(await night(world)).toMatchObject({ found: 0, repaired: 0, left: 0, inFlight: 0, cases: [], unreachable: {} })
    await shippedAndInvoiced(world)
    await world.operate('wms', 'deliver')
    await world.operate('finance', 'pay')
    await follow(world.context)
    expect((await world.order('PO-1')).status).toBe('closed')
    const result = await night(world)
    expect(result).toMatchObject({ found: 0, left: 0 })
    expect(result.perSystem.map((s) => [s.system, s.kind, s.ours, s.theirs, s.agreed])).toEqual([
      ['wms', 'despatch', 2, 2, 2], ['wms', 'return', 0, 0, 0], ['finance', 'creditNote', 0, 0, 0], ['finance', 'payment', 2, 2, 2], ['finance', 'settlement', 0, 0, 0], ['finance', 'invoice', 2, 2, 2], ['erp', 'order', 2, 2, 2], ['finance', 'order', 2, 2, 2], ['wms', 'part', 2, 2, 2]])
    expect(await openCases(world)).toEqual([])
  })

  test('what both sides say it comes to is the sum of what is not cancelled, whichever order comes before or after it (R-STA-08)', async () => {
    const world = await openWorld()
    for (const [reference, quantity] of [['PO-1', '10'], ['PO-2', '20'], ['PO-3', '40']] as const) await world.take(reference, { quantity })
    await drain(world.context, { patienceMs: 3000 })
    await submit(world.as('manager'), { subject: { company: 'OC', order: (await world.order('PO-2')).id }, command: { type: 'cancel', reason: 'not needed' }, circumstance: { cause: 'command', correlation: 'c' } })
    await drain(world.context, { patienceMs: 3000 })
    expect((await world.order('PO-2')).status).toBe('cancelled')
    const { perSystem } = await night(world)
    const sum = { records: 3, amounts: { EUR: '625.00' } }
    for (const name of ['erp', 'finance']) expect(perSystem.find(({ system, kind }) => system === name && kind === 'order')?.sums).toMatchObject({ ours: sum, theirs: sum })
  })

  test('what somebody changed behind our back is found: the deleted order is sent again, the unreported payment taken over, the raised quantity left to a person', async () => {
    const world = await openWorld()
    await taken(world, 'PO-1', 'PO-2', 'PO-3')
    await shippedAndInvoiced(world)
    await taken(world, 'PO-4')
    const id = async (reference: string) => (await world.order(reference)).id
    await world.operate('erp', 'plant', { today: undefined, name: 'raised', what: 'line-quantity-raised', externalId: await id('PO-1'), with: { by: '5' } })
    await world.operate('finance', 'plant', { today: undefined, name: 'deleted', what: 'order-deleted', externalId: await id('PO-4') })
    await world.operate('finance', 'pay')
    await follow(world.context)
    await world.operate('finance', 'plant', { today: undefined, name: 'unreported', what: 'payment-unreported', reference: (await world.order('PO-2')).number })
    const result = await night(world)
    expect(result).toMatchObject({ found: 3, repaired: 2, left: 1, cases: [expect.any(String)] })
    expect(await openCases(world)).toEqual([['erp', 'quantity', 'order line 1', '10 C62', '15 C62']])
    expect((await cases.byId(world.store, result.cases[0]!))!.text).toContain('Their total is 187.5')
    expect((await world.order('PO-2')).paidAmount).toBe('250')
    expect((await links.byOurs(world.store, 'OC', 'finance', 'order', await id('PO-4')))!.theirId).toBe('OC-000005')
    expect(result.perSystem.find((s) => s.system === 'finance' && s.kind === 'order')).toMatchObject({ ours: 4, theirs: 3, agreed: 3, differences: 1 })
    // the sums: the systems' own figures beside ours, what was repaired as it is now
    const sums = (system: string, kind: string) => result.perSystem.find((s) => s.system === system && s.kind === kind)!.sums
    expect(sums('erp', 'order')).toEqual({ ours: { records: 4, amounts: { EUR: '500.00' } }, theirs: { records: 4, amounts: { EUR: '562.50' } }, foreign: { records: 0, amounts: {} } })
    expect(sums('finance', 'order')).toMatchObject({ ours: { records: 4, amounts: { EUR: '500.00' } }, theirs: { records: 4, amounts: { EUR: '500.00' } } })
    // the link holds what was read, and the case stays
    expect(await links.byOurs(world.store, 'OC', 'erp', 'order', await id('PO-1'))).toMatchObject({ amount: '187.50' })

    // a second night finds the same one, and opens no second case
    world.clock.at = new Date('2026-03-03T01:00:00.000Z')
    expect(await night(world)).toMatchObject({ found: 1, repaired: 0, left: 1, cases: result.cases })
    expect(await cases.byId(world.store, result.cases[0]!)).toMatchObject({ firstSeen: '2026-03-02T08:00:00.000Z', lastSeen: '2026-03-03T01:00:00.000Z' })
  })

  test('a difference that is gone closes its case', async () => {
    const world = await openWorld()
    await taken(world, 'PO-1')
    const { id } = await world.order('PO-1')
    await world.operate('erp', 'plant', { today: undefined, name: 'up', what: 'line-quantity-raised', externalId: id, with: { by: '5' } })
    const [opened] = (await night(world)).cases
    // the buyer wanted fifteen: the order is changed formally
    await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'change', reason: 'asked', change: { lines: [{ line: '1', quantity: '15' }] } }, circumstance: { cause: 'command', correlation: id } })
    expect(await night(world)).toMatchObject({ found: 0, inFlight: 2 })
    expect(await cases.byId(world.store, opened!)).toMatchObject({ state: 'open' })
    await drain(world.context, { patienceMs: 3000 })
    expect(await night(world)).toMatchObject({ found: 0, agreedAgain: 1 })
    expect(await cases.byId(world.store, opened!)).toMatchObject({ state: 'closed', result: 'agreed again' })
  })
})
