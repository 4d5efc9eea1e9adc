import { breachesOf } from '../../orders/audit/audit'
import { type ApprovalRule } from '../../orders/chain'
import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type OrderChange, type StoredEvent } from '../../orders/event'
import { fold } from '../../orders/evolve'
import { type Facts } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { accepted, after, createCommand, dated, facts, refusal, setting } from './sample'

// the sample is an order over 141.00 EUR of NORDBAU for 10 of A-1 and 200 of A-2
const table: ApprovalRule[] = [{ name: 'large', when: { amount: '100' }, levels: [{ roles: ['salesManager'] }, { roles: ['finance', 'legal', 'production'], quorum: 2 }] }]
const by = (id: string, role = id, change: Partial<Facts> = {}): Facts => facts({ ...change, actor: { id, roles: [role] }, rules: { ...facts().rules, ...change.rules, approvals: table, deputies: { salesManager: 'director' } } })
const approve: Command = { type: 'approve', reason: 'agreed' }
const change = (wanted: OrderChange, request?: string): Command => ({ type: 'change', reason: 'as he called', change: wanted, ...(request === undefined ? {} : { request }) })
const more = change({ lines: [{ line: '1', quantity: '11' }] })
const open = (order: Order): string[] => order.approvals.filter(({ state }) => state === 'open').map(({ role }) => role)
const agreed = (): Order => [by('manager', 'salesManager'), by('finance'), by('legal')].reduce((order, who) => after(order, approve, who), after(undefined, createCommand(), by('inbox')))
const waiting = (wanted: Command = more): Order => after(agreed(), wanted, by('ida', 'salesRep'))
const rest = [by('manager', 'salesManager'), by('production'), by('legal')]
const despatch: Command = { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }

describe('a change of what was agreed to is asked for anew, and the order stays as it was until then (R-APR-06, R-CHG-01, R-CHG-03)', () => {
  test.each<[string, OrderChange]>([
    ['one more', { lines: [{ line: '1', quantity: '11' }] }], ['another price', { lines: [{ line: '1', price: { amount: '12.40' } }] }], ['another item', { lines: [{ line: '1', item: 'A-2' }] }],
    ['another day', { requestedDelivery: '2026-03-20' }], ['another day of a line', { lines: [{ line: '1', requestedDelivery: '2026-03-20' }] }], ['another unit', { lines: [{ line: '1', quantity: '9', unit: 'CS' }] }],
    ['a line more, and others less', { lines: [{ line: '1', quantity: '9' }], added: [{ id: '3', item: 'A-2', quantity: '1', unit: 'C62', price: { amount: '8.00', base: '100' } }] }],
  ])('%s', (_what, wanted) => {
    const before = agreed()
    const who = by('ida', 'salesRep', { rules: { ...facts().rules, settings: { ...facts().rules.settings, price: setting({ on: false }) } } })
    const decision = accepted(decide(before, change(wanted), who))
    expect(decision).toMatchObject({ events: [{ type: 'changeAsked', data: { by: 'ida', rules: '1' } }, { type: 'approvalAsked', data: { role: 'salesManager', level: 1 } }], effects: [], claims: [], release: 'none' })
    const asking = after(before, change(wanted), who)
    expect({ ...asking, version: 0, approvals: [], change: undefined }).toEqual({ ...before, version: 0, approvals: [] })
    expect(asking.approvals.map(({ state }) => state)).toEqual(['approved', 'approved', 'approved', 'void', 'open'])
  })
  test('another customer', () => {
    expect(open(waiting(change({ buyer: 'OTHER' })))).toContain('salesManager')
  })
  test('it goes through all levels again, by the same people if need be, and is made with the last of them, once', () => {
    const [first, second, third] = rest
    const one = after(waiting(), approve, first)
    expect([open(one), one.lines[0]!.quantity]).toEqual([['finance', 'legal', 'production'], '10'])
    const two = after(one, approve, second)
    const last = accepted(decide(two, approve, third!))
    expect(last.events.map(({ type }) => type)).toEqual(['approved', 'changed', 'confirmed', 'released'])
    expect(last.effects.map(({ system, action }) => `${system} ${action}`)).toEqual(['erp change', 'wms change', 'finance change'])
    expect(last.claims).toContainEqual({ resource: 'stock/A-1', line: '1', quantity: '11', force: false })
    const done = after(two, approve, third)
    expect([done.status, done.number, done.payable, done.change]).toEqual(['toShip', 'SO-000001', '153.50', undefined])
    expect(done.approvals.filter(({ state }) => state === 'approved').map(({ role, change: no }) => [role, no === undefined])).toEqual([['salesManager', false], ['legal', false], ['production', false]])
    expect(accepted(decide(done, approve, third!)).events).toEqual([])
    // what was agreed to now is what may become less
    expect(after(done, change({ lines: [{ line: '1', quantity: '10' }] }), by('ida', 'salesRep')).payable).toBe('141.00')
  })
  test('nobody agrees to his own, nor twice, nor to the order that he entered', () => {
    expect(refusal(decide(after(agreed(), more, by('manager', 'salesManager')), approve, by('manager', 'salesManager')))).toBe('own-change')
    expect(refusal(decide(waiting(), approve, by('inbox', 'salesManager')))).toBe('own-order')
    const boss = by('boss', 'salesManager')
    const both = { ...boss, actor: { id: 'boss', roles: ['salesManager', 'finance'] } }
    expect(refusal(decide(after(waiting(), approve, both), approve, both))).toBe('second-approval')
  })
  test('one change after the other', () => {
    expect(refusal(decide(waiting(), change({ lines: [{ line: '1', quantity: '9' }] }), by('jan', 'salesRep')))).toBe('change-waits')
  })
  test('what a rule asks a role for is asked too, and what holds or refuses it is refused at once', () => {
    expect(waiting(change({ lines: [{ line: '1', price: { amount: '12.00' } }] })).approvals.filter(({ state }) => state === 'open').map(({ why }) => why)).toEqual([expect.stringContaining('Line 1'), expect.stringContaining('Level 1 of 2')])
    expect(refusal(decide(agreed(), change({ lines: [{ line: '1', quantity: '2000' }] }), by('ida', 'salesRep')))).toBe('credit-exceeded stock-short')
    expect(refusal(decide(agreed(), change({ lines: [{ line: '1', unit: 'KGM' }] }), by('ida', 'salesRep')))).toBe('unit-not-of-item')
  })
  test('where there is no room any more for what is agreed to last, that stays undecided', () => {
    const two = after(after(waiting(), approve, rest[0]), approve, rest[1])
    const short = by('legal', 'legal', { stock: new Map([...facts().stock, ['A-1', dated({ item: 'A-1', unit: 'C62', onHand: '10', theirs: '0', ours: '10' })]]) })
    expect(refusal(decide(two, approve, short))).toBe('stock-short')
  })
})

