import { type Command } from '../../orders/command'
import * as config from '../../store/config'
import * as exchanges from '../../store/exchanges'
import * as outbox from '../../store/outbox'
import { type Message } from '../../store/records'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { repeatDone } from '../../sync/repeatDone'
import { resend } from '../../sync/resend'
import { submit } from '../../sync/submit'
import { verify } from '../../sync/proof/verify'
import { type Desk, filesIn, openDesk, x12 } from './edi/desk'
import { type Role, TOKEN } from './world'

const ROLES = ['erp', 'wms', 'finance', 'mes', 'crm', 'tms', 'shop', 'service', 'gateway'] as const satisfies Role[]

/** A day on which every kind of message goes out that there is: eleven systems and a partner. */
async function wholeDay(world: Desk): Promise<void> {
  const heard = async (rounds = 1): Promise<void> => { for (let round = 0; round < rounds; round++) { await drain(world.context, { patienceMs: 5000 }); await follow(world.context) } }
  const say = async (reference: string, command: Command): Promise<void> => {
    const { id } = await world.order(reference)
    const { outcome } = await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command, circumstance: { cause: 'command', correlation: 'test' } })
    if (outcome !== 'accepted') throw new Error(`${reference}: ${command.type} was refused`)
  }
  const checkout = async (purchaseOrder: string): Promise<string> => {
    const { id: reference } = await world.operate('gateway', 'authorise', { amountMinor: 12_500, currency: 'EUR' }) as { id: string }
    return (await world.operate('shop', 'checkout', { customer: 'cus_0007', purchaseOrder, wishDate: '2026-03-09', items: [{ sku: 'A-1', qty: 10 }], card: { gateway: 'gateway', reference, amountMinor: 12_500 } }) as { id: string }).id
  }
  // by card, shipped, and some of it back; by card, and taken back at once
  await checkout('PO-1')
  const second = await checkout('PO-2')
  await world.operate('crm', 'quote', { deal: (await world.operate('crm', 'deal', { account: 'NORDBAU', currency: 'EUR', poNumber: 'PO-3', wantedOn: '2026-03-09', deliverTo: 'Lager 2', positions: [{ product: 'A-1', qty: '10', uom: 'C62', unitPrice: '12.50' }] }) as { id: string }).id })
  await follow(world.context)
  await heard(2)
  await world.operate('shop', 'cancel', { order: second, reason: 'ordered twice' })
  // made to order, changed, and cancelled; changed before it is shipped
  await world.take('PO-4', { item: 'A-2', quantity: '200', price: '0.08' })
  await world.take('PO-5')
  await world.post(x12(['PO-6']))
  await heard()
  await say('PO-4', { type: 'change', reason: 'more', change: { lines: [{ line: '1', quantity: '300' }] } })
  await say('PO-5', { type: 'change', reason: 'less', change: { lines: [{ line: '1', quantity: '8' }] } })
  await heard(2)
  await say('PO-4', { type: 'cancel', reason: 'closed shop' })
  await heard(2)
  await world.operate('wms', 'ship')
  await heard(4)
  await world.operate('wms', 'deliver')
  await heard()
  await world.operate('service', 'complain', { requester: { name: 'Ida', email: 'ida@nordbau.example' }, subject: 'Crushed', description: 'x', orderNumber: (await world.order('PO-5')).number, reason: 'damaged', photos: [], affected: [{ position: '1', sku: 'A-1', quantity: '2' }] })
  await say('PO-1', { type: 'return', request: 'T-1', reason: 'damaged', lines: [{ line: 'li_0001001', quantity: '4' }] })
  await heard(2)
  await world.operate('wms', 'receive')
  await heard(6)
  const { payouts: [payout] } = await world.operate('gateway', 'payout') as { payouts: { amountMinor: number; trace: string }[] }
  await heard()
  await world.operate('bank', 'transfer', { name: 'p', debtor: 'NovaPay', amount: (payout!.amountMinor / 100).toFixed(2), remittance: [`NOVAPAY ${payout!.trace}`] })
  await world.operate('bank', 'transfer', { name: 'q', debtor: 'Nordbau', amount: '125.00', remittance: ['INV-2026-000002'] })
  await world.operate('bank', 'close')
  await heard(4)
}

