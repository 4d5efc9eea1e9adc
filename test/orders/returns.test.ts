import fc from 'fast-check'
import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Effect } from '../../orders/decision'
import { add, compare } from '../../orders/decimal'
import { type Facts } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { balancesOf, paymentState } from '../../orders/payments/balance'
import { creditsOf } from '../../orders/returns/credit'
import { impactOf, returnable } from '../../orders/returns/impact'
import { type ReturnReason } from '../../orders/returns/terms'
import { accepted, after, createCommand, facts, refusal } from './sample'

/** An order of 10 of line 1 at 12.50 and 200 of line 2 at 8.00 per 100, shipped, invoiced and delivered; a second person beside the order desk. */
const shipped = (): Order => after(after(undefined, createCommand()), { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }], shippedOn: '2026-03-02' })
const invoice: Command = { type: 'invoice', issuer: 'finance', invoice: 'INV-1', amount: '141.00', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }
const delivered = (): Order => after(after(shipped(), invoice), { type: 'deliver', issuer: 'wms', despatch: 'D-1' })
const paid = (): Order => after(delivered(), { type: 'pay', issuer: 'finance', payment: 'P-1', invoice: 'INV-1', amount: '141.00' })
const back = (quantity: string, change: Partial<Extract<Command, { type: 'return' }>> = {}): Command => ({ type: 'return', request: 'T-1', reason: 'damaged', lines: [{ line: '1', quantity }], ...change })
const came = (quantity: string, condition: 'good' | 'damaged' = 'good', receipt = 'GR-1', number = 'SO-000001-R1'): Command => ({ type: 'takeBack', issuer: 'wms', return: number, receipt, lines: [{ line: '1', quantity, condition }] })
const note = (amount: string, quantity: string, change: Partial<Extract<Command, { type: 'credit' }>> = {}): Command => ({ type: 'credit', issuer: 'finance', creditNote: 'CN-1', invoice: 'INV-1', amount, lines: [{ line: '1', quantity }], return: 'SO-000001-R1', ...change })
const second: Partial<Facts> = { actor: { id: 'other', roles: ['orderDesk', 'salesManager'] } }
const approve: Command = { type: 'approve', reason: 'the photos show it' }
/** Rules that let small returns through. */
const lenient = (change: Partial<Facts> = {}): Facts => facts({ rules: { ...facts().rules, returns: { damaged: { upTo: '50.00' }, notNeeded: { upTo: '1000.00', restocking: '10', days: 30 }, short: { upTo: '50.00' } } }, ...change })
const said = (effects: readonly Effect[]): string[] => effects.map(({ system, kind, action, ourId }) => `${system} ${kind} ${action} ${ourId}`)

