import fc from 'fast-check'
import { type Booking, statementsOf } from '../../orders/account'
import { add, subtract } from '../../orders/decimal'

const booking = (kind: Booking['kind'], number: string, on: string, amount: string, currency = 'EUR'): Booking => ({ kind, number, invoice: kind === 'invoice' ? number : 'INV-1', on, currency, amount })
const BOOKINGS = [
  booking('payment', 'PAY-1', '2026-02-03', '60.10'), booking('invoice', 'INV-1', '2026-01-31', '100.10'), booking('creditNote', 'CN-1', '2026-02-03', '15.00'),
  booking('invoice', 'INV-2', '2026-02-03', '9.99'), booking('payment', 'PAY-1', '2026-03-01', '-60.10'), booking('invoice', 'INV-3', '2026-02-10', '7', 'USD'),
]

test('a statement begins with what was owed before its days and ends with what is owed after them, in each currency (R-REC-05)', () => {
  const [eur, usd] = statementsOf(BOOKINGS, { from: '2026-02-01', to: '2026-02-28' })
  expect(eur).toMatchObject({ currency: 'EUR', opening: '100.10', debits: '9.99', credits: '75.10', closing: '34.99' })
  expect(eur!.lines.map(({ number, debit, credit, balance }) => [number, debit, credit, balance])).toEqual([['INV-2', '9.99', undefined, '110.09'], ['CN-1', undefined, '15.00', '95.09'], ['PAY-1', undefined, '60.10', '34.99']])
  expect(usd).toMatchObject({ currency: 'USD', opening: '0.00', closing: '7.00' })
  // a payment that the bank took back is owed again
  expect(statementsOf(BOOKINGS)[0]).toMatchObject({ opening: '0.00', debits: '110.09', credits: '15.00', closing: '95.09' })
})

test('wherever days are cut, one statement goes on where the other ended, and opening + debits − credits is closing (R-REC-05)', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((of) => `2026-02-${String(of).padStart(2, '0')}`)
  const amount = fc.integer({ min: -99999, max: 99999 }).map((cents) => (cents / 100).toFixed(2))
  const any = fc.record({ kind: fc.constantFrom('invoice', 'creditNote', 'payment'), number: fc.string({ maxLength: 3 }), invoice: fc.constant('I'), on: day, currency: fc.constant('EUR'), amount })
  fc.assert(fc.property(fc.array(any, { minLength: 1, maxLength: 30 }), day, (bookings, cut) => {
    const first = statementsOf(bookings, { to: cut })[0]
    const second = statementsOf(bookings, { from: `${cut}x` })[0]!
    expect(second.opening).toBe(first?.closing ?? '0.00')
    expect(second.closing).toBe(statementsOf(bookings)[0]!.closing)
    for (const { opening, debits, credits, closing } of [second, ...first ? [first] : []]) expect(subtract(subtract(add(opening, debits), credits), closing)).toBe('0')
  }))
})
