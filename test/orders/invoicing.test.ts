import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { closingOf } from '../../orders/invoicing/closing'
import { accepted, after, createCommand, facts, refusal } from './sample'

test.each([
  ['2026-03-02', { each: 'day' }, '2026-03-02'], ['2026-03-02', { each: 'week' }, '2026-03-06'], ['2026-03-06', { each: 'week' }, '2026-03-06'], ['2026-03-07', { each: 'week' }, '2026-03-13'],
  ['2026-03-02', { each: 'week', on: 1 }, '2026-03-02'], ['2026-03-08', { each: 'week', on: 7 }, '2026-03-08'], ['2026-02-02', { each: 'month' }, '2026-02-28'], ['2028-02-29', { each: 'month' }, '2028-02-29'], ['2026-12-31', { each: 'week' }, '2027-01-01'],
] as const)('what is shipped on %s and invoiced by %j is on the invoice of %s (R-INV-01)', (shippedOn, terms, closing) => expect(closingOf(shippedOn, terms)).toBe(closing))

describe('what is invoiced together with other orders (R-INV-03)', () => {
  const together = facts({ partner: { ...facts().partner!, collective: true } })
  const ship: Command = { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '4' }], shippedOn: '2026-03-02' }
  const bill = (change: Partial<Extract<Command, { type: 'bill' }>> = {}): Command => ({ type: 'bill', bill: 'NORDBAU/2026-03-02/1', despatches: [{ issuer: 'wms', number: 'D-1' }], ...change })
  const shipped = after(after(undefined, createCommand()), ship, together)

  test('is asked of finance on its closing day, and not when it is shipped', () => {
    expect(accepted(decide(after(undefined, createCommand()), ship, together)).effects.map(({ system, kind }) => `${system} ${kind}`)).toEqual(['erp despatch'])
    expect(after(shipped, bill()).documents).toMatchObject([{ number: 'D-1', on: '2026-03-02', collective: true, bill: 'NORDBAU/2026-03-02/1' }])
  })

  test('a despatch is on one invoice only, and one that there is not, or that was invoiced alone, on none', () => {
    expect(accepted(decide(after(shipped, bill()), bill(), facts())).events).toEqual([])
    expect(refusal(decide(after(shipped, bill()), bill({ bill: 'NORDBAU/2026-03-02/2' }), facts()))).toBe('billed-already')
    expect(refusal(decide(shipped, bill({ despatches: [{ issuer: 'wms', number: 'D-9' }] }), facts()))).toBe('despatch-unknown')
    expect(refusal(decide(after(after(undefined, createCommand()), ship), bill(), facts()))).toBe('despatch-unknown')
  })
})