describe('a return (R-RET-01, R-RET-02, R-RET-03)', () => {
  test('is asked for, agreed to by a second person, expected by the warehouse, credited as it came, and ends with its credit note', () => {
    const asked = after(delivered(), back('4'))
    expect(asked).toMatchObject({ status: 'delivered', returns: [{ number: 'SO-000001-R1', state: 'requested', credit: '50.00' }], approvals: [{ step: 'SO-000001-R1', role: 'orderDesk', state: 'open', why: 'Return SO-000001-R1: 4 of line 1 (damaged); 50.00 EUR to credit.' }] })
    const decision = accepted(decide(asked, approve, facts(second)))
    expect(said(decision.effects)).toEqual(['wms return create o-1/SO-000001-R1'])
    expect(decision.effects[0]!.body).toMatchObject({ return: 'SO-000001-R1', lines: [{ id: '1', item: 'A-1', quantity: '4', unit: 'C62' }] })
    const agreed = after(asked, approve, facts(second))
    const receipt = accepted(decide(agreed, came('4', 'damaged'), facts()))
    // damaged is our fault: all of it is credited
    expect(receipt.effects).toMatchObject([{ system: 'finance', kind: 'creditNote', ourId: 'o-1/SO-000001-R1/GR-1/INV-1', body: { invoice: 'INV-1', payable: '50.00', lines: [{ line: '1', quantity: '4', amount: '50.00' }] } }])
    const received = after(agreed, came('4', 'damaged'))
    expect(received).toMatchObject({ returns: [{ state: 'received' }], lines: [{ returned: '4' }, {}] })
    const credited = after(received, note('50.00', '4'))
    expect(credited).toMatchObject({ status: 'delivered', creditedAmount: '50', returns: [{ state: 'settled' }] })
    expect([paymentState(credited), balancesOf(credited)]).toMatchObject(['partPaid', [{ credited: '50', open: '91' }]])
    // what is left is paid, and the order is at its end (R-CLS-01)
    expect(after(credited, { type: 'pay', issuer: 'finance', payment: 'P-1', invoice: 'INV-1', amount: '91.00' }).status).toBe('closed')
  })

  test('opens a closed order again, which closes by itself once it is settled (R-CLS-01)', () => {
    expect(paid().status).toBe('closed')
    const asked = after(paid(), back('1'), lenient())
    expect(asked).toMatchObject({ status: 'delivered', returns: [{ state: 'authorised' }], approvals: [] })
    const credited = after(after(asked, came('1')), note('12.50', '1'))
    expect([credited.status, paymentState(credited)]).toEqual(['closed', 'overpaid'])
    expect(after(after(paid(), back('9')), { type: 'reject', reason: 'worn' }, facts(second))).toMatchObject({ status: 'closed', returns: [{ state: 'refused' }], approvals: [{ state: 'rejected' }] })
  })

  test('while one is open, an order that is paid does not close (R-CLS-01)', () => {
    const asked = after(delivered(), back('1'))
    expect(after(asked, { type: 'pay', issuer: 'finance', payment: 'P-1', invoice: 'INV-1', amount: '141.00' }).status).toBe('delivered')
  })

  test('the same request, receipt and credit note count once', () => {
    const agreed = after(delivered(), back('2'), lenient())
    const received = after(agreed, came('2'))
    const credited = after(received, note('25.00', '2'))
    for (const again of [back('2'), back('2.0'), came('2'), note('25.00', '2')]) expect(accepted(decide(credited, again, lenient())).events).toEqual([])
  })

  test('the same request with other lines or another reason is refused, and shows both (R-RET-01)', () => {
    const agreed = after(delivered(), back('2'), lenient())
    for (const other of [back('9'), back('2', { reason: 'quality' })]) {
      const decision = decide(agreed, other, lenient())
      expect(refusal(decision)).toBe('request-differs')
      expect(JSON.stringify(decision)).toContain('2 of line 1 (damaged). Now it is')
    }
  })

  test('by a rule a small one is let through, a larger or a late one is asked', () => {
    const roles = (quantity: string, reason: ReturnReason, today = '2026-03-05'): string | undefined => impactOf(delivered(), { reason, lines: [{ line: '1', quantity }] }, lenient({ today })).asks
    expect([roles('4', 'damaged'), roles('5', 'damaged'), roles('1', 'notNeeded'), roles('1', 'notNeeded', '2026-04-01'), roles('1', 'notNeeded', '2026-04-02'), roles('1', 'quality')])
      .toEqual([undefined, 'orderDesk', undefined, undefined, 'salesManager', 'orderDesk'])
    expect(after(delivered(), back('1', { reason: 'notNeeded' }), lenient({ today: '2026-04-02' })).approvals[0]!.why).toContain('It was shipped 31 days ago.')
  })

  test.each([
    ['our fault, however it comes back', 'damaged', 'damaged', '25.00'], ['not needed, as it was sent: less what restocking costs', 'notNeeded', 'good', '22.50'], ['not needed and damaged: nothing', 'notNeeded', 'damaged', undefined],
  ] as const)('what is credited is by reason and condition: %s (R-RET-03)', (_what, reason, condition, amount) => {
    const agreed = after(delivered(), back('2', { reason }), lenient())
    const { effects } = accepted(decide(agreed, came('2', condition), facts()))
    expect(effects.map(({ body }) => (body as { payable: string }).payable)).toEqual(amount === undefined ? [] : [amount])
    expect(after(agreed, came('2', condition)).returns![0]!.state).toBe(amount === undefined ? 'settled' : 'received')
  })

  test('what never arrived is credited at once, and nothing is expected back', () => {
    const decision = accepted(decide(delivered(), back('3', { reason: 'short' }), lenient()))
    expect(said(decision.effects)).toEqual(['finance creditNote create o-1/SO-000001-R1/INV-1'])
    expect(after(after(delivered(), back('3', { reason: 'short' }), lenient()), note('37.50', '3')).returns).toMatchObject([{ state: 'settled' }])
  })

  test('it comes back in parts, to the warehouse that shipped it, counted in its own unit', () => {
    const cases = after(undefined, createCommand({ lines: [{ id: '1', sellersItem: 'A-1', quantity: '2', unit: 'CS', price: { amount: '150.00' } }] }))
    const two = facts({ systems: [...facts().systems, { name: 'south', role: 'wms', mode: 'live' }] })
    const sent = after(cases, { type: 'ship', issuer: 'south', despatch: 'D-9', lines: [{ line: '1', quantity: '24', unit: 'C62' }] }, two)
    const billed = after(sent, { type: 'invoice', issuer: 'finance', invoice: 'INV-1', amount: '300.00', lines: [{ line: '1', quantity: '2' }] })
    const decision = accepted(decide(billed, back('2'), { ...two, rules: { ...two.rules, returns: { damaged: { upTo: '1000' } } } }))
    expect(decision.effects).toMatchObject([{ system: 'south', kind: 'return', body: { lines: [{ quantity: '24', unit: 'C62' }] } }])
    let order = after(billed, back('2'), { ...two, rules: { ...two.rules, returns: { damaged: { upTo: '1000' } } } })
    order = after(order, { type: 'takeBack', issuer: 'south', return: 'SO-000001-R1', receipt: 'GR-1', lines: [{ line: '1', quantity: '6', unit: 'C62', condition: 'good' }] })
    order = after(order, note('75.00', '0.5'))
    expect(order.returns).toMatchObject([{ state: 'settled', lines: [{ received: '0.5', credited: '0.5' }] }])
    order = after(order, { type: 'takeBack', issuer: 'south', return: 'SO-000001-R1', receipt: 'GR-2', lines: [{ line: '1', quantity: '18', unit: 'C62', condition: 'good' }] })
    expect(order.returns).toMatchObject([{ state: 'received', lines: [{ received: '2', credited: '0.5' }] }])
  })

  test('a refused return may be asked for again, and one that was agreed to is taken back from the warehouse', () => {
    const agreed = after(delivered(), back('10'), lenient({ rules: { ...lenient().rules, returns: { damaged: { upTo: '1000' } } } }))
    expect(refusal(decide(agreed, back('1', { request: 'T-2' }), facts()))).toBe('over-returned')
    const withdrawn = accepted(decide(agreed, { type: 'reject', step: 'SO-000001-R1', reason: 'he keeps it' }, facts()))
    expect(said(withdrawn.effects)).toEqual(['wms return cancel o-1/SO-000001-R1'])
    const refused = after(agreed, { type: 'reject', step: 'SO-000001-R1', reason: 'he keeps it' })
    expect(returnable(refused, '1')).toBe('10')
    expect(accepted(decide(refused, { type: 'reject', step: 'SO-000001-R1', reason: 'again' }, facts())).events).toEqual([])
    expect(after(refused, back('1', { request: 'T-2' })).returns).toMatchObject([{ state: 'refused' }, { number: 'SO-000001-R2' }])
  })

  test('what no invoice bills yet waits for its invoice', () => expect(refusal(decide(shipped(), back('1'), facts()))).toBe('too-early'))
})

