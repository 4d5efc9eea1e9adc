import { type Command } from '../../orders/command'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as links from '../../store/links'
import * as openItems from '../../store/openItems'
import * as orderDocuments from '../../store/orderDocuments'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { verify } from '../../sync/proof/verify'
import { reconcile } from '../../sync/reconcile/reconcile'
import { previewReturn } from '../../sync/returns'
import { submit } from '../../sync/submit'
import { openWorld, type World } from './world'

let world: World
/** An order of 10 pieces over 125.00 EUR, delivered and invoiced. */
async function billed(reference = 'PO-1', change: Parameters<World['take']>[1] = {}): Promise<void> {
  await world.take(reference, change)
  await drain(world.context, { patienceMs: 3000 })
  await world.operate('wms', 'ship')
  await world.operate('wms', 'deliver')
  await heard()
  await heard()
}
const heard = async (): Promise<void> => { await drain(world.context, { patienceMs: 5000 }); await follow(world.context) }
const owed = async (): Promise<string[]> => (await openItems.openOf(world.store, 'OC', 'NORDBAU')).map(({ invoice, credited, open }) => `${invoice} ${credited} ${open}`)
const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })
const say = async (command: Command, actor = 'manager') => submit(world.as(actor), { subject: { company: 'OC', order: (await world.order('PO-1')).id }, command, circumstance: { cause: 'command', correlation: 'test' } })
const back = (quantity: string, reason: 'damaged' | 'notNeeded' | 'short' = 'damaged'): Command => ({ type: 'return', request: 'T-1', reason, lines: [{ line: '1', quantity }] })
/** Small returns are let through by a rule. */
const lenient = (): Promise<void> => world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { returns: { damaged: { upTo: '100.00' }, short: { upTo: '100.00' }, notNeeded: { upTo: '100.00', restocking: '20' } } } }))
const stock = async (): Promise<string> => (JSON.parse(String((await world.rows('wms', 'stock')).find(({ id }) => id === 'A-1')!.body)) as { onHand: string }).onHand

beforeEach(async () => { world = await openWorld() })

test('goods come back: warehouse, finance, order and account agree at each step, each record is there once, and the night finds nothing (R-RET-02, R-RET-03, R-INV-07)', async () => {
  await billed()
  expect(await previewReturn(world.context, await world.order('PO-1'), { reason: 'damaged', lines: [{ line: '1', quantity: '4' }] })).toMatchObject({ credit: '50.00', asks: 'orderDesk', lines: [{ shipped: '10', invoiced: '10', quantity: '4' }] })
  expect(await say(back('4'), 'inbox')).toMatchObject({ outcome: 'accepted', changed: true })
  await heard()
  expect(await world.rows('wms', 'return')).toEqual([])
  expect(await say({ type: 'approve', reason: 'the photos show it' })).toMatchObject({ outcome: 'accepted' })
  await heard()
  expect(await world.rows('wms', 'return')).toMatchObject([{ id: 'RO-000001', status: 'expected' }])
  expect(await night()).toMatchObject({ found: 0 })
  const before = await stock()
  await world.operate('wms', 'receive')
  for (let poll = 0; poll < 3; poll++) await heard()
  expect(await stock()).toBe(String(Number(before) + 4))
  expect(await world.rows('finance', 'creditNote')).toMatchObject([{ id: 'CN-2026-000001', reference: 'INV-2026-000001' }])
  const order = await world.order('PO-1')
  expect(order).toMatchObject({ status: 'delivered', creditedAmount: '50', returns: [{ number: 'SO-000001-R1', state: 'settled' }], lines: [{ returned: '4' }] })
  expect((await links.ofStream(world.store, 'OC', `order/${order.id}`)).filter(({ kind }) => kind === 'return' || kind === 'creditNote')).toMatchObject([{ system: 'finance', number: 'CN-2026-000001', state: 'posted' }, { system: 'wms', number: 'RO-000001', state: 'received' }])
  expect(await orderDocuments.get(world.store, 'OC', 'creditNote', 'finance', 'CN-2026-000001')).toMatchObject({ amount: '50.00', state: 'credited' })
  expect(await orderDocuments.get(world.store, 'OC', 'return', 'wms', 'GR-2026-00001')).toMatchObject({ state: 'takenBack', issuedOn: '2026-03-02' })
  expect(await owed()).toEqual(['INV-2026-000001 50.00 75.00'])
  // the rest is paid, and nothing more
  await world.operate('finance', 'pay')
  await heard()
  expect([(await world.order('PO-1')).status, (await world.order('PO-1')).paidAmount, await owed()]).toEqual(['closed', '75', []])
  expect(await night()).toMatchObject({ found: 0 })
  expect((await verify(world.context)).defects).toEqual([])
})

