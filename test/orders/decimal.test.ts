import fc from 'fast-check'
import { add, compare, decimal, divide, isDecimal, multiply, round, subtract, sum } from '../../orders/decimal'
import { amount, fromMinor, lineExtension, toMinor } from '../../orders/money'

describe('numbers and money, group 6 of the bad inputs', () => {
  test.each([['-0', '0'], ['+1.50', '1.5'], ['007', '7'], ['.5', '0.5'], ['9007199254740993', '9007199254740993']])('%s is %s', (text, value) => expect(decimal(text)).toBe(value))
  test.each(['1e309', 'NaN', '', '1,5', '1.2.3', '0x10', ' 1', '9'.repeat(50)])('%j is no decimal', (text) => { expect(isDecimal(text)).toBe(false); expect(() => decimal(text)).toThrow(RangeError) })
  test('0.1 + 0.2 is 0.3', () => expect(add('0.1', '0.2')).toBe('0.3'))
  test('a half cent goes away from zero', () => { expect(round('1.005', 2)).toBe('1.01'); expect(round('-1.005', 2)).toBe('-1.01') })
  test('the yen has no digits, the dinar three', () => { expect(amount('12.5', 'JPY')).toBe('13'); expect(amount('1.2345', 'KWD')).toBe('1.235'); expect(amount('1', 'EUR')).toBe('1.00') })
  test('a price per 100 is not rounded before it is multiplied', () => expect(lineExtension('333', { amount: '0.99', base: '100' }, 'EUR')).toBe('3.30'))
  test('a base of zero is refused, not guessed', () => expect(() => lineExtension('1', { amount: '1', base: '0' }, 'EUR')).toThrow())
  test('minor units there and back', () => { expect(toMinor('12.50', 'EUR')).toBe(1250); expect(fromMinor(1250, 'EUR')).toBe('12.50'); expect(() => toMinor('99999999999999999', 'EUR')).toThrow(RangeError) })
  test('minor units of any amount there and back, and nought has no sign', () => {
    fc.assert(fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
      const places = { EUR: 2, JPY: 0, KWD: 3 }[currency]
      expect(fromMinor(minor, currency)).toBe(amount(divide(String(minor), '1' + '0'.repeat(places)), currency))
      expect(toMinor(fromMinor(minor, currency), currency)).toBe(minor)
    }))
    expect(Object.is(toMinor('-0.001', 'EUR'), 0)).toBe(true)
  })
  test('counts add up as all numbers do', () => {
    const count = fc.bigInt({ min: 0n, max: 10n ** 17n })
    fc.assert(fc.property(count, count, (a, b) => {
      expect(add(String(a), String(b))).toBe(String(a + b))
      expect(subtract(String(a), String(b))).toBe(String(a - b))
    }))
  })
  test('ten thousand lines of a third add up to what they are', () => expect(sum(Array.from({ length: 10_000 }, () => '0.3333'))).toBe('3333'))
  test('of any two numbers, whole or not, the greater is the greater', () => {
    const digits = fc.tuple(fc.bigInt({ min: -2000n, max: 10n ** 18n }), fc.integer({ min: 0, max: 3 }))
    const text = ([n, places]: [bigint, number]): string => divide(String(n), '1' + '0'.repeat(places))
    fc.assert(fc.property(digits, digits, (a, b) => {
      const left = a[0] * 10n ** BigInt(3 - a[1])
      const right = b[0] * 10n ** BigInt(3 - b[1])
      expect(compare(text(a), text(b))).toBe(left < right ? -1 : left > right ? 1 : 0)
    }))
  })
  test('sums and differences are exact', () => {
    const number = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 })).map(([n, digits]) => divide(String(n), '1' + '0'.repeat(digits)))
    fc.assert(fc.property(number, number, (a, b) => {
      expect(subtract(add(a, b), b)).toBe(a)
      expect(compare(add(a, b), add(b, a))).toBe(0)
      expect(multiply(a, b)).toBe(multiply(b, a))
    }))
  })
})
