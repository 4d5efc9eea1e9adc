import { daysBetween, disputeOf, type OwedItem, remindersOn } from '../../orders/dunning'

const policy = { levels: [{ days: 5, fee: '0' }, { days: 15, fee: '5.00' }, { days: 30, fee: '15.00' }], holdFrom: 2 }
const owed = (change: Partial<OwedItem> = {}): OwedItem => ({ invoice: 'INV-1', buyer: 'NORDBAU', currency: 'EUR', open: '125.00', dueOn: '2026-02-28', level: 0, ...change })
const on = (today: string, ...items: OwedItem[]) => remindersOn(today, items, policy).map(({ buyer, currency, level, fee, payable, items: own }) => [buyer, currency, level, fee, payable, own.map(({ invoice, days }) => `${invoice} ${days}`)])

describe('reminders (R-REC-02)', () => {
  test.each([
    ['2026-02-28', 0, []], ['2026-03-04', 0, []], ['2026-03-05', 0, [1]], ['2026-03-14', 1, []], ['2026-03-15', 1, [2]], ['2026-03-30', 2, [3]], ['2026-12-31', 3, []],
  ])('on %s after reminder %s', (today, level, levels) => expect(remindersOn(today, [owed({ level })], policy).map((one) => one.level)).toEqual(levels))

  test('nobody is sent the last reminder first, however late it is looked', () => expect(on('2026-06-30', owed())).toEqual([['NORDBAU', 'EUR', 1, '0', '125', ['INV-1 122']]]))

  test('one document for a customer and currency, at the highest level, its fee once', () => {
    expect(on('2026-03-20', owed({ level: 1 }), owed({ invoice: 'INV-2', dueOn: '2026-03-10', open: '10.00' }), owed({ invoice: 'INV-3', currency: 'USD' }), owed({ invoice: 'INV-4', buyer: 'KRAMER' }), owed({ invoice: 'INV-5', dueOn: '2026-03-19' }))).toEqual([
      ['NORDBAU', 'EUR', 2, '5.00', '140', ['INV-1 20', 'INV-2 10']], ['NORDBAU', 'USD', 1, '0', '125', ['INV-3 20']], ['KRAMER', 'EUR', 1, '0', '125', ['INV-4 20']],
    ])
  })

  test('what is paid, has no due date or no customer is not reminded of', () => expect(on('2026-12-31', owed({ open: '0' }), owed({ open: '-5.00' }), owed({ dueOn: undefined }), owed({ buyer: undefined }))).toEqual([]))

  test('days are of the calendar, over a change of the clocks too', () => expect([daysBetween('2026-03-28', '2026-03-30'), daysBetween('2026-03-30', '2026-03-28')]).toEqual([2, -2]))
})

describe('what is in dispute (R-REC-03)', () => {
  test('is not reminded of, and what else the customer owes is', () => expect(on('2026-03-20', owed({ dispute: 'crushed' }), owed({ invoice: 'INV-2', open: '10.00' }))).toEqual([['NORDBAU', 'EUR', 1, '0', '10', ['INV-2 20']]]))

  test('an invoice is by a complaint about a line that it bills, or about no line of its order', () => {
    const billed = [{ order: 'o-1', orderLine: '1' }, { order: 'o-2', orderLine: '7' }]
    const complaint = (order: string, ...lines: string[]) => ({ order, lines, text: 'crushed' })
    expect([complaint('o-1', '1'), complaint('o-2', '3', '7'), complaint('o-2')].map((one) => disputeOf(billed, [one]))).toEqual([complaint('o-1', '1'), complaint('o-2', '3', '7'), complaint('o-2')])
    expect([complaint('o-1', '2'), complaint('o-2', '1'), complaint('o-3')].map((one) => disputeOf(billed, [one]))).toEqual([undefined, undefined, undefined])
  })
})
