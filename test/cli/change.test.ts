import { changeOf } from '../../cli/change'
import { linesOf } from '../../cli/return'

describe('what --set asks for', () => {
  test('fields of lines and of the header, a price with its base, line numbers with points', () => {
    expect(changeOf(['10.quantity=5', '10.price=990/100', '1.2.item=FB-0616', 'requestedDelivery=2026-03-20'])).toEqual({
      requestedDelivery: '2026-03-20', lines: [{ line: '10', quantity: '5', price: { amount: '990', base: '100' } }, { line: '1.2', item: 'FB-0616' }],
    })
  })

  test.each(['10.quantity=1,5', '10.quantity=1e3', '10.colour=red', 'status=closed', 'quantity', '10.requestedDelivery=20.3.2026', 'requestedDelivery=2026-13-40', 'requestedDelivery=2026-02-30'])('%s is refused and named', (setting) => {
    expect(() => changeOf([setting])).toThrow(setting)
  })
})

describe('what --line of a return asks for', () => {
  test('a line, which may have points, and a quantity', () => expect(linesOf(['1=2', '1.2=0.5'])).toEqual([{ line: '1', quantity: '2' }, { line: '1.2', quantity: '0.5' }]))
  test.each(['1', '1=', '=2', '1=2,5', '1=x'])('%s is refused and named', (text) => expect(() => linesOf([text])).toThrow(text))
})
