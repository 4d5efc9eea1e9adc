import { x12 as x12Reader } from '../../../mappings/edi/x12'
import { edifact as edifactReader } from '../../../mappings/edi/edifact'
import { type Command } from '../../../orders/command'
import * as config from '../../../store/config'
import * as interchanges from '../../../store/interchanges'
import { follow } from '../../../sync/follow'
import { billCollected } from '../../../sync/invoicing/bill'
import { submit } from '../../../sync/submit'
import * as orders from '../../../store/orders'
import { type Order } from '../../../orders/order'
import { readAll } from '../../mappings/edi/reading'
import { type Desk, edifact, openDesk, x12 } from './desk'

const SEND = ['orderResponse', 'changeResponse', 'despatchAdvice', 'invoice'] as const

/** What the partner's program reads: the document, without problems of the reader. */
async function read(desk: Desk, name: string): Promise<Record<string, unknown>> {
  const { messages } = await readAll(name.startsWith('ACME') ? x12Reader : edifactReader, desk.file(name))
  expect(messages[0]!.problems.filter(({ severity }) => severity !== 'note')).toEqual([])
  return messages[0]!.document!
}

async function orderOf(desk: Desk, buyer: string, reference: string): Promise<Order> {
  return (await orders.byKey(desk.store, 'OC', buyer, reference, '', 0))!
}

async function decide(desk: Desk, actor: string, order: Order, command: Command): Promise<void> {
  const outcome = await submit(desk.as(actor), { subject: { company: 'OC', order: order.id }, command, circumstance: { cause: 'command', correlation: order.id } })
  expect(outcome).toMatchObject({ outcome: 'accepted', changed: true })
}

