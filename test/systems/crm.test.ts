import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { connectorOf } from '../../connectors/registry'
import { type Order } from '../../orders/order'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { type Tx } from '../../store/store'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { resume } from '../../sync/receive'
import { submit } from '../../sync/submit'
import { BUYER, COMPANY } from './document'
import { openRoles, type Roles } from './roles'

const BUILD_MS = 600_000
let server: TrytonServer
let clerk: Person
let roles: Roles
beforeAll(async () => {
  server = await startTryton()
  clerk = await personOf(server)
  await clerk.limit('KRAMER', '9999999.00')
  roles = await openRoles(server, ['crm', 'wms', 'finance'])
}, BUILD_MS)
afterAll(async () => {
  await roles?.close()
  await server?.close()
})

const sent = () => drain(roles.context, { patienceMs: 1000 })
const opportunity = async (id: number) => (await clerk.rows('sale.opportunity', [['id', '=', id]], ['number', 'state', 'amount']))[0]!
const quotation = async (id: number) => (await clerk.rows('sale.sale', [['id', '=', id]], ['number', 'state', 'shipments', 'invoices']))[0]!
const notes = async (id: number) => (await clerk.rows('ir.note', [['resource', '=', `sale.sale,${id}`]], ['message'])).map(({ message }) => String(message))
const orderOf = async (reference: string): Promise<Order> => (await orders.byKey(roles.store, COMPANY, BUYER, reference, '', 0))!
const command = (id: string, wish: Parameters<typeof submit>[1]['command']) => submit(roles.as('desk'), { subject: { company: COMPANY, order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })

test('a lead, an opportunity and a draft are no orders; what is converted and quoted is one, with its number and prices (R-INT-09)', async () => {
  const { sale } = await clerk.opportunity('KRAMER', [{ item: 'DG-1250', quantity: 40, price: '0.9000' }, { item: 'FB-0616', quantity: 300, price: '0.0681' }], { until: 'converted', reference: 'PO-4711', wanted: '2026-12-18' })
  await clerk.opportunity('KRAMER', [{ item: 'DG-1250', quantity: 1 }], { until: 'opportunity' })
  expect(await follow(roles.context)).toMatchObject({ unreachable: {} })
  expect(await arrivals.list(roles.store)).toEqual([])
  await clerk.call('model.sale.sale.quote', [sale])
  await follow(roles.context)
  const order = await orderOf('PO-4711')
  const lines = await clerk.rows('sale.line', [['sale', '=', sale]], ['product.code', 'quantity', 'unit_price'])
  expect(order).toMatchObject({ channel: 'crm', quotation: (await quotation(sale)).number, buyer: BUYER, requestedDelivery: '2026-12-18', status: 'toShip', shipTo: { name: 'Kramer Fahrzeugteile KG' } })
  expect(order.lines.map(({ item, quantity, price }) => [item, Number(quantity), Number(price!.amount)])).toEqual(
    lines.map((line) => [(line['product.'] as { code: string }).code, line.quantity, Number((line.unit_price as { decimal: string }).decimal)]))
  expect(await arrivals.list(roles.store)).toMatchObject([{ channel: 'crm', outcome: 'order' }])
})

test('the CRM is told once that it is accepted: the opportunity is won, with our number, and nothing is shipped or invoiced there (R-ENT-02, R-SYS-01)', async () => {
  const order = await orderOf('PO-4711')
  expect(await sent()).toMatchObject({ done: 3, refused: 0 })
  const [link] = (await links.ofStream(roles.store, COMPANY, `order/${order.id}`)).filter(({ system }) => system === 'crm')
  expect(link).toMatchObject({ kind: 'quotation', number: order.quotation, state: 'accepted' })
  const sale = Number(link!.theirId)
  expect(await quotation(sale)).toMatchObject({ state: 'done', shipments: [], invoices: [] })
  expect(await clerk.rows('sale.opportunity', [['sales', 'in', [sale]]], ['state'])).toMatchObject([{ state: 'won' }])
  expect(await notes(sale)).toEqual([expect.stringContaining(`Order ${order.number} (${order.id}): accepted`)])
  // polled again, and told again by a second sending
  await follow(roles.context)
  const crm = connectorOf(roles.config('crm'))
  await crm.send({ kind: 'quotation', action: 'create', ourId: link!.ourId, revision: 1, key: 'k', correlation: 'c', body: { number: order.number, outcome: 'accepted' } })
  expect(await notes(sale)).toHaveLength(1)
  expect(await arrivals.list(roles.store)).toHaveLength(1)
  expect(await reconcile(roles.context, { company: COMPANY, patienceMs: 2000 })).toMatchObject({ found: 0 })
})

test('an order that is cancelled after all is told by a note, once, since what is won there stays won', async () => {
  const order = await orderOf('PO-4711')
  expect(await command(order.id, { type: 'cancel', reason: 'the buyer went elsewhere' })).toMatchObject({ outcome: 'accepted' })
  expect(await sent()).toMatchObject({ refused: 0 })
  const [link] = (await links.ofStream(roles.store, COMPANY, `order/${order.id}`)).filter(({ system }) => system === 'crm')
  expect(link).toMatchObject({ state: 'cancelled' })
  expect((await notes(Number(link!.theirId))).at(-1)).toContain(`Order ${order.number} (${order.id}): cancelled. the buyer went elsewhere`)
  await follow(roles.context)
  expect(await sent()).toMatchObject({ claimed: 0 })
})

test('without a number of the customer the quotation\'s stands for it; a rejected order loses the opportunity', async () => {
  const { id, sale } = await clerk.opportunity('KRAMER', [{ item: 'DG-1250', quantity: 5 }], { until: 'quoted' })
  await follow(roles.context)
  // without a wanted date it is held
  const order = await orderOf(`crm/${String((await quotation(sale)).number)}`)
  expect(order.status).toBe('held')
  expect(await sent()).toMatchObject({ claimed: 0 })
  expect(await command(order.id, { type: 'reject', reason: 'not to be had' })).toMatchObject({ outcome: 'accepted' })
  expect(await sent()).toMatchObject({ done: 1, refused: 0 })
  expect([(await opportunity(id)).state, (await quotation(sale)).state]).toEqual(['lost', 'cancelled'])
  expect(await notes(sale)).toEqual([`Order (${order.id}): rejected. not to be had`])
})

test('a quotation is one order, however often it is polled, at whatever commit its intake is killed, and whatever it says later (R-INT-09, R-SYS-02)', async () => {
  const { sale } = await clerk.opportunity('KRAMER', [{ item: 'DG-1250', quantity: 7 }], { until: 'quoted', reference: 'PO-KILLED', wanted: '2026-12-18' })
  for (let cut = 1; ; cut++) {
    // the process ends right after its n-th commit
    let commits = 0
    const dying = Object.assign(Object.create(roles.store) as Roles['store'], { write: async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      if (commits >= cut) throw new Killed()
      const result = await roles.store.write(work)
      commits++
      return result
    } })
    const ended = await follow({ ...roles.context, store: dying }).then(() => 'through', (error: unknown) => { if (!(error instanceof Killed)) throw error; return 'killed' })
    if (ended === 'through') { expect(cut).toBeGreaterThan(3); break }
  }
  await resume(roles.context)
  await follow(roles.context)
  const taken = (await arrivals.list(roles.store)).filter(({ transportId }) => transportId === `quotation/${sale}`)
  expect(taken).toMatchObject([{ outcome: 'order' }])
  expect((await roles.store.query<{ n: number }>("SELECT count(*) AS n FROM orders WHERE reference = 'PO-KILLED'"))[0]!.n).toBe(1)
  // set back and quoted otherwise before we have answered it
  await clerk.call('model.sale.sale.draft', [sale])
  const [line] = await clerk.rows('sale.line', [['sale', '=', sale]], ['quantity'])
  await clerk.call('model.sale.line.write', [line!.id], { quantity: 9 })
  await clerk.call('model.sale.sale.quote', [sale])
  await follow(roles.context)
  expect((await cases.list(roles.store, COMPANY, { state: 'open', kind: 'quotation-changed' })).map(({ text }) => text)).toEqual([expect.stringContaining('says something else now')])
  expect((await orderOf('PO-KILLED')).lines[0]!.quantity).toBe('7')
})

class Killed extends Error {}
