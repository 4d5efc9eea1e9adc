import fc from 'fast-check'
import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { add } from '../../orders/decimal'
import { open } from '../../orders/evolve'
import { FOLLOWS, mayFollow, STATUSES } from '../../orders/status'
import { accepted, after, createCommand, facts, refusal } from './sample'

const confirmed = () => after(undefined, createCommand())
const ship = (quantity: string, despatch = 'D-1'): Command => ({ type: 'ship', issuer: 'wms', despatch, lines: [{ line: '1', quantity }, { line: '2', quantity: '200' }] })
const invoice: Command = { type: 'invoice', issuer: 'finance', invoice: 'INV-1', amount: '141.00', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }
const pay: Command = { type: 'pay', issuer: 'finance', payment: 'P-1', invoice: 'INV-1', amount: '141.00' }
const deliver: Command = { type: 'deliver', issuer: 'wms', despatch: 'D-1' }

describe('the way of an order', () => {
  test('a clean order is numbered, confirmed and sent to every system without a touch (R-ENT-01, R-ENT-08)', () => {
    const decision = accepted(decide(undefined, createCommand(), facts()))
    expect(decision.events.map((event) => event.type)).toEqual(['received', 'reviewed', 'confirmed', 'released'])
    expect(decision.effects.map((effect) => `${effect.system} ${effect.kind} ${effect.action}`)).toEqual(['erp order create', 'wms part create', 'finance order create'])
    const order = after(undefined, createCommand())
    expect(order).toMatchObject({ status: 'toShip', number: 'SO-000001', payable: '141.00', version: 4 })
    expect(decision.claims).toEqual([
      { resource: 'credit/NORDBAU', line: '', quantity: '141.00', force: false }, { resource: 'stock/A-1', line: '1', quantity: '10', force: false }, { resource: 'stock/A-2', line: '2', quantity: '200', force: false }])
  })

  test('without a number at hand the decision asks for one instead of making one up', () => {
    expect(decide(undefined, createCommand(), facts({ number: undefined }))).toEqual({ outcome: 'needs', what: 'number' })
  })

  test('shipped, delivered, invoiced and paid it closes by itself (R-CLS-01)', () => {
    const order = [ship('10'), deliver, invoice, pay].reduce((state, command) => after(state, command), confirmed())
    expect(order.status).toBe('closed')
    expect(order.documents.map((d) => `${d.kind} ${d.number}`)).toEqual(['despatch D-1', 'invoice INV-1', 'payment P-1'])
  })

  test('paid before it is delivered it closes with the delivery', () => {
    const order = [ship('10'), invoice, pay].reduce((state, command) => after(state, command), confirmed())
    expect(order.status).toBe('shipped')
    expect(after(order, deliver).status).toBe('closed')
  })

  test('a despatch, an invoice or a payment that is said twice counts once (R-STA-03)', () => {
    const order = [ship('10'), deliver, invoice, pay].reduce((state, command) => after(state, command), confirmed())
    for (const command of [ship('10'), deliver, invoice, pay]) expect(accepted(decide(order, command, facts())).events).toEqual([])
  })

  test('a part shipment leaves the rest open, and posts and invoices just what went out (R-EXE-10, R-INV-01)', () => {
    const decision = accepted(decide(confirmed(), ship('4'), facts()))
    const [despatch, bill] = decision.effects
    expect(despatch).toMatchObject({ system: 'erp', kind: 'despatch', ourId: 'o-1/wms/D-1' })
    expect(bill).toMatchObject({ system: 'finance', kind: 'invoice', body: { payable: '66.00' } })
    const order = after(confirmed(), ship('4'))
    expect(order.status).toBe('toShip')
    expect(open(order.lines[0]!)).toBe('6')
  })

  test('what can not be is refused with its reason (R-EXE-10, R-DLV-01, R-INV-02, R-INV-06, R-CAN-01)', () => {
    const order = confirmed()
    expect(refusal(decide(order, ship('11'), facts()))).toBe('over-shipped')
    expect(refusal(decide(order, deliver, facts()))).toBe('too-early')
    expect(refusal(decide(order, pay, facts()))).toBe('too-early')
    expect(refusal(decide(order, invoice, facts()))).toBe('invoiced-not-shipped')
    expect(refusal(decide(after(order, ship('10')), { type: 'cancel', reason: 'no need' }, facts()))).toBe('shipped-already')
    expect(refusal(decide(after(order, { type: 'cancel', reason: 'no need' }), ship('10'), facts()))).toBe('shipped-unaccepted')
    expect(refusal(decide(undefined, deliver, facts()))).toBe('order-unknown')
  })

  test('a change reaches every system with the new content, a cancel too (R-CHG-06, R-CAN-02)', () => {
    const change: Command = { type: 'change', reason: 'the buyer asked', change: { lines: [{ line: '1', quantity: '8' }] } }
    const decision = accepted(decide(confirmed(), change, facts()))
    expect(decision.effects.map((effect) => `${effect.system} ${effect.action}`)).toEqual(['erp change', 'wms change', 'finance change'])
    const order = after(confirmed(), change)
    expect(order).toMatchObject({ status: 'toShip', number: 'SO-000001', payable: '116.00' })
    expect(accepted(decide(order, { type: 'cancel', reason: 'closed the site' }, facts())).effects.map((e) => e.action)).toEqual(['cancel', 'cancel', 'cancel'])
  })

  test('the warehouse reports in its own unit, the order counts in its lines\'', () => {
    const order = after(undefined, createCommand({ lines: [{ id: '1', sellersItem: 'A-1', quantity: '2', unit: 'CS', price: { amount: '150.00' } }] }))
    expect(after(order, { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '24', unit: 'C62' }] })).toMatchObject({ status: 'shipped', lines: [{ shipped: '2' }] })
  })

  test('ordered = shipped + open + cancelled, whatever comes in whatever order (R-EXE-10, R-STA-03)', () => {
    const command = fc.oneof(
      fc.record({ type: fc.constant('ship' as const), issuer: fc.constant('wms'), despatch: fc.constantFrom('D-1', 'D-2', 'D-3', 'D-4'), lines: fc.array(fc.record({ line: fc.constantFrom('1', '2', '9'), quantity: fc.integer({ min: -1, max: 120 }).map(String) }), { minLength: 1, maxLength: 1 }) }),
      fc.record({ type: fc.constant('deliver' as const), issuer: fc.constant('wms'), despatch: fc.constantFrom('D-1', 'D-2', 'D-3') }),
      fc.record({ type: fc.constant('cancel' as const), reason: fc.constantFrom('x', '') }),
      fc.record({ type: fc.constant('change' as const), reason: fc.constant('x'), change: fc.record({ lines: fc.array(fc.record({ line: fc.constantFrom('1', '2'), quantity: fc.integer({ min: 0, max: 300 }).map(String) }), { maxLength: 2 }) }) }),
      fc.constantFrom<Command>(invoice, pay))
    fc.assert(fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
      let order = confirmed()
      for (const next of commands) {
        const decision = decide(order, next, facts())
        if (decision.outcome !== 'accepted') continue
        const before = order.status
        order = after(order, next)
        expect(before === order.status || reachable(before, order.status)).toBe(true)
        for (const line of order.lines) {
          expect(add(add(line.shipped, line.cancelled), open(line))).toBe(line.quantity)
          expect(open(line).startsWith('-')).toBe(false)
        }
      }
    }), { numRuns: 200 })
  })

  test('every status can be reached, and none is left that has ended', () => {
    for (const status of STATUSES) expect(status === 'received' || reachable('received', status)).toBe(true)
    expect(mayFollow('closed', 'toShip')).toBe(false)
  })
})

function reachable(from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true
  seen.add(from)
  return FOLLOWS[from as keyof typeof FOLLOWS].some((next) => !seen.has(next) && reachable(next, to, seen))
}
