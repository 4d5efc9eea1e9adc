import fc from 'fast-check'
import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Effect } from '../../orders/decision'
import { add, compare, type Decimal, subtract, sum } from '../../orders/decimal'
import { type Facts } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { paymentState } from '../../orders/payments/balance'
import { accepted, after, createCommand, facts, refusal } from './sample'

/** A payment gateway beside the others, and returns that a rule lets through. */
const withCards = (change: Partial<Facts> = {}): Facts => facts({
  systems: [...facts().systems, { name: 'gateway', role: 'payment', mode: 'live' }], rules: { ...facts().rules, returns: { damaged: { upTo: '10000.00' } } }, ...change,
})
const create = (gateway: string | undefined = 'gateway'): Command => {
  const command = createCommand()
  return { ...command, draft: { ...command.draft, authorisation: { ...(gateway === undefined ? {} : { gateway }), reference: 'pi_1' } } }
}
const ordered = (): Order => after(undefined, create(), withCards())
const despatch: Command = { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }
const invoice: Command = { type: 'invoice', issuer: 'finance', invoice: 'INV-1', amount: '141.00', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }
const invoiced = (): Order => after(after(ordered(), despatch, withCards()), invoice, withCards())
const taken = (amount: Decimal = '141.00', capture = 'ch_1'): Command => ({ type: 'capture', issuer: 'gateway', capture, amount, bookedOn: '2026-03-02' })
const booked = (amount: Decimal, entry: string): Command => ({ type: 'pay', issuer: 'finance', payment: `gateway/20260302/${entry}`, invoice: 'INV-1', amount })
const note = (amount: Decimal, creditNote = 'CN-1', quantity = '1'): Command => ({ type: 'credit', issuer: 'finance', creditNote, invoice: 'INV-1', amount, lines: [{ line: '1', quantity }] })
const given = (amount: Decimal, asked = 'finance/CN-1/1', refund = 're_1'): Command => ({ type: 'refund', issuer: 'gateway', refund, asked, amount, bookedOn: '2026-03-03' })
const of = (order: Order | undefined, command: Command, known = withCards()): Effect[] => accepted(decide(order, command, known)).effects.filter(({ kind }) => ['authorisation', 'capture', 'refund', 'payment'].includes(kind))

describe('what is paid by card (R-INV-05)', () => {
  test('is known at its gateway by its order, taken with the despatch as it is invoiced, and booked on the invoice once that is there', () => {
    expect(of(undefined, create())).toMatchObject([{ system: 'gateway', kind: 'authorisation', action: 'create', ourId: 'o-1', body: { authorisation: 'pi_1', number: 'SO-000001', amount: '141.00', currency: 'EUR' } }])
    expect(of(ordered(), despatch)).toMatchObject([{ system: 'gateway', kind: 'capture', action: 'create', ourId: 'o-1/wms/D-1', body: { authorisation: 'pi_1', despatch: 'D-1', amount: '141.00', currency: 'EUR', final: true } }])
    expect(of(ordered(), { ...despatch, lines: [{ line: '1', quantity: '4' }] })).toMatchObject([{ body: { amount: '50.00', final: false } }])
    expect(refusal(decide(after(ordered(), despatch, withCards()), taken(), withCards()))).toBe('too-early')
    expect(of(invoiced(), taken())).toMatchObject([{ system: 'finance', kind: 'payment', ourId: 'gateway/ch_1', body: { account: 'gateway', statement: '20260302', entry: 'ch_1', amount: '141.00', allocations: [{ invoice: 'INV-1', amount: '141.00' }] } }])
    expect(accepted(decide(after(invoiced(), taken(), withCards()), taken(), withCards())).events).toEqual([])
  })

  test('of an order that is cancelled, or rejected before it was accepted, is given free', () => {
    const free = { system: 'gateway', kind: 'authorisation', action: 'cancel', ourId: 'o-1', body: { authorisation: 'pi_1' } }
    expect(of(ordered(), { type: 'cancel', reason: 'not needed' })).toMatchObject([free])
    const held = after(undefined, create(), withCards({ customer: undefined }))
    expect(held.status).toBe('held')
    expect(of(held, { type: 'reject', reason: 'nobody knows him' })).toMatchObject([free])
  })

  test('at a gateway that is none of ours is held for a person (R-CHK-05); where there is one only, it need not be named', () => {
    const held = (gateway: string | undefined, systems = withCards().systems): boolean => after(undefined, create(gateway), withCards({ systems })).holds.some((text) => text.includes('no payment gateway of ours'))
    expect([held('gateway'), held('elsewhere')]).toEqual([false, true])
    const unnamed = (systems: Facts['systems']): boolean => { const command = create(); delete (command as Extract<Command, { type: 'create' }>).draft.authorisation!.gateway; return after(undefined, command, withCards({ systems })).holds.length > 0 }
    expect([unnamed(withCards().systems), unnamed(facts().systems), unnamed([...withCards().systems, { name: 'another', role: 'payment', mode: 'live' }])]).toEqual([false, true, true])
  })

  test('is invoiced by itself, also where its customer gets one invoice over all', () => {
    const known = withCards({ partner: { code: 'ACME', name: 'Acme', identifiers: [], collective: true } })
    expect(after(ordered(), despatch, known).documents[0]).not.toHaveProperty('collective')
  })
})

