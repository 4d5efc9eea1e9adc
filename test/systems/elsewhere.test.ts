import { type Connector, type Outgoing } from '../../connectors/connector'
import { connectorOf } from '../../connectors/registry'
import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { systemConfig } from './world'

const BUILD_MS = 600_000
const idOf = (no: number): string => `01a22046-229f-7245-8e38-${String(no).padStart(12, '0')}`
const today = new Date().toISOString().slice(0, 10)

describe('a real ERP that somebody else has set up', () => {
  let server: TrytonServer
  let admin: Person
  let clerk: Person
  beforeAll(async () => {
    server = await startTryton()
    admin = await personOf(server, 'admin')
    clerk = await personOf(server)
  }, BUILD_MS)
  afterAll(async () => { await server?.close() })

  const connector = (options: Record<string, unknown> = {}, user = 'connector', password = server.access.users.connector): Connector => {
    const config = systemConfig(server)
    return connectorOf({ ...config, secret: JSON.stringify({ user, password }), options: { ...config.options, ...options } })
  }
  const create = (to: Connector, no: number, more: Record<string, unknown> = {}) => send(to, no, 'create', more)
  const send = (to: Connector, no: number, action: Outgoing['action'], more: Record<string, unknown> = {}) => to.send({
    kind: 'order', action, ourId: idOf(no), revision: 1, key: 'k', correlation: 'c',
    body: { number: `SO-9${no}`, reference: `PO-9${no}`, buyer: 'KRAMER', currency: 'EUR', issuedOn: today, requestedDelivery: today, lines: [{ id: '10', item: 'DG-1250', quantity: '2', unit: 'EA', price: { amount: '5.00' } }], ...more },
  })
  const every = async (from: Connector, kind: 'invoice' | 'payment' | 'despatch') => {
    const found = []
    for await (const remote of from.list(kind, {}).rows) if (remote.body?.order !== undefined) found.push(remote)
    return found
  }

  test('in another currency than the company\'s an order, its invoice and its payment are told in that of the order (R-ENT-08, R-INV-06)', async () => {
    const erp = connector()
    expect(await create(erp, 1, { currency: 'USD' })).toMatchObject({ state: 'open', currency: 'USD', amount: '10' })
    await clerk.ship(idOf(1))
    await clerk.post(idOf(1))
    const [invoice] = await every(erp, 'invoice')
    expect(invoice).toMatchObject({ currency: 'USD', amount: '12', body: { net: '10', tax: '2' } })
    await clerk.payByWizard(invoice!.number!, '4.00')
    expect(await every(erp, 'payment')).toMatchObject([{ currency: 'USD', amount: '4', body: { invoice: invoice!.number } }])
  })

  test('where the company\'s day is another than ours an order is made, changed and shipped, each on our day', async () => {
    const no = 2
    // ahead of UTC's day from ten o'clock on, or behind it until eleven
    const timezone = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago'
    const [own] = await admin.rows('company.company', [], ['party'])
    await admin.call('model.company.company.write', [own!.id], { timezone })
    const erp = connector()
    await create(erp, no)
    expect(await send(erp, no, 'change', { lines: [{ id: '10', item: 'DG-1250', quantity: '3', unit: 'EA', price: { amount: '5.00' } }] })).toMatchObject({ state: 'open', amount: '15' })
    const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)
    for (const [despatch, quantity, shippedOn] of [['D-1', '2', today], ['D-2', '1', tomorrow]] as const) {
      const body = { order: idOf(no), number: `SO-9${no}`, despatch, shippedOn, lines: [{ line: '10', quantity }] }
      expect(await erp.send({ kind: 'despatch', action: 'create', ourId: `${idOf(no)}/wms/${despatch}`, revision: 1, key: 'k', correlation: 'c', body })).toMatchObject({ state: 'shipped', lines: [{ id: '10', quantity }], body: { shippedOn } })
    }
    await admin.call('model.company.company.write', [own!.id], { timezone: null })
  })

  test('a delivery in pieces of an order in cases, half a case short, is told in cases, and leaves the sale there (R-EXE-10)', async () => {
    const erp = connector()
    await create(erp, 3, { lines: [{ id: '10', item: 'GL-0709', quantity: '2', unit: 'XCS', price: { amount: '144.00' } }] })
    const shipment = ((await clerk.saleOf(idOf(3))).shipments as number[])[0]!
    const [piece] = await clerk.rows('product.product', [['code', '=', 'GL-0709']], ['default_uom'])
    const [picked] = await clerk.rows('stock.move', [['shipment', '=', `stock.shipment.out,${shipment}`], ['to_location.type', '!=', 'customer']], ['uom'])
    await clerk.call('model.stock.move.write', [picked!.id], { quantity: 216, uom: piece!.default_uom })
    for (const button of ['assign_try', 'pick', 'pack', 'done']) await clerk.call(`model.stock.shipment.out.${button}`, [shipment])
    expect((await every(erp, 'despatch')).filter(({ body }) => body!.order === idOf(3))).toMatchObject([{ lines: [{ id: '10', quantity: '1.5', unit: 'XCS' }] }])
    // it makes no delivery of less than one, and calls the sale sent
    expect(await erp.find('order', idOf(3))).toMatchObject({ state: 'delivered', body: { shipment: 'sent', delivered: [{ quantity: '1.5' }] } })
  })

  test('a user of the sales department alone is refused before the first order, with the groups that it needs', async () => {
    const groups = await admin.rows('res.group', [['name', 'in', ['Sales', 'Sales Administrator', 'Stock', 'Account', 'Sale Amendment']]], ['name'])
    const [own] = await admin.rows('company.company', [], ['party'])
    const password = 'Kq7-vlumpX3-drohG'
    const [user] = await admin.call<number[]>('model.res.user.create', [{ name: 'seller', login: 'seller', password, companies: [['add', [own!.id]]], company: own!.id, groups: [['add', groups.filter(({ name }) => name === 'Sales').map(({ id }) => id)]] }])
    const erp = connector({ follows: ['order'] }, 'seller', password)
    await expect(connector({}, 'seller', password).check()).rejects.toThrow('account.move.line cannot be read: activate its module there, and give the user the right to it')
    await expect(erp.check()).rejects.toThrow(/may not press "process" of sale\.sale, "validate_amendment" of sale\.amendment, .*: give it the groups "Sales Administrator", "Sale Amendment", "Stock", "Account" there/)
    // with the right to the delivery, and none to the sale, a cancel leaves both as they were
    await admin.call('model.res.user.write', [user], { groups: [['add', groups.filter(({ name }) => name === 'Stock').map(({ id }) => id)]] })
    await create(erp, 4)
    await expect(send(erp, 4, 'cancel')).rejects.toThrow('"process on "sale.sale" is not allowed')
    expect(await erp.find('order', idOf(4))).toMatchObject({ state: 'open' })
    expect(await clerk.saleOf(idOf(4))).toMatchObject({ shipment_state: 'waiting' })
    await admin.call('model.res.user.write', [user], { groups: [['add', groups.map(({ id }) => id)]] })
    await erp.check()
    expect(await send(erp, 4, 'cancel')).toMatchObject({ state: 'cancelled' })
  })

  test('of several companies ours must be named; where its user is moved to another, nothing is made twice (R-ENT-08)', async () => {
    const [own] = await admin.rows('company.company', [], ['currency'])
    const [user] = await admin.rows('res.user', [['login', '=', 'connector']], ['company'])
    const erp = connector({ company: 'TORNVIK' })
    await create(erp, 5)
    const [party] = await admin.call<number[]>('model.party.party.create', [{ name: 'Tornvik Handel AG', code: 'HANDEL' }])
    const [other] = await admin.call<number[]>('model.company.company.create', [{ party, currency: own!.currency }])
    await expect(connector().check()).rejects.toThrow('holds several companies (Tornvik Industriebedarf GmbH, Tornvik Handel AG): name ours in options.company')
    await expect(connector({ company: 'NOBODY' }).check()).rejects.toThrow('has no company NOBODY, but Tornvik Industriebedarf GmbH, Tornvik Handel AG: correct options.company')
    await erp.check()
    await admin.call('model.res.user.write', [user!.id], { companies: [['add', [other]]], company: other })
    // what was asked before is kept for minutes: Tryton itself lets none in for a company that is not the user's
    await expect(create(erp, 5)).rejects.toThrow('User in companies')
    await expect(erp.check()).rejects.toThrow('shows its user another company than TORNVIK: choose that one as his current company there')
    for (const no of [5, 6]) await expect(create(connector({ company: 'Tornvik Industriebedarf GmbH' }), no)).rejects.toThrow('shows its user another company')
    await admin.call('model.res.user.write', [user!.id], { company: own!.id, company_filter: 'all' })
    await expect(erp.check()).rejects.toThrow('set the company filter of its user to "Current" there')
    await admin.call('model.res.user.write', [user!.id], { company_filter: 'one' })
    await erp.check()
    await create(erp, 5)
    expect((await clerk.rows('sale.sale', [['reference', 'in', [idOf(5), idOf(6)]]], ['reference'])).map(({ reference }) => reference)).toEqual([idOf(5)])
  })
})
