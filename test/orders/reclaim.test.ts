import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { accepted, after, createCommand, facts, refusal } from './sample'

const change = (quantity: string): Command => ({ type: 'change', reason: 'asked', change: { lines: [{ line: '1', quantity }] } })
const credit = (limit: string, ours: string) => facts({ credit: { value: { currency: 'EUR', limit, theirs: '0', ours }, source: 'erp', asOf: '2026-03-02T08:00:00.000Z' } })

describe('a change of an accepted order', () => {
  const order = after(undefined, createCommand())

  test('takes more credit and stock only as far as there is room, and says what is left (R-CHG-01, R-REV-03)', () => {
    const refused = decide(order, change('20'), credit('200', '141'))
    expect(refusal(refused)).toBe('credit-exceeded')
    expect(refused).toMatchObject({ findings: [{ text: 'The change takes 125 more of the credit, and 59 are left. Make room for it, or change less.' }] })
    expect(accepted(decide(order, change('14'), credit('200', '141'))).claims[0]).toEqual({ resource: 'credit/NORDBAU', line: '', quantity: '191.00', force: false })
    expect(refusal(decide(order, change('1100'), credit('100000', '141')))).toBe('stock-short')
  })

  test('may always be to less, also where somebody had approved that it goes over the limit', () => {
    const { claims, release } = accepted(decide(order, change('5'), credit('50', '141')))
    expect([release, claims[0]]).toEqual(['none', { resource: 'credit/NORDBAU', line: '', quantity: '78.50', force: true }])
  })
})