describe('a change that is not made leaves the order as it was (R-APR-06, R-CHG-05)', () => {
  const edi = { partner: { ...facts().partner!, channel: 'edi', sends: ['changeResponse'] } }
  const his = change({ lines: [{ line: '1', quantity: '11' }] }, 'C-7')
  const asItWas = (order: Order): Partial<Order> => ({ ...order, version: 0, approvals: [], requests: undefined })

  test('refused at any level, and the buyer is told by his own number', () => {
    const second = after(waiting(his), approve, rest[0])
    const decision = accepted(decide(second, { type: 'reject', reason: 'no more of it' }, by('legal', 'legal', edi)))
    expect(decision).toMatchObject({ events: [{ type: 'changeRefused', data: { by: 'legal', reason: 'no more of it' } }], effects: [{ kind: 'document', body: { document: 'changeResponse', content: { outcome: 'rejected', change: 'C-7' } } }], release: 'none' })
    const order = after(second, { type: 'reject', reason: 'no more of it' }, by('legal'))
    expect(asItWas(order)).toEqual(asItWas(agreed()))
    expect(order.approvals.map(({ state }) => state)).toEqual(['approved', 'approved', 'approved', 'void', 'void', 'rejected', 'rejected', 'rejected'])
    // what was agreed to before still stands, and the buyer's number counts once
    expect(after(order, change({ lines: [{ line: '1', quantity: '9' }] }), by('ida', 'salesRep')).payable).toBe('128.50')
    expect(accepted(decide(order, his, by('ida', 'salesRep'))).events).toEqual([])
  })
  test('taken back by who asked for it, and by nobody who has no part in it', () => {
    expect(after(waiting(), { type: 'reject', reason: 'he thought again' }, by('ida', 'salesRep')).change).toBeUndefined()
    expect(refusal(decide(waiting(), { type: 'reject', reason: 'no' }, by('jan', 'salesRep')))).toBe('not-allowed')
    expect(refusal(decide(waiting(), { type: 'reject', reason: ' ' }, by('manager', 'salesManager')))).toBe('reason-missing')
  })
  test('by nobody in time: once the deputy has let his time go by too', () => {
    const at = (instant: string): Facts => by('system', 'system', { at: `2026-03-${instant}:00.000Z`, ...edi })
    const order = waiting(his)
    const step = order.approvals.at(-1)!.step
    const escalated = after(order, { type: 'escalate', step }, at('02T16:00'))
    expect(open(escalated)).toEqual(['salesManager', 'director'])
    expect(accepted(decide(escalated, { type: 'escalate', step }, at('03T16:00'))).events).toEqual([])
    const lapsed = accepted(decide(escalated, { type: 'escalate', step: escalated.approvals.at(-1)!.step }, at('03T16:00')))
    expect(lapsed).toMatchObject({ events: [{ type: 'changeRefused', data: { by: 'rules', reason: 'It was not decided in time by director.' } }], effects: [{ kind: 'document' }] })
    expect(after(escalated, approve, by('director'))).toMatchObject({ change: { by: 'ida' } })
  })
  test('by the warehouse, the shop floor or a cancel that come first', () => {
    const shipped = after(waiting(), despatch, by('system', 'system'))
    expect([shipped.status, shipped.change]).toEqual(['shipped', undefined])
    expect(shipped.approvals.map(({ state }) => state)).toEqual(['approved', 'approved', 'approved', 'void', 'rejected'])
    const cancelled = after(waiting(), { type: 'cancel', reason: 'bankrupt' }, by('manager', 'salesManager'))
    expect([cancelled.status, cancelled.change]).toEqual(['cancelled', undefined])
    const made = { systems: [...facts().systems, { name: 'mes', role: 'mes', mode: 'live' as const }], items: new Map([...facts().items, ['A-1', dated({ ...facts().items.get('A-1')!.value, madeToOrder: true })]]) }
    const ordered = [by('manager', 'salesManager', made), by('finance', 'finance', made), by('legal', 'legal', made)].reduce((order, who) => after(order, approve, who), after(undefined, createCommand(), by('inbox', 'inbox', made)))
    const begun: Command = { type: 'produce', issuer: 'mes', production: 'W-1', made: { line: '1', quantity: '0' } }
    expect(accepted(decide(after(ordered, more, by('ida', 'salesRep', made)), begun, by('system', 'system', made))).events.map(({ type }) => type)).toEqual(['productionStarted', 'changeRefused'])
    expect(after(after(ordered, change({ requestedDelivery: '2026-03-20' }), by('ida', 'salesRep', made)), begun, by('system', 'system', made)).change).toBeDefined()
  })
})