describe('what goes back to the card (R-RET-02, R-RET-04)', () => {
  const paid = (): Order => after(after(invoiced(), taken(), withCards()), booked('141.00', 'ch_1'), withCards())

  test('is asked for with the credit note, booked once it has gone back, and until then the order stays open', () => {
    expect(of(paid(), note('12.50'))).toMatchObject([{ system: 'gateway', kind: 'refund', ourId: 'o-1/finance/CN-1/1', body: { authorisation: 'pi_1', creditNote: 'CN-1', amount: '12.5' } }])
    const asked = after(after(paid(), note('12.50'), withCards()), { type: 'deliver', issuer: 'wms', despatch: 'D-1' }, withCards())
    expect(asked.status).toBe('delivered')
    expect(of(asked, given('12.50'))).toMatchObject([{ system: 'finance', kind: 'payment', ourId: 'gateway/re_1', body: { amount: '-12.5', allocations: [{ invoice: 'INV-1', amount: '-12.5' }] } }])
    const back = after(asked, given('12.50'), withCards())
    expect([back.status, accepted(decide(back, given('12.50'), withCards())).events]).toEqual(['delivered', []])
    const closed = after(back, booked('-12.50', 're_1'), withCards())
    expect([closed.status, closed.paidAmount, paymentState(closed)]).toEqual(['closed', '128.5', 'paid'])
  })

  test('is nothing where the credit note only takes off what is still open, and what was taken later is too much then', () => {
    const credited = after(invoiced(), note('12.50'), withCards())
    expect(of(invoiced(), note('12.50'))).toEqual([])
    expect(of(credited, taken()).filter(({ kind }) => kind === 'refund')).toMatchObject([{ ourId: 'o-1/finance/CN-1/1', body: { amount: '12.5' } }])
    expect(of(credited, taken('130.00')).filter(({ kind }) => kind === 'refund')).toMatchObject([{ body: { amount: '1.5' } }])
  })

  test('is refused where nothing asked for it, or it had gone back before', () => {
    expect(refusal(decide(paid(), given('12.50'), withCards()))).toBe('refund-unknown')
    const back = after(after(paid(), note('12.50'), withCards()), given('12.50'), withCards())
    expect(refusal(decide(back, given('12.50', 'finance/CN-1/1', 're_2'), withCards()))).toBe('refunded-already')
  })

  test('what did not reach the customer is owed to him until he is paid otherwise; told twice it counts once, and what is tried again there counts', () => {
    const failed = (refund = 're_1'): Command => ({ type: 'failRefund', issuer: 'gateway', refund, asked: 'finance/CN-1/1', amount: '12.50', reason: 'declined' })
    const asked = after(after(paid(), note('12.50'), withCards()), { type: 'deliver', issuer: 'wms', despatch: 'D-1' }, withCards())
    const owed = after(asked, failed(), withCards())
    expect([owed.status, owed.refunds]).toMatchObject(['delivered', [{ number: 're_1', failed: true }]])
    expect([failed(), failed('re_2'), given('12.50')].map((command) => accepted(decide(owed, command, withCards())).events)).toEqual([[], [], []])
    expect(after(owed, { ...booked('-12.50', 'x'), payment: 'bank/1/1' } as Command, withCards()).status).toBe('closed')
    const again = after(owed, given('12.50', 'finance/CN-1/1', 're_2'), withCards())
    expect(again.refunds).toEqual([{ asked: 'finance/CN-1/1', creditNote: 'CN-1', invoice: 'INV-1', amount: '12.5', number: 're_2' }])
    expect(after(again, booked('-12.50', 're_2'), withCards()).status).toBe('closed')
    expect(refusal(decide(paid(), failed(), withCards()))).toBe('refund-unknown')
    // an earlier one that fails late says nothing of it
    expect(accepted(decide(again, failed('re_1'), withCards())).events).toEqual([])
  })

  test('an order that is not paid by card asks no gateway', () => {
    const plain = after(after(after(undefined, createCommand(), withCards()), despatch, withCards()), invoice, withCards())
    expect(of(after(plain, booked('141.00', 'x'), withCards()), note('12.50'))).toEqual([])
  })

  test('property: whatever is taken in parts, paid otherwise and sent back in parts, no more goes back than was taken, than each line and note was credited, or than is too much, and in the end nothing is owed either way', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('capture' as const), percent: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ type: fc.constant('bank' as const), cents: fc.integer({ min: 1, max: 3000 }) }),
      fc.record({ type: fc.constant('return' as const), line: fc.constantFrom('1', '2'), quantity: fc.integer({ min: 1, max: 12 }) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      let order = after(invoiced(), { type: 'deliver', issuer: 'wms', despatch: 'D-1' }, withCards())
      let [captured, other] = ['0', '0']
      const creditedOf = new Map<string, Decimal>()
      const tell = (command: Command): void => { const decision = decide(order, command, withCards()); if (decision.outcome === 'accepted') order = after(order, command, withCards()) }
      for (const [place, one] of steps.entries()) {
        const left = subtract('141', add(captured, other))
        if (one.type === 'capture' && compare(left, '0') > 0) {
          const amount = (Math.max(1, Math.floor(Number(left) * one.percent)) / 100).toFixed(2)
          tell(taken(amount, `ch_${place}`))
          captured = add(captured, amount)
        } else if (one.type === 'bank' && compare(left, '0') > 0) {
          const amount = (Math.min(one.cents, Math.round(Number(left) * 100)) / 100).toFixed(2)
          tell({ ...booked(amount, `b_${place}`), payment: `bank/1/${place}` } as Command)
          other = add(other, amount)
        } else if (one.type === 'return') {
          const before = order.returns?.length ?? 0
          tell({ type: 'return', request: `T-${place}`, reason: 'damaged', lines: [{ line: one.line, quantity: String(one.quantity) }] })
          const asked = order.returns?.[before]
          if (asked === undefined) continue
          tell({ type: 'takeBack', issuer: 'wms', return: asked.number, receipt: `GR-${place}`, lines: [{ line: one.line, quantity: String(one.quantity), condition: 'good' }] })
          for (const credit of order.returns![before]!.credits) {
            for (const { line, amount } of credit.lines) creditedOf.set(line, add(creditedOf.get(line) ?? '0', amount))
            tell({ type: 'credit', issuer: 'finance', creditNote: `CN-${place}`, invoice: credit.invoice, amount: credit.amount, lines: credit.lines.map(({ line, quantity }) => ({ line, quantity })), return: asked.number })
          }
        }
        const back = sum((order.refunds ?? []).map(({ amount }) => amount))
        const credited = order.creditedAmount ?? '0'
        expect(compare(back, captured)).not.toBe(1)
        expect(compare(back, credited)).not.toBe(1)
        // what stays with us is never less than what is owed, as far as the card goes
        expect(compare(subtract(add(captured, other), back), subtract('141', credited)) >= 0 || compare(back, '0') === 0).toBe(true)
        for (const note of order.documents.filter(({ kind }) => kind === 'creditNote')) expect(compare(sum((order.refunds ?? []).filter(({ creditNote }) => creditNote === note.number).map(({ amount }) => amount)), note.amount!)).not.toBe(1)
        for (const [line, billed] of [['1', '125.00'], ['2', '16.00']] as const) expect(compare(creditedOf.get(line) ?? '0', billed)).not.toBe(1)
        // all was taken by card: all that is credited goes back
        if (compare(captured, '141') === 0) expect(compare(back, credited)).toBe(0)
      }
    }), { numRuns: 300 })
  })
})
