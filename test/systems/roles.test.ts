import axios from 'axios'
import { readFileSync } from 'node:fs'
import { type Connector, type Kind, type Outgoing, type Remote } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { connectorOf } from '../../connectors/registry'
import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { type Command } from '../../orders/command'
import { round, sum } from '../../orders/decimal'
import { lineExtension } from '../../orders/money'
import { type Order } from '../../orders/order'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { dateIn } from '../../sync/zone'
import { COMPANY } from './document'
import { openRoles, roleConfig, type Roles } from './roles'

const BUILD_MS = 600_000
let server: TrytonServer
let clerk: Person
beforeAll(async () => {
  server = await startTryton()
  clerk = await personOf(server)
}, BUILD_MS)
afterAll(async () => { await server?.close() })

const net = (order: Order, shipped: Record<string, string>): string => round(sum(order.lines.map((line) => lineExtension(shipped[line.id] ?? '0', line.price!, order.currency!))), 2)
const deliveriesOf = (reference: string) => clerk.rows('stock.shipment.out', [['reference', '=', reference]], ['number', 'state', 'customer.code', 'planned_date'])

describe('Tryton as the warehouse and as finance of an order, without a sale', () => {
  let roles: Roles
  let order: Order
  beforeAll(async () => { roles = await openRoles(server) }, BUILD_MS)
  afterAll(async () => { await roles?.close() })

  const sent = () => drain(roles.context, { patienceMs: 1000 })
  const linked = async (id: string) => (await links.ofStream(roles.context.store, COMPANY, `order/${id}`)).map(({ system, kind, state }) => `${system} ${kind} ${state}`).sort()
  const command = async (subject: string, wish: Command): Promise<void> => {
    const outcome = await submit(roles.as('desk'), { subject: { company: COMPANY, order: subject }, command: wish, circumstance: { cause: 'command', correlation: subject } })
    expect(outcome).toMatchObject({ outcome: 'accepted' })
  }
  const openCases = async () => (await cases.list(roles.context.store, COMPANY)).map(({ kind, system, ours, theirs }) => [system, kind, ours, theirs])
  const invoices = () => clerk.rows('account.invoice', [['reference', 'like', `${order.id}/%`]], ['number', 'reference', 'state', 'untaxed_amount', 'description'])

  test('the warehouse gets a delivery of its own with its goods reserved, finance a quotation that is neither shipped nor invoiced (R-ENT-06)', async () => {
    order = await roles.take('R-1')
    expect(order.status).toBe('toShip')
    expect(await sent()).toMatchObject({ done: 2, refused: 0 })
    expect(await deliveriesOf(`${order.id}/1`)).toMatchObject([{ 'state': 'assigned', 'customer.': { code: 'KRAMER' } }])
    expect(await clerk.saleOf(order.id)).toMatchObject({ state: 'quotation', number: 'SO-000001', shipments: [], invoices: [], untaxed_amount: { decimal: order.lineExtension } })
    expect(await linked(order.id)).toEqual(['finance order committed', 'wms part released'])
  })

  test('what the warehouse ships in two deliveries is followed, each is invoiced by us in finance, and paid there by bank statement (R-EXE-10, R-INV-03, R-INV-06)', async () => {
    await clerk.shipPart(`${order.id}/1`, { 'FB-0616': 150 })
    await follow(roles.context)
    expect(await roles.order('R-1')).toMatchObject({ status: 'toShip', lines: [{ shipped: '2' }, { shipped: '150' }] })
    expect(await sent()).toMatchObject({ done: 1, refused: 0 })
    expect(await invoices()).toMatchObject([{ state: 'posted', untaxed_amount: { decimal: net(order, { 10: '2', 20: '150' }) } }])

    // the rest: a warehouse duplicates the delivery, and its reference with it
    const [first] = await deliveriesOf(`${order.id}/1`)
    const [rest] = await clerk.call<number[]>('model.stock.shipment.out.copy', [first!.id])
    const moves = await clerk.rows('stock.move', [['shipment', '=', `stock.shipment.out,${rest}`]], ['product.code', 'to_location.type'])
    for (const move of moves) {
      if ((move['product.'] as { code: string }).code === 'FB-0616') await clerk.call('model.stock.move.write', [move.id], { quantity: 250 })
      else await clerk.call('model.stock.move.delete', [move.id])
    }
    await clerk.call('model.stock.shipment.out.wait', [rest])
    await clerk.shipPart(`${order.id}/1`)
    await follow(roles.context)
    expect(await sent()).toMatchObject({ done: 1, refused: 0 })
    await follow(roles.context)
    const shipped = await roles.order('R-1')
    expect(shipped).toMatchObject({ status: 'shipped', lines: [{ shipped: '2', invoiced: '2' }, { shipped: '400', invoiced: '400' }] })
    for (const { number } of await invoices()) await clerk.payByStatement(String(number))
    await follow(roles.context)
    const paid = await roles.order('R-1')
    expect(paid.documents.map(({ kind }) => kind).sort()).toEqual(['despatch', 'despatch', 'invoice', 'invoice', 'payment', 'payment'])
    expect(paid.paidAmount).toBe(paid.invoicedAmount)
    expect((await invoices()).map(({ state }) => state)).toEqual(['paid', 'paid'])
    expect(await openCases()).toEqual([])
  })

  test('heard again, nothing is told twice; a return that names the delivery shows on the part', async () => {
    expect(await follow(roles.context)).toMatchObject({ applied: 0, refused: 0, changes: 0 })
    const [delivery] = await deliveriesOf(`${order.id}/1`)
    await takeBack(String(delivery!.number), 'DG-1250', 1)
    await clerk.call('model.stock.shipment.out.write', [delivery!.id], { planned_date: delivery!.planned_date })
    await follow(roles.context)
    const part = (await links.ofStream(roles.context.store, COMPANY, `order/${order.id}`)).find(({ kind }) => kind === 'part')
    expect(part).toMatchObject({ state: 'shipped', body: { returned: [{ line: '10', quantity: '1' }, { line: '20', quantity: '0' }] } })
  })

  test('a change rewrites delivery and quotation, and a cancel ends both (R-CHG-06, R-CAN-06)', async () => {
    const { id } = await roles.take('R-2', [{ item: 'DG-1250', quantity: '5' }, { item: 'GL-0709', quantity: '2', unit: 'CA', holds: 144 }])
    await sent()
    await command(id, { type: 'change', reason: 'buyer called', change: { lines: [{ line: '10', quantity: '3' }] } })
    expect(await sent()).toMatchObject({ done: 2, refused: 0 })
    const [delivery] = await deliveriesOf(`${id}/1`)
    expect(delivery).toMatchObject({ state: 'assigned' })
    const moves = await clerk.rows('stock.move', [['shipment', '=', `stock.shipment.out,${delivery!.id}`], ['to_location.type', '=', 'customer']], ['quantity', 'uom.symbol'])
    expect(moves.map((move) => [move.quantity, (move['uom.'] as { symbol: string }).symbol])).toEqual([[3, 'u'], [288, 'PR']])
    expect(await clerk.saleOf(id)).toMatchObject({ state: 'quotation', untaxed_amount: { decimal: (await roles.order('R-2')).lineExtension } })
    await command(id, { type: 'cancel', reason: 'site closed' })
    expect(await sent()).toMatchObject({ done: 2, refused: 0 })
    expect(await linked(id)).toEqual(['finance order withdrawn', 'wms part cancelled'])
    expect(await deliveriesOf(`${id}/1`)).toMatchObject([{ state: 'cancelled' }])
    expect(await clerk.saleOf(id)).toMatchObject({ state: 'cancelled' })
  })

  test('what is picked takes no change: the refusal waits for a person (R-CHG-06)', async () => {
    const { id } = await roles.take('R-3')
    await sent()
    const [delivery] = await deliveriesOf(`${id}/1`)
    await clerk.call('model.stock.shipment.out.pick', [delivery!.id])
    await command(id, { type: 'change', reason: 'buyer called', change: { lines: [{ line: '10', quantity: '3' }] } })
    expect(await sent()).toMatchObject({ done: 1, refused: 1 })
    expect((await cases.list(roles.context.store, COMPANY)).map(({ text }) => text).join()).toMatch(/is picked there: what is being picked takes no change/)
  })

  test('at night quantities that were changed in the warehouse and in finance are found (R-STA-08)', async () => {
    const night = () => reconcile(roles.context, { company: COMPANY, patienceMs: 2000 })
    const { id } = await roles.take('R-4')
    await sent()
    const [delivery] = await deliveriesOf(`${id}/1`)
    for (const button of ['wait', 'draft']) await clerk.call(`model.stock.shipment.out.${button}`, [delivery!.id])
    const [move] = await clerk.rows('stock.move', [['shipment', '=', `stock.shipment.out,${delivery!.id}`], ['product.code', '=', 'DG-1250']], ['quantity'])
    await clerk.call('model.stock.move.write', [move!.id], { quantity: 9 })
    await clerk.call('model.stock.shipment.out.wait', [delivery!.id])
    const sale = await clerk.saleOf(id)
    await clerk.call('model.sale.sale.draft', [sale.id])
    const [line] = await clerk.rows('sale.line', [['sale', '=', sale.id], ['product.code', '=', 'FB-0616']], ['quantity'])
    await clerk.call('model.sale.line.write', [line!.id], { quantity: 401 })
    await clerk.call('model.sale.sale.quote', [sale.id])
    expect(await night()).toMatchObject({ unreachable: {} })
    expect(await openCases()).toEqual(expect.arrayContaining([['wms', 'quantity', '2 EA', '9 C62'], ['finance', 'quantity', '400 EA', '401 EA']]))
  })

  /** A return of goods, received and put away. */
  async function takeBack(reference: string, item: string, quantity: number): Promise<void> {
    const [party] = await clerk.rows('party.party', [['code', '=', 'KRAMER']], ['addresses', 'customer_location'])
    const [place] = await clerk.rows('stock.location', [['type', '=', 'warehouse']], ['input_location'])
    const [product] = await clerk.rows('product.product', [['code', '=', item]], ['default_uom'])
    const [currency] = await clerk.rows('currency.currency', [['code', '=', 'EUR']], ['code'])
    const [back] = await clerk.call<number[]>('model.stock.shipment.out.return.create', [{
      reference, customer: party!.id, delivery_address: (party!.addresses as number[])[0], warehouse: place!.id,
      incoming_moves: [['create', [{ product: product!.id, uom: product!.default_uom, quantity, from_location: party!.customer_location, to_location: place!.input_location, unit_price: { __class__: 'Decimal', decimal: '1' }, currency: currency!.id }]]],
    }])
    for (const button of ['receive', 'done']) await clerk.call(`model.stock.shipment.out.return.${button}`, [back])
  }
})

