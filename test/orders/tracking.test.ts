import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Order } from '../../orders/order'
import { accepted, after, createCommand, facts, refusal } from './sample'

const by = facts({ systems: [...facts().systems, { name: 'tms', role: 'tms', mode: 'live' }] })
const ship: Command = { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }], packages: [{ id: 'D-1-1', weight: '2.5' }] }
const track = (stage: Extract<Command, { type: 'track' }>['stage'], more: Partial<Extract<Command, { type: 'track' }>> = {}): Command =>
  ({ type: 'track', issuer: 'tms', shipment: 'CN1', despatchedBy: 'wms', despatch: 'D-1', stage, ...more })
const shipped = (): Order => after(after(undefined, createCommand(), by), ship, by)
const told = (order: Order, command: Command) => accepted(decide(order, command, by)).events.map(({ type, data }) => [type, (data as { stage?: string }).stage])

describe('a shipment with a carrier', () => {
  test('is booked for the despatch, with its packages, for where the goods go (R-EXE-10)', () => {
    const { effects } = accepted(decide(after(undefined, createCommand(), by), ship, by))
    expect(effects.find(({ system }) => system === 'tms')).toMatchObject({
      kind: 'shipment', action: 'create', ourId: 'o-1/wms/D-1', body: { number: 'SO-000001', despatch: 'D-1', shippedOn: '2026-03-02', shipTo: { name: 'Nordbau Lager 2' }, packages: [{ id: 'D-1-1', weight: '2.5' }] } })
  })

  test('goes to the buyer where the order names no place, and by his name where that says none', () => {
    const bodyOf = (order: Order) => accepted(decide(order, ship, by)).effects.find(({ system }) => system === 'tms')!.body as { shipTo: unknown }
    const base = after(undefined, createCommand(), by)
    expect(bodyOf({ ...base, shipTo: undefined }).shipTo).toMatchObject({ name: 'Nordbau GmbH' })
    expect(bodyOf({ ...base, shipTo: { identifiers: [{ scheme: 'GLN', value: '1' }] } }).shipTo).toEqual({ name: 'Nordbau GmbH', identifiers: [{ scheme: 'GLN', value: '1' }] })
  })

  test('of a despatch that is not known yet waits for it (R-EXE-10)', () => {
    expect(refusal(decide(after(undefined, createCommand(), by), track('booked'), by))).toBe('too-early')
    expect(refusal(decide(shipped(), track('booked', { despatchedBy: 'erp' }), by))).toBe('too-early')
  })

  test('each stage counts once and none after a later one; its tracking number stays known (R-EXE-09)', () => {
    const order = after(shipped(), track('collected', { tracking: 'NX1', carrier: 'NX' }), by)
    expect([told(order, track('booked')), told(order, track('collected')), told(order, track('inTransit'))]).toEqual([[], [], [['tracked', 'inTransit']]])
    expect(after(order, track('inTransit'), by).shipments).toEqual([{ issuer: 'tms', number: 'CN1', despatchedBy: 'wms', despatch: 'D-1', carrier: 'NX', tracking: 'NX1', stage: 'inTransit' }])
  })

  test('an exception counts for each time that it is told of, and leaves the stage', () => {
    const refused = track('exception', { at: '2026-03-02T15:10:00+01:00', reason: 'refused' })
    const order = after(after(shipped(), track('outForDelivery'), by), refused, by)
    expect(told(order, refused)).toEqual([])
    expect(told(order, track('exception', { at: '2026-03-03T15:10:00+01:00', reason: 'refused' }))).toEqual([['tracked', 'exception']])
    expect(order.shipments).toMatchObject([{ stage: 'outForDelivery', exceptions: ['2026-03-02T15:10:00+01:00 refused'] }])
    expect(order.status).toBe('toShip')
  })
})