describe('business answers to the partner (855, 865, 856, 810; ORDRSP, DESADV, INVOIC)', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.configure('ACME', { send: [...SEND], acknowledge: [], us: { qualifier: 'ZZ', id: 'OURCOMPANY', application: 'SELLER' } })
    await desk.configure('NORD', { send: [...SEND], acknowledge: [] })
  })

  test('an accepted order is answered line by line by an 855, and its despatch and invoice follow', async () => {
    await desk.post(x12(['PO-1'], { lines: ['PO1*1*10*UN*12.5**BP*B-77*VP*A-1', 'PO1*2*500*UN*0.08**VP*A-2'] }))
    expect(await desk.sent()).toEqual(['ACME/855-000000001.edi'])
    expect(desk.file('ACME/855-000000001.edi')).toContain('~GS*PR*SELLER*ACME*20260302*0900*1*X*004010~')
    expect(await read(desk, 'ACME/855-000000001.edi')).toMatchObject({
      order: 'PO-1', number: 'SO-000001', outcome: 'accepted', currency: 'EUR', seller: { name: 'Our Company' },
      lines: [{ id: '1', outcome: 'accepted', confirmedQuantity: '10', buyersItem: 'B-77', sellersItem: 'A-1' }, { id: '2', outcome: 'accepted', confirmedQuantity: '500' }],
    })
    await desk.operate('wms', 'ship')
    await follow(desk.context)
    await desk.sent()
    expect(await read(desk, 'ACME/856-000000002.edi')).toMatchObject({ order: 'PO-1', lines: [{ id: '1', quantity: '10', ordered: '10' }, { id: '2', quantity: '500' }] })
    await follow(desk.context)
    expect(await desk.sent()).toContain('ACME/810-000000003.edi')
    expect(await read(desk, 'ACME/810-000000003.edi')).toMatchObject({ order: 'PO-1', currency: 'EUR', payable: '165', lines: [{ id: '1', quantity: '10' }, { id: '2', quantity: '500' }] })
    expect((await interchanges.list(desk.store, 'OC', { stream: `order/${(await orderOf(desk, 'ACME', 'PO-1')).id}` })).map(({ type }) => type)).toEqual(['810', '856', '855'])
  })

  test('what is credited goes out as an 810 of type CR that names its invoice, once (R-RET-02, R-INV-04)', async () => {
    await desk.post(x12(['PO-9'], { lines: ['PO1*1*10*UN*12.5**VP*A-1'] }))
    await desk.sent()
    await desk.operate('wms', 'ship')
    for (let round = 0; round < 3; round++) { await follow(desk.context); await desk.sent() }
    await decide(desk, 'system', await orderOf(desk, 'ACME', 'PO-9'), { type: 'return', request: 'less', reason: 'short', lines: [{ line: '1', quantity: '2' }] })
    const asked = (await orderOf(desk, 'ACME', 'PO-9')).approvals.find(({ state }) => state === 'open')
    if (asked) await decide(desk, asked.role === 'finance' ? 'cfo' : 'manager', await orderOf(desk, 'ACME', 'PO-9'), { type: 'approve', step: asked.step, reason: 'seen' })
    let names: string[] = []
    for (let round = 0; round < 3; round++) { await desk.sent(); await follow(desk.context); names = await desk.sent() }
    expect(names.filter((name) => name.includes('/810-'))).toHaveLength(2)
    const [name] = names.filter((one) => one.includes('/810-')).slice(-1)
    expect(desk.file(name!)).toMatch(/~BIG\*20260302\*CN-2026-000001\*\*PO-9\*\*\*CR~/)
    expect(await read(desk, name!)).toMatchObject({ purpose: 'creditNote', number: 'CN-2026-000001', invoice: 'INV-2026-000001', order: 'PO-9', payable: '25', lines: [{ id: '1', quantity: '2', price: { amount: '12.5' } }] })
  })

  test('a customer who is invoiced by the day gets one 810 over his orders, each line with its own (R-INV-01, R-INV-04)', async () => {
    const acme = (await config.partner(desk.store, 'OC', 'ACME'))!
    await desk.store.write((tx) => config.savePartner(tx, { ...acme, version: acme.version + 1, profile: { ...acme.profile, collective: { each: 'day' } } }))
    for (const reference of ['PO-7', 'PO-8']) await desk.post(x12([reference], { control: reference === 'PO-7' ? 70 : 80, lines: ['PO1*1*10*UN*12.5**VP*A-1'] }))
    await desk.sent()
    await desk.operate('wms', 'ship')
    for (let round = 0; round < 2; round++) { await follow(desk.context); await desk.sent() }
    expect(await billCollected(desk.context, 'OC')).toEqual({ invoices: 1, orders: 2 })
    let names: string[] = []
    for (let round = 0; round < 3; round++) { await desk.sent(); await follow(desk.context); names = await desk.sent() }
    const invoices = names.filter((name) => name.includes('/810-'))
    expect(invoices).toHaveLength(1)
    expect(await read(desk, invoices[0]!)).toMatchObject({ purpose: 'collectiveInvoice', number: 'INV-2026-000001', payable: '250', lines: [{ id: '1', order: 'PO-7', quantity: '10' }, { id: '2', order: 'PO-8', quantity: '10' }] })
  })

  test('heard again and dispatched again, nothing goes out twice', async () => {
    await desk.post(edifact('N-1'))
    await desk.sent()
    await desk.operate('wms', 'ship')
    await follow(desk.context)
    const sent = await desk.sent()
    await follow(desk.context)
    await follow(desk.context)
    const later = await desk.sent()
    expect(later.filter((name) => !name.includes('INVOIC'))).toEqual(sent.filter((name) => !name.includes('INVOIC')))
    expect(later).toEqual(['NORD/DESADV-000000002.edi', 'NORD/INVOIC-000000003.edi', 'NORD/ORDRSP-000000001.edi'])
    expect(await read(desk, 'NORD/INVOIC-000000003.edi')).toMatchObject({ order: 'N-1', payable: '125', currency: 'EUR', lines: [{ lineExtension: '125' }] })
  })

  test('what is changed before it is confirmed is answered as changed, another item as substituted, of too little stock what is there as accepted and the rest as backordered (R-CNF-03)', async () => {
    await desk.post(x12(['PO-2'], { lines: ['PO1*1*10*UN*9.9**VP*A-1', 'PO1*2*100*UN*0.08**VP*A-2', 'PO1*3*9000*UN*0.08**VP*A-2'] }))
    expect(await desk.sent()).toEqual([])
    const order = await orderOf(desk, 'ACME', 'PO-2')
    expect(order.status).toBe('awaitingApproval')
    await decide(desk, 'cfo', order, { type: 'change', change: { lines: [{ line: '1', price: { amount: '12.50' } }, { line: '2', item: 'A-1', price: { amount: '12.50' } }] }, reason: 'agreed by phone' })
    const changed = await orderOf(desk, 'ACME', 'PO-2')
    await decide(desk, 'manager', changed, { type: 'approve', reason: 'the rest comes in a week' })
    await desk.sent()
    expect(await read(desk, 'ACME/855-000000001.edi')).toMatchObject({
      outcome: 'changed', lines: [{ id: '1', outcome: 'changed', quantity: '10', price: { amount: '12.5' } }, { id: '2', outcome: 'substituted', sellersItem: 'A-1' }, { id: '3', outcome: 'accepted', quantity: '9000', confirmedQuantity: '5000', further: [{ outcome: 'backordered', confirmedQuantity: '4000' }] }],
    })
  })

  test('a rejected order is answered with every line rejected, and says nothing of our reasons', async () => {
    await desk.post(edifact('N-3', {}, ['LIN+1', 'PIA+1+A-1:SA', 'QTY+21:10:C62', 'PRI+AAA:2']))
    await decide(desk, 'manager', await orderOf(desk, 'NORD', 'N-3'), { type: 'reject', reason: 'far below our cost' })
    await desk.sent()
    expect(await read(desk, 'NORD/ORDRSP-000000001.edi')).toMatchObject({ outcome: 'rejected', lines: [{ id: '1', outcome: 'rejected' }] })
    expect(desk.file('NORD/ORDRSP-000000001.edi')).not.toContain('cost')
  })

  test('a change and a cancellation of ours after acceptance are answered by an 865', async () => {
    await desk.post(x12(['PO-4']))
    await desk.sent()
    await decide(desk, 'manager', await orderOf(desk, 'ACME', 'PO-4'), { type: 'change', change: { lines: [{ line: '1', quantity: '8' }] }, reason: 'a pallet is damaged' })
    await desk.sent()
    expect(await read(desk, 'ACME/865-000000002.edi')).toMatchObject({ order: 'PO-4', outcome: 'changed', lines: [{ id: '1', outcome: 'changed', quantity: '10', confirmedQuantity: '8' }] })
    await decide(desk, 'manager', await orderOf(desk, 'ACME', 'PO-4'), { type: 'cancel', reason: 'not made any more' })
    await desk.sent()
    expect(await read(desk, 'ACME/865-000000003.edi')).toMatchObject({ outcome: 'rejected', lines: [{ outcome: 'rejected', confirmedQuantity: '0' }] })
  })

  test('his own unit codes are written back to him', async () => {
    await desk.configure('ACME', { send: ['orderResponse'], acknowledge: [] }, { codes: { unit: { ST: 'C62' } } })
    await desk.post(x12(['PO-5'], { lines: ['PO1*1*10*ST*12.5**VP*A-1'] }))
    await desk.sent()
    expect(desk.file('ACME/855-000000001.edi')).toContain('~PO1*1*10*ST*12.5*PE')
  })

  test('who asks for none gets none', async () => {
    await desk.configure('ACME', { acknowledge: [] })
    await desk.post(x12(['PO-6']))
    expect(await desk.sent()).toEqual([])
  })
})
