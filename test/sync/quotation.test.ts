import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { type Command } from '../../orders/command'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { openWorld, type World } from './world'

describe('a CRM beside the other systems', () => {
  let world: World
  beforeEach(async () => { world = await openWorld({ sales: true }) })

  const deal = async (change: Record<string, unknown> = {}): Promise<string> => {
    const { id } = await world.operate('crm', 'deal', { account: 'NORDBAU', currency: 'EUR', poNumber: 'PO-1', wantedOn: '2026-03-09', deliverTo: 'Lager 2', positions: [{ product: 'A-1', qty: '10', uom: 'C62', unitPrice: '12.50' }], ...change }) as { id: string }
    return id
  }
  const quoted = async (change: Record<string, unknown> = {}): Promise<string> => {
    const id = await deal(change)
    await world.operate('crm', 'quote', { deal: id })
    return id
  }
  const stage = async (id: string) => {
    const row = (await world.rows('crm', 'deal')).find((one) => one.id === id)!
    return [row.status, (JSON.parse(String(row.body)) as { order?: { orderNumber?: string; outcome: string } }).order]
  }
  const sent = () => drain(world.context, { patienceMs: 3000 })
  const command = (id: string, wish: Command) => submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })

  test('what is quoted there becomes an order with its number and prices, once however often it is polled, and is told once what it is called here (R-INT-09)', async () => {
    await deal({ poNumber: 'PO-DRAFT' })
    const id = await quoted()
    await follow(world.context)
    const order = await world.order('PO-1')
    expect(order).toMatchObject({ channel: 'crm', quotation: id, status: 'toShip', lines: [{ item: 'A-1', quantity: '10', price: { amount: '12.50' } }] })
    expect(await arrivals.list(world.store)).toMatchObject([{ channel: 'crm', transportId: `quotation/${id}`, outcome: 'order' }])
    expect(await sent()).toMatchObject({ done: 4 })
    expect(await stage(id)).toEqual(['won', { orderId: order.id, orderNumber: order.number, outcome: 'accepted' }])
    expect(await links.byOurs(world.store, 'OC', 'crm', 'quotation', `${order.id}/${id}`)).toMatchObject({ theirId: id, state: 'accepted' })
    for (let poll = 0; poll < 2; poll++) expect(await follow(world.context)).toMatchObject({ applied: 0, refused: 0 })
    expect(await arrivals.list(world.store)).toHaveLength(1)
    expect(await sent()).toMatchObject({ claimed: 0 })
    expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0 })
  })

  test('a cancelled, a rejected and a never accepted order each end their deal (R-CAN-06)', async () => {
    const [first, second, third] = [await quoted(), await quoted({ poNumber: 'PO-2', wantedOn: undefined }), await quoted({ poNumber: 'PO-3' })]
    await follow(world.context)
    const waiting = await world.order('PO-3')
    // before it was told anything
    expect(await command(waiting.id, { type: 'cancel', reason: 'not needed' })).toMatchObject({ outcome: 'accepted' })
    await sent()
    expect(await stage(third)).toMatchObject(['lost', { outcome: 'cancelled' }])
    expect(await command((await world.order('PO-2')).id, { type: 'reject', reason: 'no date' })).toMatchObject({ outcome: 'accepted' })
    expect(await command((await world.order('PO-1')).id, { type: 'cancel', reason: 'not needed' })).toMatchObject({ outcome: 'accepted' })
    await sent()
    expect([await stage(first), await stage(second)]).toMatchObject([['lost', { outcome: 'cancelled' }], ['lost', { outcome: 'rejected' }]])
    expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0 })
  })

  test('the same order by a file and by the CRM is one: the second is a duplicate, and the deal is left to a person (R-INT-07)', async () => {
    await world.take('PO-1')
    const id = await quoted()
    await follow(world.context)
    expect((await arrivals.list(world.store)).map(({ channel, outcome }) => [channel, outcome])).toEqual([['crm', 'duplicate'], ['test', 'order']])
    await sent()
    expect(await stage(id)).toEqual(['quoted', undefined])
  })

  test('a quotation of an order that nobody numbered takes its own number, and one that changes afterwards is a case', async () => {
    const id = await quoted({ poNumber: undefined })
    await follow(world.context)
    expect(await orders.byKey(world.store, 'OC', 'NORDBAU', `crm/${id}`, '', 0)).toMatchObject({ quotation: id })
    await world.operate('crm', 'price', { deal: id, unitPrice: '11.00' })
    await follow(world.context)
    await follow(world.context)
    expect((await cases.list(world.store, 'OC')).map(({ kind, system }) => [kind, system])).toEqual([['quotation-changed', 'crm']])
  })
})
