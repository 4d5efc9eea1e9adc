import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Facts } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { after, createCommand, draft, facts, refusal } from './sample'

/** Every refusal of every command that no story of the other tests meets: who may not, what is not there, what is too late. */
const clean = (): Order => after(undefined, createCommand())
const held = (): Order => after(undefined, createCommand({ lineExtension: '1.00' }), facts({ actor: { id: 'inbox', roles: [] } }))
const asked = (): Order => after(undefined, createCommand({ lines: [{ ...draft().lines[0]!, price: { amount: '12.00' } }] }), facts({ actor: { id: 'inbox', roles: [] } }))
const rejected = (): Order => after(asked(), { type: 'reject', reason: 'below cost' })
const shipped = (): Order => after(clean(), { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '4' }] })
const cancelled = (): Order => after(clean(), { type: 'cancel', reason: 'site closed' })
const nobody: Partial<Facts> = { actor: { id: 'x', roles: [] } }
const change = (lines: object[], reason = 'agreed'): Command => ({ type: 'change', reason, change: { lines } }) as Command
const part = (more: object): Command => ({ type: 'change', reason: 'agreed', change: more })

type Case = [what: string, order: () => Order, command: Command, code: string, by?: Partial<Facts>]

const check = (_what: string, order: () => Order, command: Command, code: string, by: Partial<Facts> = {}): void => expect(refusal(decide(order(), command, facts(by)))).toBe(code)

describe('a cancellation is refused (R-CAN-01, R-CAN-02)', () => {
  test.each<Case>([
    ['without a reason', clean, { type: 'cancel', reason: ' ' }, 'reason-missing'],
    ['by somebody who may not', clean, { type: 'cancel', reason: 'no need' }, 'not-allowed', nobody],
    ['of an order that was rejected', rejected, { type: 'cancel', reason: 'no need' }, 'ended'],
    ['of what is shipped in part', shipped, { type: 'cancel', reason: 'no need' }, 'shipped-already'],
  ])('%s', check)
})

describe('a change is refused (R-CHG-01)', () => {
  test.each<Case>([
    ['without a reason', clean, change([{ line: '1', quantity: '11' }], ''), 'reason-missing'],
    ['of a line that is not there', clean, change([{ line: '9', quantity: '11' }]), 'line-unknown'],
    ['to a quantity that is none', clean, change([{ line: '1', quantity: '-1' }]), 'quantity-invalid'],
    ['below what is shipped', shipped, change([{ line: '1', quantity: '3' }]), 'shipped-already'],
    ['of what is on its way', shipped, change([{ line: '2', quantity: '300' }]), 'shipped-already'],
    ['that takes away a line that is not there', clean, part({ removed: ['9'] }), 'line-unknown'],
    ['that takes away every line', clean, part({ removed: ['1', '2'] }), 'lines-missing'],
    ['that adds a line whose number is there', clean, part({ added: [{ id: '1', item: 'A-1', quantity: '1', unit: 'C62', price: { amount: '12.50' } }] }), 'line-exists'],
    ['of an order that has ended', cancelled, change([{ line: '1', quantity: '11' }]), 'ended'],
  ])('%s', check)
})

describe('holds are not waived (R-REV-21, R-APR-03)', () => {
  test.each<Case>([
    ['where nothing is held', rejected, { type: 'confirm', reason: 'go' }, 'not-held'],
    ['by somebody without the role', held, { type: 'confirm', reason: 'go' }, 'not-allowed', nobody],
    ['by who entered the order', held, { type: 'confirm', reason: 'go' }, 'own-order', { actor: { id: 'inbox', roles: ['orderDesk'] } }],
    ['without a reason', held, { type: 'confirm', reason: '' }, 'reason-missing'],
  ])('%s', check)
})

describe('an order is not rejected, judged again or made anew (R-REV-21, R-APR-03, R-INT-07)', () => {
  test.each<Case>([
    ['rejected after it was accepted', clean, { type: 'reject', reason: 'late' }, 'accepted-already'],
    ['rejected by somebody who may not', asked, { type: 'reject', reason: 'late' }, 'not-allowed', nobody],
    ['rejected without a reason', asked, { type: 'reject', reason: '' }, 'reason-missing'],
    ['judged again after it was accepted', clean, { type: 'review' }, 'not-under-review'],
    ['made a second time', clean, createCommand(), 'order-exists'],
  ])('%s', check)
})

describe('what a system reports is refused where it cannot be (R-EXE-10, R-INV-02)', () => {
  test.each<Case>([
    ['a despatch of nothing', clean, { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '0' }] }, 'quantity-invalid'],
    ['an invoice of a line that is not there', shipped, { type: 'invoice', issuer: 'finance', invoice: 'I-1', amount: '1', lines: [{ line: '9', quantity: '1' }] }, 'line-unknown'],
  ])('%s', check)
})

describe('a person is not erased from an order (R-AUD-05)', () => {
  const erase = (reason = 'his letter'): Command => ({ type: 'erase', reason, values: [{ sequence: 1, path: 'draft.shipTo.name' }] })
  test.each<Case>([
    ['by somebody who may not', cancelled, erase(), 'not-allowed', nobody],
    ['without a reason', cancelled, erase(' '), 'reason-missing'],
    ['that is under way', clean, erase(), 'under-way'],
  ])('%s', check)
})

// the rules would find these too, in words that help a buyer less
test.each<[string, () => Order, Command, string]>([
  ['below what is shipped', shipped, change([{ line: '1', quantity: '3' }]), "Line 1: 4 are shipped already; the quantity can't go below."],
  ['that takes away every line', clean, part({ removed: ['1', '2'] }), 'SO-000001 would have no line left: cancel it.'],
])('a change %s is refused in the words of a change (R-CHG-01)', (_what, order, command, text) => {
  expect(decide(order(), command, facts())).toMatchObject({ outcome: 'refused', findings: [{ text }] })
})

test('a credit in another currency than the order is not compared with it (R-REV-03)', () => {
  const order = after(undefined, createCommand({ currency: 'USD' }), facts({ customer: undefined, credit: { value: { currency: 'EUR', limit: '1000.00', theirs: '0', ours: '0' }, source: 'erp', asOf: facts().at } }))
  expect(order.findings.map(({ code }) => code)).toContain('credit-other-currency')
})