describe('each role takes a message once, wherever it is broken off', () => {
  const ORDER = 'a0a0a0a0-0000-7000-8000-00000000000'
  const lines = [{ id: '10', item: 'DG-1250', quantity: '2', unit: 'EA', price: { amount: '1.08' } }, { id: '20', item: 'FB-0616', quantity: '100', unit: 'EA', price: { amount: '5.77', base: '100' } }]
  const orderBody = (number: string) => ({ number, reference: `PO ${number}`, buyer: 'KRAMER', currency: 'EUR', issuedOn: '2026-11-20', lines, payable: '7.93' })
  const message = (kind: Outgoing['kind'], ourId: string, body: unknown, action: Outgoing['action'] = 'create'): Outgoing => ({ kind, action, ourId, revision: 1, body, key: `${kind}/${ourId}/${action}`, correlation: ourId })
  const part = (n: number) => message('part', `${ORDER}${n}/1`, { number: `T-${n}`, part: 1, buyer: 'KRAMER', lines: lines.map(({ price: _price, ...line }) => line) })
  const commitment = (n: number) => message('order', `${ORDER}${n}`, orderBody(`T-${n}`))
  const invoice = (n: number) => message('invoice', `${ORDER}${n}/wms/SHP-${n}`, {
    order: `${ORDER}${n}`, number: `T-${n}`, despatch: `SHP-${n}`, buyer: 'KRAMER', currency: 'EUR', issuedOn: dateIn('Europe/Berlin', new Date()), paymentTerms: 'NET30', payable: '7.93',
    lines: [{ line: '10', item: 'DG-1250', quantity: '2', price: { amount: '1.08' }, amount: '2.16' }, { line: '20', item: 'FB-0616', quantity: '100', price: { amount: '5.77', base: '100' }, amount: '5.77' }],
  })
  let wms: Connector
  let finance: Connector
  beforeAll(() => {
    wms = connectorOf(roleConfig(server, 'wms'))
    finance = connectorOf(roleConfig(server, 'finance'))
  })

  const count = async (model: string, reference: string): Promise<number> => (await clerk.rows(model, [['reference', '=', reference]], ['reference'])).length

  test('its user may do what its role asks for', async () => {
    await wms.check()
    await finance.check()
    await expect(wms.find('part', `${ORDER}9/1`)).resolves.toBeUndefined()
    await expect(finance.find('invoice', `${ORDER}9/wms/SHP-9`)).resolves.toBeUndefined()
  })

  test.each([
    ['a delivery', () => wms, part(1), 'stock.shipment.out'],
    ['a commitment', () => finance, commitment(1), 'sale.sale'],
    ['an invoice', () => finance, invoice(1), 'account.invoice'],
  ])('%s whose every answer to a write is lost is there once, and found before another is made', async (_what, connector, wanted, model) => {
    const cuts = await throughLostAnswers(() => connector().send(wanted))
    expect(cuts).toBeGreaterThanOrEqual(2)
    const found = await connector().find(wanted.kind, wanted.ourId)
    expect(found).toMatchObject({ kind: wanted.kind, ourId: wanted.ourId })
    // sent once more, as after a time-out
    expect(await connector().send(wanted)).toMatchObject({ theirId: found!.theirId })
    expect(await count(model, wanted.ourId)).toBe(1)
  })

  test('a posted invoice is taken back by one credit note, however often it is asked for', async () => {
    const cancel = message('invoice', invoice(1).ourId, {}, 'cancel')
    const before = (await clerk.rows('account.invoice', [['untaxed_amount', '=', { __class__: 'Decimal', decimal: '-7.93' }]], ['number'])).length
    await throughLostAnswers(() => finance.send(cancel))
    expect(await finance.send(cancel)).toMatchObject({ state: 'cancelled' })
    expect((await clerk.rows('account.invoice', [['untaxed_amount', '=', { __class__: 'Decimal', decimal: '-7.93' }]], ['number'])).length).toBe(before + 1)
  })

  test('its customers, items, prices, stock and credit are copied in our words, a price of a list with dates with its days (R-REV-08)', async () => {
    const copies = async (connector: Connector, kind: Kind): Promise<Map<string, Remote>> => {
      const rows = new Map<string, Remote>()
      for await (const row of connector.list(kind, {}).rows) rows.set(row.theirId, row)
      return rows
    }
    const kramer = (await copies(finance, 'customer')).get('KRAMER')!
    expect(kramer).toMatchObject({ state: 'active', body: { name: 'Kramer Fahrzeugteile KG', paymentTerms: '2% 10, net 30' } })
    expect((await copies(finance, 'item')).get('GL-0709')).toMatchObject({ body: { unit: 'PR', units: { PR: '1', XCS: '144' }, cost: '0.78', standardItem: '2071430001989' } })
    const entries = (await copies(finance, 'price')).get(`${String(kramer.body!['priceList'])}/TD-1800`)!.body!['entries'] as Record<string, unknown>[]
    expect(entries.map(({ from, amount, currency, validFrom, validTo }) => [from, Number(amount), currency, validFrom, validTo]).sort()).toEqual(
      (JSON.parse(readFileSync('examples/company/seed/erp.json', 'utf8')) as { prices: Record<string, string>[] }).prices.filter(({ priceList, material }) => priceList === 'DE-2' && material === 'TD-1800')
        .map(({ fromQuantity, netPrice, currency, validFrom, validTo }) => [fromQuantity, Number(netPrice), currency, validFrom, validTo]).sort())
    expect((await copies(finance, 'receivable')).get('OSTSEE')).toMatchObject({ body: { currency: 'EUR', limit: '5000', theirs: '1250' } })
    expect((await copies(wms, 'stock')).get('AD-2500')).toMatchObject({ body: { unit: 'KGM', onHand: '12.5', theirs: '0' } })
  })

  test('what Tryton cannot hold is refused with the line, and nothing is left there', async () => {
    const strange = message('part', `${ORDER}2/1`, { number: 'T-2', part: 1, buyer: 'KRAMER', lines: [{ id: '10', item: 'NO-SUCH', quantity: '1', unit: 'EA' }] })
    await expect(wms.send(strange)).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('line 10: wms has no item NO-SUCH') as string })
    expect(await count('stock.shipment.out', strange.ourId)).toBe(0)
    await expect(finance.send(invoice(3))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('send the order first') as string })
    await expect(finance.send(message('invoice', `${ORDER}1/wms/SHP-X`, { ...(invoice(1).body as object), payable: '8.00' }))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('comes to 7.93 there instead of 8.00') as string })
  })
})

/** Sends again and again while the answer to each write is lost after it was carried out; answers how often one was. */
async function throughLostAnswers(send: () => Promise<unknown>): Promise<number> {
  const request = axios.request.bind(axios)
  for (let cuts = 0; ; cuts++) {
    let cut = false
    const spy = jest.spyOn(axios, 'request').mockImplementation(async (config) => {
      const answer = await request(config)
      if (!writes(String(config.data))) return answer
      cut = true
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    })
    try {
      await send()
    } catch (error) {
      if (!cut || !(error instanceof Fault)) throw error
    } finally {
      spy.mockRestore()
    }
    if (!cut) return cuts
    if (cuts > 20) throw new Error('it writes again and again')
  }
}

/** Opening and closing a wizard changes nothing there. */
function writes(body: string): boolean {
  const { method, params } = JSON.parse(body) as { method: string; params: unknown[] }
  if (method.startsWith('wizard.')) return method.endsWith('.execute') && Object.keys(params[1] as object).length > 0
  return !/search_read|on_change|get_preferences|db\.login|ir\.date/.test(method)
}
