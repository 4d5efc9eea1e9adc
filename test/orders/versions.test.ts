import fc from 'fast-check'
import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type StoredEvent } from '../../orders/event'
import { fold } from '../../orders/evolve'
import { differences, versionsOf } from '../../orders/versions'
import { accepted, createCommand, facts, setting } from './sample'

const by = facts()
const atAnyPrice = { ...by, rules: { ...by.rules, settings: { ...by.rules.settings, price: setting({ on: false }) } } }

/** What is told when these commands are carried out one after the other. */
function told(...commands: Command[]): StoredEvent[] {
  const events: StoredEvent[] = []
  for (const command of commands) {
    for (const event of accepted(decide(fold(events), command, atAnyPrice)).events) {
      events.push({ ...event, sequence: events.length + 1, at: '2026-03-02T08:00:00.000Z', actor: 'desk', schema: 3 } as unknown as StoredEvent)
    }
  }
  return events
}

const change = (wish: Extract<Command, { type: 'change' }>['change']): Command => ({ type: 'change', reason: 'asked by phone', change: wish })
const between = (events: StoredEvent[], a: number, b: number) => {
  const all = versionsOf(events)
  return differences(all[a - 1]!.order, all[b - 1]!.order)
}

describe('the versions of an order (R-CHG-08)', () => {
  const events = told(createCommand(), change({ lines: [{ line: '1', quantity: '12' }] }), change({ requestedDelivery: '2026-03-20', lines: [{ line: '2', price: { amount: '8.50', base: '100' } }] }),
    { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '12' }] })

  test('one begins with what was received, confirmed and each change; what happens to the goods begins none', () => {
    expect(versionsOf(events).map(({ no, event, order }) => [no, event.type, order.lines[0]!.quantity])).toEqual([[1, 'received', '10'], [2, 'confirmed', '10'], [3, 'changed', '12'], [4, 'changed', '12']])
  })

  test('of any two exactly the fields that were changed are listed, with what they were and are', () => {
    expect(between(events, 1, 2)).toEqual([{ field: 'number', after: 'SO-000001' }])
    expect(between(events, 2, 3)).toEqual([{ field: 'payable', before: '141.00', after: '166.00' }, { line: '1', field: 'quantity', before: '10', after: '12' }])
    expect(between(events, 2, 4)).toEqual([
      { field: 'requestedDelivery', before: '2026-03-09', after: '2026-03-20' }, { field: 'payable', before: '141.00', after: '167.00' },
      { line: '1', field: 'quantity', before: '10', after: '12' }, { line: '2', field: 'price.amount', before: '8.00', after: '8.50' },
    ])
    expect(between(events, 4, 2).at(-1)).toEqual({ line: '2', field: 'price.amount', before: '8.50', after: '8.00' })
  })

  test('a cancel is a version: nothing of a line is open any more', () => {
    const all = versionsOf(told(createCommand(), { type: 'cancel', reason: 'site closed' }))
    expect(all.at(-1)!.event.type).toBe('cancelled')
    expect(differences(all.at(-2)!.order, all.at(-1)!.order)).toEqual([{ line: '1', field: 'cancelled', after: '10' }, { line: '2', field: 'cancelled', after: '200' }])
  })

  test('a line that is there in one of them only has all of its fields on one side', () => {
    const [{ order }] = versionsOf(told(createCommand())) as [ReturnType<typeof versionsOf>[number]]
    const shorter = { ...order, lines: order.lines.slice(0, 1) }
    expect(differences(shorter, order).filter(({ line }) => line === '2')).toEqual([
      { line: '2', field: 'item', after: 'A-2' }, { line: '2', field: 'sellersItem', after: 'A-2' }, { line: '2', field: 'quantity', after: '200' }, { line: '2', field: 'unit', after: 'C62' },
      { line: '2', field: 'price.amount', after: '8.00' }, { line: '2', field: 'price.base', after: '100' },
    ])
  })

  test('figures are the same whatever zeros they are written with, and codes are not', () => {
    const [{ order }] = versionsOf(told(createCommand())) as [ReturnType<typeof versionsOf>[number]]
    const [first, second] = order.lines as [typeof order.lines[number], typeof order.lines[number]]
    expect(differences(order, { ...order, lines: [{ ...first, quantity: '10.00', price: { amount: '12.5' } }, second] })).toEqual([])
    expect(differences({ ...order, lines: [{ ...first, item: '0100' }, second] }, { ...order, lines: [{ ...first, item: '100' }, second] })).toEqual([{ line: '1', field: 'item', before: '0100', after: '100' }])
  })

  test('a version does not differ from itself, and backwards before and after are exchanged', () => {
    fc.assert(fc.property(fc.array(fc.record({ line: fc.constantFrom('1', '2'), quantity: fc.integer({ min: 1, max: 50 }).map(String) }), { minLength: 1, maxLength: 5 }), (wishes) => {
      const all = versionsOf(told(createCommand(), ...wishes.map((wish) => change({ lines: [wish] }))))
      const [first, last] = [all[0]!.order, all.at(-1)!.order]
      expect(differences(last, last)).toEqual([])
      expect(differences(last, first).map(({ before, after, ...where }) => JSON.stringify({ ...where, before: after, after: before })).sort()).toEqual(differences(first, last).map(({ before, after, ...where }) => JSON.stringify({ ...where, before, after })).sort())
      for (const { line, field, before, after } of differences(all[1]!.order, last)) expect([line === undefined ? 'payable' : 'quantity', before === after]).toEqual([field, false])
    }), { numRuns: 50 })
  })
})
