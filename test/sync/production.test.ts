import * as cases from '../../store/cases'
import * as links from '../../store/links'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { type Command } from '../../orders/command'
import { openWorld, type World } from './world'

describe('a shop floor beside the other systems', () => {
  let world: World
  beforeEach(async () => { world = await openWorld({ shopFloor: true }) })

  const ordered = async (reference: string) => {
    await world.take(reference, { item: 'A-2', quantity: '200', price: '0.08' })
    await drain(world.context, { patienceMs: 3000 })
    return world.order(reference)
  }
  const productions = async () => (await world.rows('mes', 'production')).map((row) => [row.external_id, row.status, (JSON.parse(String(row.body)) as { quantity: string }).quantity])
  const command = async (reference: string, wish: Command) => {
    const { id } = await world.order(reference)
    return submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })
  }
  const plant = (what: string, externalId?: string, values: Record<string, string> = {}) => world.operate('mes', 'plant', { today: undefined, name: what, what, externalId, with: values })
  const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })

  test('is asked once for what is made to order, and the order follows it: awaiting production, in production by halves, ready to ship (R-ROU-02, R-EXE-01)', async () => {
    const { id, status } = await ordered('PO-1')
    expect(status).toBe('awaitingProduction')
    expect(await productions()).toEqual([[`${id}/line/1`, 'requested', '200']])
    expect(await links.byOurs(world.store, 'OC', 'mes', 'production', `${id}/line/1`)).toMatchObject({ theirId: 'PO-000001', state: 'requested' })
    const seen: string[] = []
    for (const step of [['begin', {}], ['report', { quantity: '100' }], ['report', {}]] as const) {
      await world.operate('mes', step[0], step[1])
      await follow(world.context)
      const order = await world.order('PO-1')
      seen.push(`${order.status} ${order.lines[0]!.production!.made}`)
    }
    expect(seen).toEqual(['inProduction 0', 'inProduction 100', 'toShip 200'])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('takes a change and a cancel before it is begun, and neither of them overtakes the request of another line', async () => {
    const { id } = await ordered('PO-2')
    expect(await command('PO-2', { type: 'change', reason: 'more', change: { lines: [{ line: '1', quantity: '300' }] } })).toMatchObject({ outcome: 'accepted' })
    // the new line's request waits when the next change comes
    expect(await command('PO-2', { type: 'change', reason: 'more', change: { added: [{ id: '2', item: 'A-2', quantity: '50', unit: 'C62', price: { amount: '0.08' } }] } })).toMatchObject({ outcome: 'accepted' })
    expect(await command('PO-2', { type: 'change', reason: 'less', change: { lines: [{ line: '1', quantity: '250' }] } })).toMatchObject({ outcome: 'accepted' })
    await drain(world.context, { patienceMs: 3000 })
    expect((await productions()).sort()).toEqual([[`${id}/line/1`, 'requested', '250'], [`${id}/line/2`, 'requested', '50']])
    expect(await command('PO-2', { type: 'cancel', reason: 'not needed' })).toMatchObject({ outcome: 'accepted' })
    await drain(world.context, { patienceMs: 3000 })
    expect((await productions()).map(([, status]) => status)).toEqual(['cancelled', 'cancelled'])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('that has begun before we heard of it refuses the cancel, and a person sees it; what is made is heard (R-CAN-03)', async () => {
    await ordered('PO-3')
    await world.operate('mes', 'begin')
    expect(await command('PO-3', { type: 'cancel', reason: 'not needed' })).toMatchObject({ outcome: 'accepted' })
    await drain(world.context, { patienceMs: 3000 })
    await follow(world.context)
    expect((await cases.list(world.store, 'OC')).map(({ kind, system, field }) => `${system} ${kind} ${field}`)).toEqual(['mes cancel-refused production cancel'])
    expect(await world.order('PO-3')).toMatchObject({ status: 'cancelPending', lines: [{ production: { stage: 'running' } }] })
    expect(await command('PO-3', { type: 'cancel', reason: 'not needed' })).toMatchObject({ outcome: 'accepted', changed: false })
  })

  test.each([
    ['another quantity', 'quantity-edited', { quantity: '150' }, ['quantity', '200 C62', '150 C62']],
    ['no production any more', 'status-set', { status: 'cancelled' }, ['status', 'awaiting', 'cancelled']],
  ])('has %s behind our back: the night finds it for a person (R-STA-08)', async (_what, what, values: Record<string, string>, difference) => {
    await ordered('PO-4')
    await plant(what, undefined, values)
    expect(await night()).toMatchObject({ found: 1, left: 1 })
    expect((await cases.list(world.store, 'OC')).map(({ kind, ours, theirs }) => [kind, ours, theirs])).toEqual([difference])
  })

  test('that finished while nobody listened is taken over in the night; it is asked again for what it has lost', async () => {
    const { id } = await ordered('PO-5')
    await plant('silently-made')
    expect(await night()).toMatchObject({ left: 0 })
    expect((await world.order('PO-5')).status).toBe('toShip')
    const other = await ordered('PO-6')
    await plant('order-deleted', `${other.id}/line/1`)
    expect(await night()).toMatchObject({ found: 1, repaired: 1 })
    expect((await productions()).map(([ourId]) => ourId).sort()).toEqual([`${id}/line/1`, `${other.id}/line/1`].sort())
  })
})