describe('R-SYS-03: an exchange is replayed safely, of whatever kind', () => {
  let world: Desk
  const done = async (): Promise<Message[]> => (await outbox.list(world.store, { state: 'done', limit: 1000 })).reverse()
  /** Every record of every system, as it is there; and every file that a partner has. */
  const everything = async () => Object.fromEntries([...await Promise.all(ROLES.map(async (role) => {
    const { records } = await (await fetch(`${String((await config.system(world.store, 'OC', role))!.body.url)}/admin/export`, { headers: { authorization: `Bearer ${TOKEN}` } })).json() as { records: Record<string, unknown>[] }
    return [role, records.map(({ type, id, external_id, status }) => [type, id, external_id, status].join(' ')).sort()] as const
  })), ['partner', filesIn(world.outbox)] as const])

  beforeAll(async () => {
    world = await openDesk({ shopFloor: true, sales: true, carrier: true, bank: true, shop: true, service: true, cards: true })
    await world.configure('ACME', { send: ['orderResponse', 'despatchAdvice', 'invoice'] })
    const finance = (await config.system(world.store, 'OC', 'finance'))!
    await world.store.write(async (tx) => {
      await config.saveSystem(tx, { ...finance, body: { ...finance.body, takes: ['payment', 'settlement'] } })
      await config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { returns: { damaged: { upTo: '100.00' } } } })
    })
    await wholeDay(world)
  })

  test('every kind of message went out, and each attempt at one is kept with what was asked and answered', async () => {
    const messages = await done()
    expect([...new Set(messages.map(({ system, kind, action }) => `${system} ${action} ${kind}`))].sort()).toEqual([
      'crm create quotation', 'edi create document', 'erp cancel order', 'erp change order', 'erp create despatch', 'erp create order', 'finance cancel order', 'finance change order', 'finance create creditNote', 'finance create invoice',
      'finance create order', 'finance create payment', 'finance create settlement', 'gateway cancel authorisation', 'gateway create authorisation', 'gateway create capture', 'gateway create refund', 'mes cancel production', 'mes change production', 'mes create production', 'service create complaint',
      'shop cancel webOrder', 'shop create fulfilment', 'shop create tracking', 'shop create webOrder', 'tms create shipment', 'wms cancel part', 'wms change part', 'wms create part', 'wms create return',
    ])
    const kept = Map.groupBy(await exchanges.ofMessages(world.store, messages.map(({ position }) => position)), ({ message }) => message)
    for (const { position, attempt } of messages) {
      const own = kept.get(position)!
      expect(own.map((one) => one.attempt)).toEqual(Array.from({ length: attempt }, (_, index) => index + 1))
      expect(own.at(-1)).toMatchObject({ state: 'done', erased: false })
      expect(own.at(-1)!.trips.every((trip) => trip.method && trip.path && (trip.status ?? trip.answered))).toBe(true)
    }
    expect(JSON.stringify([...kept.values()])).not.toContain(TOKEN)
  })

  test('one that is done is looked for, and nothing is made twice where it is there or cannot be told', async () => {
    const before = await everything()
    const outcomes = new Map<string, number>()
    for (const message of await done()) {
      const { outcome } = await repeatDone(world.context, message)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    expect(outcomes.get('there')).toBeGreaterThan(20)
    await drain(world.context, { patienceMs: 5000 })
    for (let poll = 0; poll < 2; poll++) { await follow(world.context); await drain(world.context, { patienceMs: 3000 }) }
    expect(await everything()).toEqual(before)
    expect((await outbox.list(world.store, { limit: 1000 })).filter(({ state }) => !['done', 'superseded'].includes(state))).toEqual([])
  })

  test('and sent again under its key, as a lost answer would have it, it makes no second record in any system', async () => {
    const before = await everything()
    const again: Message[] = []
    for (const message of await done()) {
      if (await outbox.laterThan(world.store, message)) continue
      await world.store.write((tx) => tx.execute("UPDATE messages SET state = 'dead', unsure = 1 WHERE id = $1", [message.id]))
      again.push((await outbox.byId(world.store, message.id))!)
    }
    expect(new Set(again.map(({ kind }) => kind)).size).toBeGreaterThan(15)
    for (const message of again) expect(await resend(world.context, message)).toMatchObject({ sent: true })
    await drain(world.context, { patienceMs: 10_000 })
    for (let poll = 0; poll < 3; poll++) { await follow(world.context); await drain(world.context, { patienceMs: 3000 }) }
    expect((await Promise.all(again.map(({ id }) => outbox.byId(world.store, id)))).filter((one) => one!.state !== 'done').map((one) => [one!.system, one!.kind, one!.action, one!.state, one!.fault?.text])).toEqual([])
    expect(await everything()).toEqual(before)
    expect((await verify(world.context)).defects).toEqual([])
  })
})
