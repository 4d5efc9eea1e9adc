import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { balancesOf, paymentState } from '../../orders/payments/balance'
import { allocated, matchRemittance, wordsOfRemittance } from '../../orders/payments/remittance'
import fc from 'fast-check'
import { add } from '../../orders/decimal'
import { accepted, after, createCommand, facts, refusal } from './sample'

const shipped = (): ReturnType<typeof after> => after(after(undefined, createCommand()), { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] })
const invoice = (number: string, amount: string, line: string, quantity: string): Command => ({ type: 'invoice', issuer: 'finance', invoice: number, amount, lines: [{ line, quantity }] })
const pay = (payment: string, on: string, amount: string): Command => ({ type: 'pay', issuer: 'finance', payment, invoice: on, amount })
const billed = (): ReturnType<typeof after> => [invoice('INV-1', '125.00', '1', '10'), invoice('INV-2', '16.00', '2', '200')].reduce((order, command) => after(order, command), shipped())

describe('payments of an order (R-INV-06)', () => {
  test('a part payment leaves the rest of its invoice open; the order closes with the last cent', () => {
    const delivered = after(billed(), { type: 'deliver', issuer: 'wms', despatch: 'D-1' })
    const part = after(delivered, pay('P-1', 'INV-1', '100.00'))
    expect([part.status, paymentState(part), balancesOf(part).map(({ number, paid, open }) => [number, paid, open])]).toEqual(['delivered', 'partPaid', [['INV-1', '100', '25'], ['INV-2', '0', '16.00']]])
    const rest = after(part, pay('P-2', 'INV-1', '25.00'))
    expect([rest.status, paymentState(rest)]).toEqual(['delivered', 'partPaid'])
    expect(after(rest, pay('P-3', 'INV-2', '16.00'))).toMatchObject({ status: 'closed', paidAmount: '141' })
  })

  test('one payment is on two invoices of the order, and counts on each once', () => {
    const both = [pay('P-1', 'INV-1', '125.00'), pay('P-1', 'INV-2', '16.00')].reduce((order, command) => after(order, command), billed())
    expect(balancesOf(both).map(({ open }) => open)).toEqual(['0', '0'])
    for (const again of [pay('P-1', 'INV-1', '125.00'), pay('P-1', 'INV-2', '16.00')]) expect(accepted(decide(both, again, facts())).events).toEqual([])
  })

  test('more of the same payment on the same invoice counts as the difference', () => {
    const more = [pay('P-1', 'INV-1', '100.00'), pay('P-1', 'INV-1', '125.00')].reduce((order, command) => after(order, command), billed())
    expect(balancesOf(more)[0]).toMatchObject({ paid: '125', open: '0' })
    expect(accepted(decide(more, pay('P-1', 'INV-1', '100.00'), facts())).events).toEqual([])
  })

  test('for an invoice that is not known yet it waits, and more than is open shows as overpaid', () => {
    expect(refusal(decide(billed(), pay('P-1', 'INV-9', '1.00'), facts()))).toBe('too-early')
    expect(paymentState([pay('P-1', 'INV-1', '130.00'), pay('P-2', 'INV-2', '16.00')].reduce((order, command) => after(order, command), billed()))).toBe('overpaid')
  })

  test('a payment of before schema 4, which does not say its invoice, counts on the oldest that is open', () => {
    const old = { ...billed(), paidAmount: '130', documents: [...billed().documents, { kind: 'payment' as const, issuer: 'finance', number: 'P-0', amount: '130' }] }
    expect(balancesOf(old).map(({ paid }) => paid)).toEqual(['125', '5'])
    expect(accepted(decide(old, pay('P-0', 'INV-2', '130'), facts())).events).toEqual([])
  })
})

describe('what a payer means (R-INV-06)', () => {
  const open = (number: string, amount: string, currency = 'EUR') => ({ number, currency, open: amount })

  test.each([
    ['in full', '141.00', [open('INV-1', '125.00'), open('INV-2', '16.00')], [['INV-1', '125.00'], ['INV-2', '16']], '0'],
    ['less: the last one in part', '130.00', [open('INV-1', '125.00'), open('INV-2', '16.00')], [['INV-1', '125.00'], ['INV-2', '5']], '0'],
    ['more: the rest is nobody\'s', '150.00', [open('INV-1', '125.00')], [['INV-1', '125.00']], '25'],
    ['none is named', '150.00', [], [], '150.00'],
    ['it is settled already', '150.00', [open('INV-1', '0')], [], '150.00'],
    ['another currency', '150.00', [open('INV-1', '125.00', 'USD')], [], '150.00'],
  ])('%s', (_what, amount, named, allocations, rest) => {
    const matched = matchRemittance({ amount, currency: 'EUR' }, named)
    expect([matched.allocations.map((one) => [one.invoice, one.amount]), matched.rest]).toEqual([allocations, rest])
  })

  test('never more than came in, nor more than is open, and nothing is lost', () => {
    const cents = fc.integer({ min: 0, max: 100_000 }).map((n) => (n / 100).toFixed(2))
    fc.assert(fc.property(cents, fc.array(cents, { maxLength: 6 }), (amount, opens) => {
      const { allocations, rest } = matchRemittance({ amount, currency: 'EUR' }, opens.map((one, index) => open(`I-${index}`, one)))
      return add(allocated(allocations), rest) === add(amount, '0') && allocations.every((one) => Number(one.amount) <= Number(opens[Number(one.invoice.slice(2))]))
    }))
  })

  test('numbers are found between words, marks and line breaks of a bank', () => {
    expect(wordsOfRemittance('Rg. inv-2026-000012, INV-2026-0\n00013; Danke')).toEqual(expect.arrayContaining(['INV-2026-000012', 'INV-2026-000013']))
    expect(wordsOfRemittance('as agreed by phone')).toEqual([])
    expect(wordsOfRemittance('x1 '.repeat(100_000)).length).toBeLessThan(10)
  })
})
