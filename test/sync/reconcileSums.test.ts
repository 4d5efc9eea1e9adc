import { count, countPair, noSums, sameSum } from '../../sync/reconcile/sums'

describe('the sums of a comparison', () => {
  test('are exact, by currency, and in the digits of each', () => {
    const { ours } = noSums()
    for (const one of [{ amount: '0.1', currency: 'EUR' }, { amount: '0.2', currency: 'EUR' }, { amount: '1200', currency: 'JPY' }, {}]) count(ours, one)
    expect(ours).toEqual({ records: 4, amounts: { EUR: '0.30', JPY: '1200' } })
  })

  test('count the record, and no amount, where a system says what is none', () => {
    const { theirs } = noSums()
    for (const one of [{ amount: '1e3', currency: 'EUR' }, { amount: 'NaN', currency: 'EUR' }, { amount: '5', currency: '__proto__' }]) count(theirs, one)
    expect(theirs).toEqual({ records: 3, amounts: {} })
  })

  test('compare amounts only where both sides say one', () => {
    const sums = noSums()
    countPair(sums, { amount: '250', currency: 'EUR' }, {})
    expect(sameSum(sums.ours, sums.theirs)).toBe(true)
    countPair(sums, { amount: '250', currency: 'EUR' }, { amount: '250.01', currency: 'EUR' })
    expect(sameSum(sums.ours, sums.theirs)).toBe(false)
  })
})