test('what never arrived is credited without a warehouse, what is not needed less its restocking, and of what is damaged nothing, which goes on no shelf (R-RET-03)', async () => {
  await lenient()
  await billed()
  expect(await say(back('2', 'short'))).toMatchObject({ outcome: 'accepted' })
  await heard()
  await heard()
  expect(await say({ ...back('4', 'notNeeded'), request: 'T-2' } as Command)).toMatchObject({ outcome: 'accepted' })
  await heard()
  await world.operate('wms', 'receive', { quantity: '1' })
  await heard()
  await heard()
  expect(await owed()).toEqual(['INV-2026-000001 35.00 90.00'])
  expect(await night()).toMatchObject({ found: 0 })
  // half of it was damaged by the customer: nothing of that is credited
  const before = await stock()
  await world.operate('wms', 'receive', { quantity: '3', grade: 'B' })
  await heard()
  await heard()
  expect(await stock()).toBe(before)
  expect([await owed(), (await world.order('PO-1')).returns!.map(({ state }) => state)]).toEqual([['INV-2026-000001 35.00 90.00'], ['settled', 'settled']])
  expect(await night()).toMatchObject({ found: 0 })
  expect((await verify(world.context)).defects).toEqual([])
})

test('a return that is withdrawn is expected no more', async () => {
  await lenient()
  await billed()
  await say(back('2'))
  await heard()
  await say({ type: 'reject', step: 'SO-000001-R1', reason: 'he keeps it' })
  await heard()
  expect(await world.rows('wms', 'return')).toMatchObject([{ status: 'cancelled' }])
  expect(await night()).toMatchObject({ found: 0 })
})

test.each(['timeout-after', 'timeout-before', 'late-commit', 'error-after', 'close-after-body', '502', '503', 'html-200'])('under %s at each step there is one return in the warehouse and one credit note (R-RET-02, R-ENT-06)', async (fault) => {
  await lenient()
  await billed()
  await world.faults('wms', [{ match: { method: 'PUT' }, fault, times: 1, ...(fault === 'late-commit' ? { delayMs: 1200 } : {}), ...(fault === 'close-after-body' ? { commit: true } : {}) }])
  await world.faults('finance', [{ match: { method: 'POST', path: '^/credit-notes' }, fault, times: 1, ...(fault === 'late-commit' ? { delayMs: 1200 } : {}), ...(fault === 'close-after-body' ? { commit: true } : {}) }])
  await say(back('4'))
  await say(back('4'))
  await heard()
  expect(await world.rows('wms', 'return')).toHaveLength(1)
  await world.operate('wms', 'receive')
  for (let poll = 0; poll < 2; poll++) await heard()
  expect([(await world.rows('wms', 'return')).length, (await world.rows('finance', 'creditNote')).length, await owed()]).toEqual([1, 1, ['INV-2026-000001 50.00 75.00']])
  expect(await night()).toMatchObject({ found: 0 })
})

test('a worker that dies with the return, or the credit note, in its hands leaves one of each (R-RET-02, R-ENT-06)', async () => {
  await lenient()
  await billed()
  /** Sends, and loses the answer as if the process had ended: its lease runs out. */
  const dying = (kind: string): World['context'] => ({ ...world.as('system', `dying-${kind}`), connect: (settings) => {
    const connector = world.context.connect(settings)
    return { ...connector, send: async (message, call) => { const sent = await connector.send(message, call); if (message.kind !== kind) return sent; throw new TypeError('the process is gone') } }
  } })
  await say(back('4'))
  await drain(dying('return'), { patienceMs: 0 })
  expect(await world.rows('wms', 'return')).toHaveLength(1)
  await heard()
  await world.operate('wms', 'receive')
  await follow(world.context)
  await drain(dying('creditNote'), { patienceMs: 0 })
  expect(await world.rows('finance', 'creditNote')).toHaveLength(1)
  for (let poll = 0; poll < 2; poll++) await heard()
  expect([(await world.rows('wms', 'return')).length, (await world.rows('finance', 'creditNote')).length, (await world.order('PO-1')).returns]).toMatchObject([1, 1, [{ state: 'settled' }]])
  expect(await night()).toMatchObject({ found: 0 })
})

test('a credit note that is changed or gone behind our back is found in the night, for a person (R-INV-07, R-STA-08)', async () => {
  await lenient()
  await billed()
  await say(back('4'))
  await heard()
  await world.operate('wms', 'receive')
  for (let poll = 0; poll < 2; poll++) await heard()
  await world.operate('finance', 'plant', { name: 'edited', what: 'credit-note-edited', today: undefined })
  expect(await night()).toMatchObject({ found: 1, repaired: 0, left: 1 })
  const open = async () => (await cases.list(world.store, 'OC', { state: 'open' })).map(({ kind, system, ours, theirs }) => `${system} ${kind} ${ours} ${theirs}`)
  expect(await open()).toEqual(['finance amount 50.00 EUR 50.01 EUR'])
  await world.operate('finance', 'plant', { name: 'gone', what: 'credit-note-deleted', today: undefined })
  expect(await night()).toMatchObject({ found: 1, left: 1 })
  expect(await open()).toEqual(['finance missing-there posted not there'])
})

test('what comes back while nobody hears it is taken over in the night', async () => {
  await lenient()
  await billed()
  await say(back('4'))
  await heard()
  await world.operate('wms', 'receive')
  const deaf = { ...world.context, connect: (settings: Parameters<World['context']['connect']>[0]) => ({ ...world.context.connect(settings), changes: async function* () { /* its feed tells nothing */ } }) }
  expect(await reconcile(deaf, { company: 'OC', patienceMs: 3000 })).toMatchObject({ left: 0 })
  await heard()
  expect((await world.order('PO-1')).returns).toMatchObject([{ state: 'settled' }])
})