describe('what is credited (R-RET-04)', () => {
  test('on the first invoice that billed it, with the tax that it bore, and the rest on the next', () => {
    const bills = [{ invoice: 'INV-1', amount: '59.50', lines: [{ line: '1', quantity: '4' }] }, { invoice: 'INV-2', amount: '89.25', lines: [{ line: '1', quantity: '6' }] }]
    const order = bills.reduce((state, one) => after(state, { type: 'invoice', issuer: 'finance', ...one }), shipped())
    // 19 % on 12.50
    expect(creditsOf(order, [{ line: '1', quantity: '5', keep: '0' }])).toMatchObject({ rest: [], credits: [{ invoice: 'INV-1', amount: '59.50' }, { invoice: 'INV-2', amount: '14.88', lines: [{ quantity: '1' }] }] })
    expect(creditsOf(order, [{ line: '1', quantity: '11', keep: '0' }]).rest).toEqual([{ line: '1', quantity: '1' }])
  })

  test('an invoice of before schema 5, which does not say its lines, bills all that no other does', () => {
    const old = { ...delivered(), documents: delivered().documents.map(({ lines: _lines, ...link }) => link) }
    expect(creditsOf(old, [{ line: '1', quantity: '2', keep: '0' }]).credits).toMatchObject([{ invoice: 'INV-1', amount: '25.00' }])
  })

  test('never comes to more than was billed, in however many parts it comes back', () => {
    const third = after(undefined, createCommand({ lines: [{ id: '1', sellersItem: 'A-1', quantity: '7', unit: 'C62', price: { amount: '12.50', base: '3' } }] }), facts({ rules: { ...facts().rules, settings: {} } }))
    const parts = fc.array(fc.record({ quantity: fc.constantFrom('1', '2', '0.5', '3'), condition: fc.constantFrom('good' as const, 'damaged' as const), reason: fc.constantFrom<ReturnReason>('damaged', 'notNeeded', 'short') }), { maxLength: 12 })
    fc.assert(fc.property(parts, fc.constantFrom('29.17', '34.71', '31.00'), (wanted, amount) => {
      const all = lenient({ rules: { ...facts().rules, returns: { damaged: { upTo: '1000' }, short: { upTo: '1000' }, notNeeded: { upTo: '1000', restocking: '10' } } } })
      let order = [{ type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '7' }] }, { ...invoice, amount, lines: [{ line: '1', quantity: '7' }] }].reduce((state, command) => after(state, command as Command), third)
      let total = '0'
      for (const [place, { quantity, condition, reason }] of wanted.entries()) {
        const asked = decide(order, back(quantity, { request: String(place), reason }), all)
        if (asked.outcome !== 'accepted') continue
        const notes = [...asked.effects]
        order = after(order, back(quantity, { request: String(place), reason }), all)
        if (reason !== 'short') {
          const receipt = came(quantity, condition, `GR-${place}`, order.returns!.at(-1)!.number)
          notes.push(...accepted(decide(order, receipt, all)).effects)
          order = after(order, receipt, all)
        }
        for (const { kind, body } of notes) if (kind === 'creditNote') total = add(total, (body as { payable: string }).payable)
      }
      expect(compare(total, amount)).toBeLessThanOrEqual(0)
      if (wanted.length > 0 && order.returns?.every(({ reason }) => reason !== 'notNeeded') && returnable(order, '1') === '0') expect(compare(total, amount)).toBe(0)
    }), { numRuns: 200 })
  })
})

