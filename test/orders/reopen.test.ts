import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Order } from '../../orders/order'
import { after, createCommand, facts, refusal } from './sample'

const as = (id: string, ...roles: string[]) => facts({ actor: { id, roles } })
const manager = as('ines', 'salesManager')
const system = as('system', 'system')
const LINES = [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }]
const WAY: readonly Command[] = [
  createCommand(), { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: LINES }, { type: 'deliver', issuer: 'wms', despatch: 'D-1', signedBy: 'Roth' },
  { type: 'invoice', issuer: 'finance', invoice: 'I-1', amount: '141.00', lines: LINES }, { type: 'pay', issuer: 'finance', payment: 'P-1', invoice: 'I-1', amount: '141.00' },
]
const closed = (until = WAY.length): Order => WAY.slice(0, until).reduce<Order | undefined>((order, command) => after(order, command, system), undefined)!
const reopen: Command = { type: 'reopen', reason: 'He says that two were missing.' }
const done: Command = { type: 'closeAgain', reason: 'They were found.' }

describe('R-CLS-04: a closed order is opened again only by an authorised role with a reason', () => {
  test.each(['orderDesk', 'warehouse', 'salesRep', 'system', 'privacy'])('not by %s', (role) => {
    expect([closed().status, refusal(decide(closed(), reopen, as('rob', role)))]).toEqual(['closed', 'not-allowed'])
    expect(refusal(decide(after(closed(), reopen, manager), done, as('rob', role)))).toBe('not-allowed')
  })

  test.each(['', '  '])('not for no reason (%j)', (reason) => {
    expect(refusal(decide(closed(), { type: 'reopen', reason }, manager))).toBe('reason-missing')
    expect(refusal(decide(after(closed(), reopen, manager), { type: 'closeAgain', reason }, manager))).toBe('reason-missing')
  })

  test.each([1, 2, 3, 4])('and only where it is closed (after %i steps it is not)', (steps) => {
    expect(refusal(decide(closed(steps), reopen, manager))).toBe('not-closed')
    expect(refusal(decide(closed(steps), done, manager))).toBe('not-reopened')
  })

  test.each(['salesManager', 'finance'])('by %s; it says who and why, and once more changes nothing', (role) => {
    const open = after(closed(), reopen, as('ines', role))
    expect(open).toMatchObject({ status: 'delivered', reopened: { by: 'ines', reason: 'He says that two were missing.', at: facts().at } })
    expect(decide(open, reopen, as('ines', role))).toMatchObject({ outcome: 'accepted', events: [] })
  })

  test('nothing closes it behind his back: a return that is settled, money that comes', () => {
    const open = after(closed(), reopen, manager)
    const asked = after(open, { type: 'return', request: 'T-1', reason: 'short', lines: [{ line: '1', quantity: '2' }] }, as('meike', 'orderDesk'))
    const agreed = asked.approvals.some(({ state }) => state === 'open') ? after(asked, { type: 'approve', reason: 'seen' }, as('tariq', asked.approvals.at(-1)!.role)) : asked
    const credited = after(agreed, { type: 'credit', issuer: 'finance', creditNote: 'C-1', invoice: 'I-1', amount: '25.00', lines: [{ line: '1', quantity: '2' }], return: agreed.returns![0]!.number }, system)
    const paid = after(credited, { type: 'pay', issuer: 'finance', payment: 'P-2', invoice: 'I-1', amount: '5.00' }, system)
    expect([credited.status, paid.status]).toEqual(['delivered', 'delivered'])
    const again = after(paid, done, manager)
    expect([again.status, again.reopened]).toEqual(['closed', undefined])
    expect(decide(again, done, manager)).toMatchObject({ outcome: 'accepted', events: [] })
  })

  test('where something is not settled when he is done, it closes by itself once that is', () => {
    const open = after(closed(), reopen, manager)
    const asked = after(open, { type: 'return', request: 'T-1', reason: 'short', lines: [{ line: '1', quantity: '2' }] }, as('meike', 'orderDesk'))
    const ended = after(asked, done, manager)
    expect([ended.status, ended.reopened]).toEqual(['delivered', undefined])
    const agreed = ended.approvals.some(({ state }) => state === 'open') ? after(ended, { type: 'approve', reason: 'seen' }, as('tariq', ended.approvals.at(-1)!.role)) : ended
    expect(after(agreed, { type: 'credit', issuer: 'finance', creditNote: 'C-1', invoice: 'I-1', amount: '25.00', lines: [{ line: '1', quantity: '2' }], return: agreed.returns![0]!.number }, system).status).toBe('closed')
  })
})
