import { readDate } from '../../mappings/date'
import { checkGtin } from '../../mappings/gtin'
import { markOf, readNumber } from '../../mappings/number'
import { isTarget } from '../../mappings/target'

const value = (reading: ReturnType<typeof readNumber>): string => (reading.ok ? reading.value : reading.code)

describe('numbers as partners write them', () => {
  test.each([
    ['12', '12'], ['-0', '0'], ['0.10', '0.1'], ['0,10', '0.1'], ['1.234,56', '1234.56'], ['1,234.56', '1234.56'], ['1.234.567', '1234567'],
    ['1 234,5', '1234.5'], ["1'234.50", '1234.5'], ['1\u202f234,5', '1234.5'], ['12-', '-12'], ['1234.567', '1234.567'], ['0.125', '0.125'],
    ['9007199254740993', '9007199254740993'], ['1.234', 'number-ambiguous'], ['1,234', 'number-ambiguous'], ['1e309', 'number-scientific'],
    ['', 'number-unreadable'], ['.', 'number-unreadable'], ['12 Stk', 'number-unreadable'], ['1.23.456', 'number-unreadable'], ['=2*3', 'number-unreadable'],
  ])('%s is %s', (text, expected) => { expect(value(readNumber(text))).toBe(expected) })

  test('a mark decides, and contradicts', () => {
    expect(value(readNumber('1.234', ','))).toBe('1234')
    expect(value(readNumber('1.234', '.'))).toBe('1.234')
    expect(value(readNumber('1,5', '.'))).toBe('number-unreadable')
    expect([markOf('1,5'), markOf('1.234,5'), markOf('1.234'), markOf('7')]).toEqual([',', ',', undefined, undefined])
  })
})

describe('dates as partners write them', () => {
  test.each([
    ['2026-03-02', '2026-03-02'], ['20260302', '2026-03-02'], ['2026/3/2', '2026-03-02'], ['2026年3月2日', '2026-03-02'], ['02.03.2026', '2026-03-02'], ['2.3.26', '2026-03-02'],
    ['25/03/2026', '2026-03-25'], ['03/25/2026', '2026-03-25'], ['05/05/2026', '2026-05-05'], ['2. März 2026', '2026-03-02'], ['Mar 2, 2026', '2026-03-02'], ['02-Mar-2026', '2026-03-02'],
    ['2026-03-02 8:30', '2026-03-02T08:30'], ['2026-03-02T08:30:00Z', '2026-03-02T08:30:00Z'],
    ['03/04/2026', 'date-ambiguous'], ['03/04/05', 'date-ambiguous'], ['46090', 'date-excel-serial'],
    ['2026-02-30', 'date-unreadable'], ['31.04.2026', 'date-unreadable'], ['soon', 'date-unreadable'], ['2. Foo 2026', 'date-unreadable'],
  ])('%s is %s', (text, expected) => { expect(value(readDate(text))).toBe(expected) })

  test('the partner\'s order decides', () => {
    expect([value(readDate('03/04/05', 'DMY')), value(readDate('03/04/05', 'MDY')), value(readDate('03/04/05', 'YMD'))]).toEqual(['2005-04-03', '2005-03-04', '2003-04-05'])
    expect(value(readDate('25/03/2026', 'MDY'))).toBe('date-unreadable')
  })
})

test('a GTIN is right by length and check digit, and a lost zero is offered back', () => {
  expect(checkGtin('4006381333931')).toEqual({ ok: true })
  expect(checkGtin('96385074')).toEqual({ ok: true })
  expect(checkGtin('4006381333932')).toMatchObject({ why: 'check-digit' })
  expect(checkGtin('12345678905')).toMatchObject({ why: 'length', candidates: ['012345678905'] })
  expect(checkGtin('ABC')).toMatchObject({ why: 'not-digits' })
})

test('a field table can fill places of an order and nothing else', () => {
  for (const place of ['reference', 'shipTo.name', 'buyer.identifiers.GLN', 'lines.price.amount', 'shipTo.address.city']) expect(isTarget(place)).toBe(true)
  for (const place of ['__proto__', 'lines.__proto__', 'buyer.constructor', 'shipTo.address.toString', 'lines', 'buyer.identifiers']) expect(isTarget(place)).toBe(false)
})
