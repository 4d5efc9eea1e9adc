import { changeOf } from '../../cli/change'

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