test('the audit finds nothing in a change that was agreed to as it must be, and who agreed to his own (R-APR-03)', () => {
  const stored: StoredEvent[] = []
  const run = (command: Command, who: Facts): void => {
    for (const event of accepted(decide(fold(stored), command, who)).events) stored.push({ ...event, company: 'OC', stream: 'order/o-1', sequence: stored.length + 1, schema: 8, at: who.at, actor: who.actor.id, cause: '', correlation: '', previous: '', digest: '' } as unknown as StoredEvent)
  }
  run(createCommand(), by('inbox'))
  for (const who of [by('manager', 'salesManager'), by('finance'), by('legal')]) run(approve, who)
  run(more, by('ida', 'salesRep'))
  // legal was at the second level before, and is at the first now
  for (const who of [by('legal', 'salesManager'), by('finance'), by('production')]) run(approve, who)
  const beside = { closed: [], rolesAt: () => undefined, today: '2026-03-02', invoiceDays: 3 }
  expect(breachesOf(stored, beside)).toEqual([])
  const own = stored.map((event) => (event.type === 'changeAsked' ? { ...event, data: { ...event.data, by: 'finance' } } : event))
  expect(breachesOf(own, beside).map(({ code }) => code)).toEqual(['self-approval'])
  const early = stored.filter(({ actor, type, sequence }) => !(type === 'approved' && actor === 'production' && sequence > 10))
  expect(breachesOf(early, beside).map(({ code }) => code)).toEqual(['accepted-unapproved'])
})
