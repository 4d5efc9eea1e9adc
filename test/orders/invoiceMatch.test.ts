import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Order } from '../../orders/order'
import { accepted, after, createCommand, facts, refusal } from './sample'

type Invoice = Extract<Command, { type: 'invoice' }>

/** 10 × 12.50 and 200 × 8.00 per 100 are shipped: 141.00 EUR. */
const shipped = (): Order => after(after(undefined, createCommand()), { type: 'ship', issuer: 'erp', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] })
const bill = (change: Partial<Invoice> = {}): Invoice => ({ type: 'invoice', issuer: 'erp', invoice: 'I-1', amount: '169.20', net: '141.00', currency: 'EUR', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }], ...change })
const credit = (change: Partial<Invoice> = {}): Invoice => bill({ invoice: 'I-2', amount: '-169.20', net: '-141.00', credits: 'I-1', lines: [{ line: '1', quantity: '-10' }, { line: '2', quantity: '-200' }], ...change })

describe('an invoice at another price than the order is held (R-INV-02)', () => {
  test.each<[string, string, string | undefined]>([
    ['as ordered', '141.00', undefined], ['a cent a line above', '141.02', undefined], ['a cent a line below', '140.98', undefined],
    ['more than rounding above', '141.03', 'invoice-price-differs'], ['more than rounding below', '140.97', 'invoice-price-differs'],
  ])('%s: %s', (_what, net, code) => {
    const decision = decide(shipped(), bill({ net }), facts())
    expect(decision.outcome === 'refused' ? decision.findings[0]!.code : undefined).toBe(code)
  })

  test('both amounts are named, without taxes', () => {
    expect(decide(shipped(), bill({ net: '150.00' }), facts())).toMatchObject({ findings: [{ text: 'Invoice I-1 bills 150.00 EUR without taxes; at the prices of SO-000001 it is 141.00 EUR.' }] })
  })

  test('a part of it is compared with that part', () => {
    expect(accepted(decide(shipped(), bill({ net: '50.00', amount: '60.00', lines: [{ line: '1', quantity: '4' }] }), facts())).events).toMatchObject([{ type: 'invoiced', data: { amount: '60.00' } }])
    expect(refusal(decide(shipped(), bill({ net: '50.02', lines: [{ line: '1', quantity: '4' }] }), facts()))).toBe('invoice-price-differs')
  })

  test('in another currency it is held, whatever it comes to', () => {
    expect(refusal(decide(shipped(), bill({ currency: 'USD' }), facts()))).toBe('invoice-currency-differs')
  })

  test('one that says no net amount is taken at its own, and what matches it by is not kept', () => {
    expect(accepted(decide(shipped(), bill({ net: undefined, amount: '999.00' }), facts())).events).toMatchObject([{ data: { amount: '999.00' } }])
    expect(accepted(decide(shipped(), bill(), facts())).events[0]!.data).toEqual({ issuer: 'erp', invoice: 'I-1', amount: '169.20', lines: bill().lines })
  })

  test('more than is ordered can never be right; what is only not shipped yet can', () => {
    const ordered = after(undefined, createCommand())
    expect(refusal(decide(ordered, bill(), facts()))).toBe('invoiced-not-shipped')
    expect(refusal(decide(after(shipped(), bill()), bill({ invoice: 'I-3' }), facts()))).toBe('invoiced-not-ordered')
  })
})

describe('a credit note counts where its invoice did (R-INV-02, R-INV-03)', () => {
  test('what was counted is taken back, once', () => {
    const order = after(after(shipped(), bill()), credit())
    expect(order).toMatchObject({ invoicedAmount: '0', lines: [{ invoiced: '0' }, { invoiced: '0' }] })
    expect(accepted(decide(order, credit(), facts())).events).toEqual([])
  })

  test('of a held invoice it waits', () => {
    expect(refusal(decide(shipped(), credit(), facts()))).toBe('too-early')
    expect(refusal(decide(shipped(), credit({ credits: undefined }), facts()))).toBe('too-early')
  })

  test('a held invoice that was taken back in full comes to nothing with its credit note, in any order, and the right one counts', () => {
    const wrong = bill({ net: '150.00', voided: true })
    for (const commands of [[wrong, credit({ voided: true })], [credit({ voided: true }), wrong]]) {
      const order = commands.reduce((state, command) => after(state, command), shipped())
      expect(order).toMatchObject({ invoicedAmount: '0', documents: [{ kind: 'despatch' }] })
      expect(after(order, bill({ invoice: 'I-3' }))).toMatchObject({ invoicedAmount: '169.2', lines: [{ invoiced: '10' }, { invoiced: '200' }] })
    }
  })

  test('one that was counted before it was taken back is taken back', () => {
    const order = after(after(shipped(), bill()), credit({ voided: true }))
    expect(order).toMatchObject({ invoicedAmount: '0', lines: [{ invoiced: '0' }, { invoiced: '0' }] })
    expect(accepted(decide(order, bill({ voided: true }), facts())).events).toEqual([])
  })
})
