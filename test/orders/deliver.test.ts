import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Order } from '../../orders/order'
import { accepted, after, createCommand } from './sample'

const shipped = (despatch: string, quantity: string, line = '1'): Command => ({ type: 'ship', issuer: 'wms', despatch, lines: [{ line, quantity }] })
const delivered = (despatch: string, lines?: { line: string; quantity: string }[]): Command => ({ type: 'deliver', issuer: 'wms', despatch, signedBy: `${despatch} Roth`, ...(lines ? { lines } : {}) })
const carry = (...commands: Command[]): Order => [createCommand(), ...commands].reduce<Order | undefined>((order, command) => after(order, command), undefined)!
const has = ({ lines, status }: Order): string => `${lines.map((line) => line.delivered).join(' ')} ${status}`
const TWO = [shipped('D-1', '6'), shipped('D-2', '4'), shipped('D-3', '200', '2')]

describe('R-DLV-01: a proof of delivery proves its own despatch', () => {
  test('and no other that is still on its way: the order is delivered with the last', () => {
    expect(has(carry(...TWO, delivered('D-1')))).toBe('6 0 shipped')
    expect(has(carry(...TWO, delivered('D-3'), delivered('D-1')))).toBe('6 200 shipped')
    const all = carry(...TWO, delivered('D-1'), delivered('D-3'), delivered('D-2'))
    expect(has(all)).toBe('10 200 delivered')
    expect(all.documents.filter(({ kind }) => kind === 'despatch').map(({ number, received }) => [number, received])).toEqual([
      ['D-1', [{ line: '1', quantity: '6' }]], ['D-2', [{ line: '1', quantity: '4' }]], ['D-3', [{ line: '2', quantity: '200' }]]])
  })

  test('each is kept with who signed it, and heard again, by the carrier and the warehouse, counts once', () => {
    const once = carry(...TWO, delivered('D-1'))
    expect(decide(once, delivered('D-1'), {} as never)).toMatchObject({ outcome: 'accepted', events: [] })
    const [event] = accepted(decide(once, delivered('D-2'), { at: '2026-03-02T08:00:00.000Z' } as never)).events
    expect(event).toMatchObject({ type: 'delivered', data: { despatch: 'D-2', signedBy: 'D-2 Roth', lines: [{ line: '1', quantity: '4' }] } })
  })

  test('a part of it by its lines, and never more than was in it', () => {
    const some = carry(...TWO, delivered('D-1', [{ line: '1', quantity: '5' }]))
    expect(has(some)).toBe('5 0 shipped')
    expect(has(after(some, delivered('D-1', [{ line: '1', quantity: '9' }])))).toBe('6 0 shipped')
    expect(has(after(some, delivered('D-1')))).toBe('6 0 shipped')
  })
})