describe('a return is refused', () => {
  type Case = [what: string, order: () => Order, command: Command, code: string, by?: Partial<Facts>]
  const agreed = (): Order => after(delivered(), back('4'), lenient())
  test.each<Case>([
    ['of what is not shipped', () => after(undefined, createCommand()), back('1'), 'not-shipped'],
    ['of no line', delivered, back('1', { lines: [] }), 'lines-missing'],
    ['of a line twice', delivered, back('1', { lines: [{ line: '1', quantity: '1' }, { line: '1', quantity: '1' }] }), 'line-exists'],
    ['of a line that is not there', delivered, back('1', { lines: [{ line: '9', quantity: '1' }] }), 'line-unknown'],
    ['of nothing', delivered, back('0'), 'quantity-invalid'],
    ['of more than was shipped', delivered, back('11'), 'over-returned'],
    ['approved by who asked for it', () => after(delivered(), back('4')), approve, 'own-return'],
    ['approved without a reason', () => after(delivered(), back('4')), { type: 'approve', reason: ' ' }, 'reason-missing', second],
    ['refused without a reason', () => after(delivered(), back('4')), { type: 'reject', reason: ' ' }, 'reason-missing', second],
    ['refused by somebody who may not', agreed, { type: 'reject', step: 'SO-000001-R1', reason: 'no' }, 'not-allowed', { actor: { id: 'x', roles: [] } }],
    ['refused that is not there', agreed, { type: 'reject', step: 'SO-000001-R9', reason: 'no' }, 'return-unknown'],
    ['refused after it came back', () => after(agreed(), came('1')), { type: 'reject', step: 'SO-000001-R1', reason: 'no' }, 'returned-already'],
    ['received that nobody agreed to', () => after(delivered(), back('4')), came('4'), 'return-not-agreed'],
    ['received that is not there', delivered, came('4'), 'return-unknown'],
    ['received with more than was agreed', agreed, came('5'), 'over-returned'],
    ['received with another line', agreed, { ...came('1'), lines: [{ line: '2', quantity: '1', condition: 'good' }] } as Command, 'line-unknown'],
    ['credited on an invoice that is not known', agreed, note('1.00', '1', { invoice: 'INV-9' }), 'too-early'],
    ['credited with more than is billed', agreed, note('141.01', '1'), 'over-credited'],
    ['credited of a line that is not there', agreed, note('1.00', '1', { lines: [{ line: '9', quantity: '1' }] }), 'line-unknown'],
  ])('%s (R-RET-01, R-RET-03, R-RET-04)', (_what, order, command, code, by = {}) => expect(refusal(decide(order(), command, facts(by)))).toBe(code))
})
