import fc from 'fast-check'
import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Order } from '../../orders/order'
import { accepted, after, createCommand, facts, refusal } from './sample'

const THERE = [{ system: 'wms', kind: 'part', ourId: 'o-1/1' }, { system: 'erp', kind: 'order', ourId: 'o-1' }, { system: 'finance', kind: 'order', ourId: 'o-1' }] as const
const there = facts({ there: THERE.map((record) => ({ ...record, awaited: false })) })
const cancel: Command = { type: 'cancel', reason: 'not needed', request: 'C-1' }
const ship: Command = { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }
const taken = ({ system, kind, ourId }: (typeof THERE)[number], revision: number): Command => ({ type: 'link', system, kind, ourId, theirId: 'x', revision })
const refusedBy = (action: string): Command => ({ type: 'noteRefusal', ...THERE[0], action, revision: 5, text: 'It is picked.' })
const waive: Command = { type: 'waiveCancel', system: 'wms', reason: 'Sold to another.' }
const withdraw: Command = { type: 'withdrawCancel', reason: 'He wants it.' }
const told = (order: Order, command: Command, by = there) => accepted(decide(order, command, by)).effects.map(({ system, action }) => `${system} ${action}`)

describe('a cancel that is under way', () => {
  const pending = () => after(after(undefined, createCommand()), cancel, there)
  const one = (roles: string[]) => facts({ there: there.there!, actor: { id: 'x', roles } })

  test('asks the warehouse first, and the others once it has given in; then the order is cancelled once (R-CAN-05)', () => {
    const order = after(undefined, createCommand())
    expect(told(order, cancel)).toEqual(['wms cancel'])
    expect(pending()).toMatchObject({ status: 'cancelPending', revision: 5, lines: [{ cancelled: '0' }, { cancelled: '0' }] })
    expect(told(pending(), taken(THERE[0], 5))).toEqual(['erp cancel', 'finance cancel'])
    const further = after(pending(), taken(THERE[0], 5), there)
    expect(further.status).toBe('cancelPending')
    const last = after(further, taken(THERE[1], 8), there)
    const decision = accepted(decide(last, taken(THERE[2], 8), there))
    expect([decision.release, after(last, taken(THERE[2], 8), there)]).toMatchObject(['all', { status: 'cancelled', reason: 'not needed', requests: ['C-1'], lines: [{ cancelled: '10' }, { cancelled: '200' }] }])
    expect(after(last, taken(THERE[2], 8), there).cancel).toBeUndefined()
  })

  test('is not carried out by what was sent before it, nor by an order that is not asked yet (R-CAN-05)', () => {
    expect(after(pending(), taken(THERE[0], 4), there).cancel!.left).toHaveLength(3)
    expect(after(pending(), taken(THERE[1], 5), there).cancel!.left).toHaveLength(3)
  })

  test('keeps why a system refuses; what never took the order need not give it up (R-CAN-05)', () => {
    expect(after(pending(), refusedBy('cancel'), there).cancel!.left[0]).toMatchObject({ refusal: 'It is picked.' })
    expect(after(pending(), refusedBy('change'), there).cancel!.left[0]).not.toHaveProperty('refusal')
    expect(after(pending(), refusedBy('create'), there).cancel!.done).toMatchObject([THERE[0]])
    // refused by all others meanwhile: nothing is left
    expect(after(pending(), taken(THERE[0], 5), facts({ there: [] }))).toMatchObject({ status: 'cancelled' })
  })

  test('where no system has the order it is cancelled at once, and what never went out is taken back', () => {
    const order = after(undefined, createCommand())
    expect(after(order, cancel, facts({ there: [] }))).toMatchObject({ status: 'cancelled' })
    expect(told(order, cancel, facts({ there: [] }))).toEqual(['erp cancel', 'wms cancel', 'finance cancel'])
    // the ERP is asked at once where no warehouse has it
    expect(told(order, cancel, facts({ there: [{ ...THERE[1], awaited: false }] }))).toEqual(['wms cancel', 'finance cancel', 'erp cancel'])
  })

  test('takes back what a system was just being sent when the cancel was asked, and what came to nothing there (R-CAN-05)', () => {
    const unsent = facts({ there: there.there!.filter(({ system }) => system !== 'erp') })
    expect(told(pending(), taken(THERE[0], 5), unsent)).toEqual(['erp cancel', 'finance cancel'])
    expect(after(pending(), taken(THERE[0], 5), unsent).cancel).toMatchObject({ left: [{ system: 'finance', asked: true }] })
    expect(told(pending(), taken(THERE[0], 5), facts({ there: [] }))).toEqual(['erp cancel', 'finance cancel'])
  })

  test('ends without a system only by who may cancel, with a reason, and where that system is asked (R-CAN-05)', () => {
    expect(refusal(decide(pending(), waive, one(['warehouse'])))).toBe('not-allowed')
    expect(refusal(decide(pending(), { ...waive, reason: ' ' }, there))).toBe('reason-missing')
    expect(refusal(decide(pending(), { ...waive, system: 'erp' }, there))).toBe('nothing-asked')
    expect(refusal(decide(after(undefined, createCommand()), waive, there))).toBe('not-being-cancelled')
    expect(after(pending(), waive, there).cancel).toMatchObject({ done: [{ system: 'wms', waived: { reason: 'Sold to another.' } }], left: [{ system: 'erp', asked: true }, { system: 'finance', asked: true }] })
  })

  test('is taken back while only warehouses were asked, and goes on as it was (R-CAN-06)', () => {
    expect(after(pending(), withdraw, there)).toMatchObject({ status: 'toShip' })
    expect(told(pending(), withdraw)).toEqual([])
    expect(refusal(decide(pending(), withdraw, one(['warehouse'])))).toBe('not-allowed')
    expect(refusal(decide(pending(), { ...withdraw, reason: '' }, there))).toBe('reason-missing')
    expect(refusal(decide(after(undefined, createCommand()), withdraw, there))).toBe('not-being-cancelled')
    expect(refusal(decide(after(pending(), waive, there), withdraw, there))).toBe('carried-out-already')
    expect(refusal(decide(pending(), withdraw, facts({ there: [{ ...THERE[0], awaited: true }] })))).toBe('answer-awaited')
  })

  test('what is shipped although every warehouse has given it up is refused, and the cancel goes on (R-CAN-06, R-EXE-10)', () => {
    for (const given of [taken(THERE[0], 5), waive]) expect(refusal(decide(after(pending(), given, there), ship, there))).toBe('shipped-unaccepted')
  })

  test('what is not there when it falls through is sent there (R-INT-07)', () => {
    const order = after(after(undefined, createCommand()), cancel, facts({ there: [{ ...THERE[0], awaited: false }] }))
    expect(told(order, withdraw)).toEqual(['erp create', 'finance create'])
  })

  test('takes no change; asked again it is under way already (R-CHG-06, R-CAN-01)', () => {
    expect(refusal(decide(pending(), { type: 'change', reason: 'more', change: {} }, there))).toBe('being-cancelled')
    expect(accepted(decide(pending(), cancel, there)).events).toEqual([])
    expect(accepted(decide(pending(), { type: 'noteCancelled', system: 'mes', kind: 'production', ourId: 'o-1/line/1' }, there)).events).toEqual([])
  })

  test('and a shipment end in one of two results, in whatever order what they say is heard: shipped, or cancelled (R-CAN-06)', () => {
    const steps = fc.shuffledSubarray<Command>([cancel, ship, { type: 'noteCancelled', ...THERE[0] }, taken(THERE[0], 5), taken(THERE[1], 50), taken(THERE[2], 50), refusedBy('cancel')], { minLength: 4 })
    const seen = new Set<string>()
    fc.assert(fc.property(steps, (commands) => {
      let order = after(undefined, createCommand())
      for (const command of commands) {
        const decision = decide(order, command, there)
        if (decision.outcome === 'accepted') order = after(order, command, there)
        expect(order.lines.every(({ shipped, cancelled }) => shipped === '0' || cancelled === '0')).toBe(true)
        expect(order.status === 'cancelPending').toBe(order.cancel !== undefined)
      }
      seen.add(order.status)
      if (order.lines[0]!.shipped !== '0') expect(order.status).toBe('shipped')
    }), { numRuns: 400 })
    expect([...seen].sort()).toEqual(['cancelPending', 'cancelled', 'shipped', 'toShip'])
  })
})
