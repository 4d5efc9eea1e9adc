import { connectorOf } from '../../connectors/registry'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as outbox from '../../store/outbox'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { resend } from '../../sync/resend'
import { submit } from '../../sync/submit'
import { type Command } from '../../orders/command'
import { COMPANY } from './document'
import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { openWorld, systemConfig, type World } from './world'

const BUILD_MS = 600_000

describe('the way of an order through a real ERP', () => {
  let server: TrytonServer
  let world: World
  let clerk: Person
  beforeAll(async () => {
    server = await startTryton()
    world = await openWorld(server)
    clerk = await personOf(server)
  }, BUILD_MS)
  afterAll(async () => { await server?.close() })

  const command = async (reference: string, wish: Command): Promise<void> => {
    const { id } = await world.order(reference)
    const outcome = await submit(world.as('desk'), { subject: { company: COMPANY, order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })
    expect(outcome).toMatchObject({ outcome: 'accepted' })
  }
  const sent = () => drain(world.context, { patienceMs: 1000 })
  const openCases = async () => (await cases.list(world.store, COMPANY)).map(({ kind, text }) => `${kind}: ${text}`)

  test('an X12 850 becomes one confirmed sale with our numbers, prices and the taxes of the item (R-ENT-06, R-ENT-08)', async () => {
    const { arrival, items } = await world.take('PO-1')
    expect([arrival.outcome, items.map(({ text }) => text)]).toEqual(['order', [undefined]])
    expect(await sent()).toMatchObject({ done: 1, refused: 0 })
    const order = await world.order('PO-1')
    expect(order).toMatchObject({ status: 'toShip', number: 'SO-000001' })
    const sale = await clerk.saleOf(order.id)
    expect(sale).toMatchObject({ number: 'SO-000001', state: 'processing', shipment_state: 'waiting', untaxed_amount: { decimal: order.lineExtension } })
    const lines = await clerk.rows('sale.line', [['sale', '=', sale.id]], ['product.code', 'quantity', 'unit_price', 'taxes'])
    expect(lines.map((line) => [(line['product.'] as { code: string }).code, line.quantity, (line.taxes as number[]).length])).toEqual([['DG-1250', 2, 1], ['FB-0616', 400, 1]])
    expect(await links.ofStream(world.store, COMPANY, `order/${order.id}`)).toMatchObject([{ system: 'tryton', kind: 'order', state: 'open', theirId: String(sale.id) }])
  })

  test('a delivery in two parts, two invoices and two payments made there by a person close the order (R-EXE-10, R-INV-03, R-INV-06)', async () => {
    const { id } = await world.order('PO-1')
    await clerk.ship(id, { 'FB-0616': 150 })
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ status: 'toShip', lines: [{ shipped: '2' }, { shipped: '150' }] })
    expect((await clerk.saleOf(id)).shipments).toHaveLength(2)
    await clerk.post(id)
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ lines: [{ invoiced: '2' }, { invoiced: '150' }] })

    await clerk.ship(id)
    await clerk.post(id)
    await follow(world.context)
    const shipped = await world.order('PO-1')
    expect(shipped).toMatchObject({ status: 'shipped', lines: [{ shipped: '2', invoiced: '2' }, { shipped: '400', invoiced: '400' }] })
    const [first, second] = shipped.documents.filter((document) => document.kind === 'invoice').map((document) => document.number)
    await clerk.payByStatement(first!)
    await clerk.payByWizard(second!, '1.00')
    await follow(world.context)
    expect((await world.order('PO-1')).documents.filter((document) => document.kind === 'payment')).toHaveLength(2)
    await clerk.payByStatement(second!)
    await follow(world.context)
    const paid = await world.order('PO-1')
    expect(paid.paidAmount).toBe(paid.invoicedAmount)
    expect(paid.documents.filter((document) => document.kind === 'payment')).toHaveLength(3)
    expect((await clerk.saleOf(id))).toMatchObject({ state: 'done', shipment_state: 'sent', invoice_state: 'paid' })
    expect(await openCases()).toEqual([])
  })

  test('heard again, nothing is told twice (R-STA-03)', async () => {
    const before = await world.order('PO-1')
    expect(await follow(world.context)).toMatchObject({ applied: 0, refused: 0, changes: 0 })
    expect((await world.order('PO-1')).version).toBe(before.version)
  })

  test('a change rewrites sale, delivery and reservation, and a cancel leaves nothing to ship (R-CHG-06, R-CAN-06)', async () => {
    await world.take('PO-2', [{ item: 'DG-1250', quantity: '5' }, { item: 'GL-0709', quantity: '2', unit: 'CA', holds: 144 }])
    expect(await sent()).toMatchObject({ done: 1 })
    const { id, lines } = await world.order('PO-2')
    const { shipments } = await clerk.saleOf(id)
    await clerk.call('model.stock.shipment.out.assign_try', shipments)
    await command('PO-2', { type: 'change', reason: 'buyer called', change: { lines: [{ line: lines[0]!.id, quantity: '3' }] } })
    expect(await sent()).toMatchObject({ done: 1, refused: 0 })
    const moves = await clerk.rows('stock.move', [['origin.sale.id', '=', (await clerk.saleOf(id)).id, 'sale.line']], ['quantity', 'uom.symbol'])
    expect(moves.map((move) => [move.quantity, (move['uom.'] as { symbol: string }).symbol])).toEqual([[3, 'u'], [2, 'XCS']])
    expect(await links.ofStream(world.store, COMPANY, `order/${id}`)).toMatchObject([{ state: 'open', body: { lines: [{ quantity: '3', unit: 'EA' }, { quantity: '2', unit: 'XCS' }] } }])

    await command('PO-2', { type: 'cancel', reason: 'site closed' })
    expect(await sent()).toMatchObject({ done: 1, refused: 0 })
    expect(await links.ofStream(world.store, COMPANY, `order/${id}`)).toMatchObject([{ state: 'cancelled' }])
    // Tryton calls it done and sent: the moves tell
    const sale = await clerk.saleOf(id)
    expect(sale).toMatchObject({ state: 'done', invoice_state: 'none' })
    expect(await clerk.rows('stock.move', [['origin.sale.id', '=', sale.id, 'sale.line'], ['state', '!=', 'cancelled']], ['state'])).toEqual([])
  })

  test('an order over the credit limit is refused there, stays a quotation for a person, and goes on once the cause is gone', async () => {
    await clerk.limit('KRAMER', '10.00')
    await world.take('PO-3')
    expect(await sent()).toMatchObject({ refused: 1 })
    const { id } = await world.order('PO-3')
    expect(await clerk.saleOf(id)).toMatchObject({ state: 'quotation' })
    expect((await openCases()).join()).toMatch(/refused-there.*credit limit/)
    expect(await world.connector.find('order', id)).toBeUndefined()
    await clerk.limit('KRAMER', '50000.00')
    const [message] = await outbox.ofStream(world.store, COMPANY, `order/${id}`)
    expect(await resend(world.as('desk'), message!)).toMatchObject({ sent: true })
    expect(await sent()).toMatchObject({ done: 1 })
    expect(await clerk.saleOf(id)).toMatchObject({ state: 'processing' })
  })

  test('at night all agrees; a quantity raised there by phone and a sale copied there are found, and wait for a person (R-STA-08)', async () => {
    const night = () => reconcile(world.context, { company: COMPANY, patienceMs: 2000 })
    await world.take('PO-4')
    await sent()
    expect(await night()).toMatchObject({ found: 0, unreachable: {} })
    const [raised, copied] = [await world.order('PO-4'), await world.order('PO-3')]
    await clerk.raise(raised.id, 'DG-1250', 9)
    await clerk.call('model.sale.sale.copy', [(await clerk.saleOf(copied.id)).id])
    expect(await night()).toMatchObject({ repaired: 0, unreachable: {} })
    const found = (await cases.list(world.store, COMPANY)).map(({ kind, subject, ours, theirs }) => [subject, kind, ours, theirs])
    expect(found).toContainEqual([`order/${raised.id}`, 'quantity', '2 EA', '9 EA'])
    expect(found.map(([subject, kind]) => [subject, kind])).toContainEqual([`order/${copied.id}`, 'double'])
  })

  test('at night another price, a cancelled sale and a credited invoice are found, and a delivery that nobody told of is taken over (R-STA-08, R-INV-07)', async () => {
    for (const reference of ['PO-5', 'PO-6', 'PO-7', 'PO-8']) await world.take(reference)
    await sent()
    const [dearer, cancelled, credited, shipped] = [await world.order('PO-5'), await world.order('PO-6'), await world.order('PO-7'), await world.order('PO-8')]
    await clerk.ship(credited.id)
    await clerk.post(credited.id)
    await follow(world.context)
    const bill = (await world.order('PO-7')).documents.find((document) => document.kind === 'invoice')!

    await clerk.reprice(dearer.id, 'DG-1250', '9.9900')
    // over the connector of somebody else, who knows nothing of us
    await connectorOf(systemConfig(server)).send({ kind: 'order', action: 'cancel', ourId: cancelled.id, revision: 1, body: {}, key: 'somebody', correlation: 'somebody' })
    await clerk.credit(bill.number)
    await clerk.ship(shipped.id)
    expect(await reconcile(world.context, { company: COMPANY, patienceMs: 2000 })).toMatchObject({ unreachable: {} })
    const found = (await cases.list(world.store, COMPANY)).filter(({ state }) => state === 'open').map(({ kind, subject, theirs, detail }) => [subject, kind, (detail as { record?: string }).record, theirs])
    expect(found).toContainEqual([`order/${dearer.id}`, 'amount', 'order', expect.stringMatching(/EUR$/)])
    expect(found).toContainEqual([`order/${cancelled.id}`, 'status', 'order', 'cancelled'])
    expect(found).toContainEqual([`order/${credited.id}`, 'status', 'invoice', 'cancelled'])
    expect(await world.order('PO-8')).toMatchObject({ status: 'shipped', lines: [{ shipped: '2' }, { shipped: '400' }] })
  })

  test('after its sessions and data were put back the next call signs in anew', async () => {
    await world.connector.check()
    const started = Date.now()
    server.reset()
    expect(Date.now() - started).toBeLessThan(1000)
    await world.connector.check()
    expect(await world.connector.find('order', (await world.order('PO-1')).id)).toBeUndefined()
  })
})
