import fc from 'fast-check'
import { Fault } from '../../../connectors/fault'
import { lineNote, readLineNote } from '../../../connectors/tryton/lineNote'
import { dateSchema, decimalSchema, fromQuantity, instantSchema, toDate, toDecimal, toInstant, toQuantity } from '../../../connectors/tryton/wire'

describe('values on their way to Tryton and back', () => {
  test('a decimal keeps every digit: seventeen digits are no float', () => {
    expect(toDecimal('0.10')).toEqual({ __class__: 'Decimal', decimal: '0.1' })
    expect(decimalSchema.parse({ __class__: 'Decimal', decimal: '12345678901234567.89' })).toBe('12345678901234567.89')
  })

  test('0.1 + 0.2 from there is 0.3 here, and no quantity that a float cannot hold goes out', () => {
    expect(fromQuantity(0.1 + 0.2)).toBe('0.3')
    expect(fromQuantity(1e-7)).toBe('0')
    expect(fromQuantity(120)).toBe('120')
    expect(toQuantity('0.3')).toBe(0.3)
    expect(() => toQuantity('12345678901234567.89')).toThrow(Fault)
  })

  test('whatever quantity of six decimals goes out comes back the same', () => {
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 6 }), (units, places) => {
      const text = (units / 10 ** places).toFixed(places)
      expect(Number(fromQuantity(toQuantity(text)))).toBe(Number(text))
    }))
  })

  test('an instant keeps its microseconds, and texts of instants compare as instants do', () => {
    const wire = { __class__: 'datetime', year: 2026, month: 11, day: 3, hour: 7, minute: 5, second: 9, microsecond: 829 }
    expect(instantSchema.parse(wire)).toBe('2026-11-03T07:05:09.000829Z')
    expect(toInstant('2026-11-03T07:05:09.000829Z')).toEqual(wire)
    expect(toInstant('2026-11-03T07:05:09.5Z')).toMatchObject({ microsecond: 500_000 })
    expect(() => toInstant('yesterday')).toThrow(Fault)
    expect(dateSchema.parse(toDate('2026-02-28'))).toBe('2026-02-28')
  })

  test('our line id and unit stand in the first line of the note, whatever people write below', () => {
    expect(readLineNote(`${lineNote({ id: 'A 10', unit: 'XCS' })}\ncall before delivery`)).toEqual({ id: 'A 10', unit: 'XCS' })
    expect(readLineNote('call before delivery')).toBeUndefined()
    expect(readLineNote(null)).toBeUndefined()
  })
})
