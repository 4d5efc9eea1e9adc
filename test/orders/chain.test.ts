import fc from 'fast-check'
import { type ApprovalRule } from '../../orders/chain'
import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type OrderDraft } from '../../orders/draft'
import { type Facts } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { review } from '../../orders/review'
import { accepted, after, createCommand, dated, draft, facts, refusal } from './sample'

// the sample is an order over 141.00 EUR of NORDBAU for
const by = (approvals: readonly ApprovalRule[], change: Partial<Facts> = {}): Facts => facts({ actor: { id: 'inbox', roles: [] }, ...change, rules: { ...facts().rules, approvals, deputies: { salesManager: 'director' } } })
const row = (name: string, when: ApprovalRule['when'], ...levels: (string | [number, ...string[]])[]): ApprovalRule => ({ name, when, levels: levels.map((level) => (typeof level === 'string' ? { roles: [level] } : { quorum: level[0], roles: level.slice(1) as string[] })) })
const asked = (order: Order): string[] => order.approvals.filter(({ state }) => state === 'open').map(({ role }) => role)
const as = (role: string, id = role): Partial<Facts> => ({ actor: { id, roles: [role] } })
const approve: Command = { type: 'approve', reason: 'agreed' }
const rolesFor = (table: readonly ApprovalRule[], change: Partial<OrderDraft> = {}, more: Partial<Facts> = {}): string[] => asked(after(undefined, createCommand(change), by(table, more)))

describe('the table of approvals: who must agree follows from amount, customer, product and risk (R-APR-01)', () => {
  test.each<[string, ApprovalRule['when'], boolean]>([
    ['the amount', { amount: '141.00' }, true], ['less than the amount', { amount: '141.01' }, false],
    ['the customer', { customers: ['OTHER', 'NORDBAU'] }, true], ['another customer', { customers: ['OTHER'] }, false],
    ['the kind of partner', { partnerRoles: ['reseller'] }, true], ['another kind', { partnerRoles: ['government'] }, false],
    ['an item', { items: ['A-2'] }, true], ['a family of items', { items: ['A-*'] }, true], ['another item', { items: ['A', 'B-*'] }, false],
    ['a risk that was found', { findings: ['credit', 'stock'] }, true], ['another risk', { findings: ['margin'] }, false],
    ['all that it names', { amount: '100', customers: ['NORDBAU'], partnerRoles: ['reseller'], items: ['A-1'], findings: ['stock'] }, true], ['all but one of them', { amount: '100', customers: ['NORDBAU'], findings: ['margin'] }, false], ['nothing: every order', {}, true],
  ])('a row falls by %s', (_what, when, falls) => {
    const partner = { ...facts().partner!, roles: ['customer', 'reseller'] }
    const stock = new Map([...facts().stock, ['A-1', dated({ item: 'A-1', unit: 'C62', onHand: '5', theirs: '0', ours: '0' })]])
    expect(rolesFor([row('x', when, 'director')], {}, { partner, stock })).toEqual(falls ? ['orderDesk', 'director'] : ['orderDesk'])
  })
  test('another currency is compared at its rate, and one without a rate is asked for in any case', () => {
    const table = [row('large', { amount: '100' }, 'director')]
    const of = (exchangeRates: Record<string, string>) => review(after(undefined, createCommand({ currency: 'USD' }), by([])), by(table, { company: { ...facts().company, exchangeRates } })).filter(({ rule }) => rule === 'approvals').length
    expect([of({ USD: '1.41' }), of({ USD: '1.42' }), of({})]).toEqual([1, 0, 1])
  })
  test('where rows meet each is asked for', () => {
    const table = [row('large', { amount: '100' }, 'salesManager', 'director'), row('risky', {}, 'finance')]
    const order = after(undefined, createCommand(), by(table))
    expect(asked(order)).toEqual(['salesManager', 'finance'])
    const once = after(order, approve, by(table, as('salesManager')))
    expect([asked(once), asked(after(once, approve, by(table, as('finance'))))]).toEqual([['finance'], ['director']])
  })
  test('what comes to nothing yet, since a price is missing, is held and asks nobody', () => {
    const order = after(undefined, createCommand({ lines: [{ ...draft().lines[0]!, price: undefined }] }), by([row('all', {}, 'director')]))
    expect([order.status, asked(order)]).toEqual(['held', []])
  })
})

describe('several levels, and several at one level (R-APR-02, R-APR-03)', () => {
  const three = [row('large', { amount: '100' }, 'salesManager', [2, 'finance', 'legal', 'production'], 'director')]
  const first = () => after(undefined, createCommand(), by(three))
  const second = () => after(first(), approve, by(three, as('salesManager')))
  const twoOfThree = () => after(after(second(), approve, by(three, as('legal'))), approve, by(three, as('production')))

  test('a level is asked once the one before has agreed, and the order is accepted after the last', () => {
    expect(asked(first())).toEqual(['salesManager'])
    expect(asked(second())).toEqual(['finance', 'legal', 'production'])
    expect(asked(after(second(), approve, by(three, as('legal'))))).toEqual(['finance', 'production'])
    expect(twoOfThree().approvals.map(({ role, state }) => `${role} ${state}`)).toEqual(['salesManager approved', 'finance void', 'legal approved', 'production approved', 'director open'])
    expect(after(twoOfThree(), approve, by(three, as('director')))).toMatchObject({ status: 'toShip', number: 'SO-000001' })
  })
  test('whoever is not needed any more cannot decide, and a refusal at any level ends it', () => {
    expect(refusal(decide(twoOfThree(), { ...approve, step: '2-finance' }, by(three, as('finance'))))).toBe('already-decided')
    expect(after(second(), { type: 'reject', reason: 'liability' }, by(three, as('legal')))).toMatchObject({ status: 'rejected', approvals: [{ state: 'approved' }, { state: 'void' }, { state: 'void' }, { state: 'void' }] })
  })
  test('one person with all roles agrees at one level only', () => {
    const boss = { actor: { id: 'boss', roles: ['salesManager', 'finance', 'legal', 'production', 'director'] } }
    const once = after(first(), approve, by(three, boss))
    expect(refusal(decide(once, approve, by(three, boss)))).toBe('second-approval')
    const twice = [row('same', {}, 'salesManager', 'salesManager')]
    const half = after(after(undefined, createCommand(), by(twice)), approve, by(twice, as('salesManager', 'ida')))
    expect(asked(half)).toEqual(['salesManager'])
    expect(refusal(decide(half, { ...approve, step: half.approvals[1]!.step }, by(twice, as('salesManager', 'ida'))))).toBe('second-approval')
    expect(after(half, approve, by(twice, as('salesManager', 'jan')))).toMatchObject({ status: 'toShip' })
  })
  test('what a rule asks the same role for is decided by itself, by the same person if need be', () => {
    const cheap = { lines: [{ ...draft().lines[0]!, price: { amount: '12.00' } }] }
    const table = [row('all', {}, 'salesManager')]
    const order = after(undefined, createCommand(cheap), by(table))
    expect(asked(order)).toEqual(['salesManager', 'salesManager'])
    const once = after(order, approve, by(table, as('salesManager')))
    expect(after(once, approve, by(table, as('salesManager')))).toMatchObject({ status: 'toShip' })
  })
  const change = (quantity: string): Command => ({ type: 'change', reason: 'as he called', change: { lines: [{ line: '1', quantity }] } })
  const rep = by(three, as('salesRep', 'ida'))
  test('what was approved and is changed by one unit is asked for anew from the first level (R-APR-06)', () => {
    const changed = after(twoOfThree(), change('11'), rep)
    expect([changed.status, asked(changed)]).toEqual(['awaitingApproval', ['salesManager']])
    expect(changed.approvals.at(-1)!.why).toContain('(153.50 EUR for NORDBAU)')
  })
  test('an accepted order may become less of the same than was agreed to, as often as he likes (R-APR-06, R-CHG-04)', () => {
    const done = after(twoOfThree(), approve, by(three, as('director')))
    const less = after(after(done, change('9'), rep), change('8'), rep)
    expect([less.status, less.payable, less.change]).toEqual(['toShip', '116.00', undefined])
    expect(after(less, { type: 'change', reason: 'moved', change: { shipTo: { identifiers: [], name: 'Lager 3' } } }, rep)).toMatchObject({ status: 'toShip', shipTo: { name: 'Lager 3' } })
    expect(asked(after(done, change('9'), by([...three, row('new', {}, 'finance')], as('salesRep', 'ida'))))).toEqual(['finance'])
  })
  test('whoever decides in whatever order, an order is accepted exactly when every level has as many as it needs, each another person', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), fc.array(fc.nat(), { maxLength: 30 }), (quorums, picks) => {
      const table = [{ name: 't', when: {}, levels: quorums.map((quorum, level) => ({ roles: ['a', 'b', 'c'].map((role) => `${role}${level}`), quorum })) }]
      let order = after(undefined, createCommand(), by(table))
      const agreed = quorums.map(() => 0)
      for (const pick of picks) {
        const open = order.approvals.filter(({ state }) => state === 'open')
        if (open.length === 0) break
        const step = open[pick % open.length]!
        order = after(order, { ...approve, step: step.step }, by(table, as(step.role)))
        agreed[step.level! - 1]!++
      }
      expect(order.status === 'toShip').toBe(agreed.every((count, level) => count === quorums[level]))
      expect(agreed.every((count, level) => count <= quorums[level]! && (level === 0 || count === 0 || agreed[level - 1] === quorums[level - 1]))).toBe(true)
    }), { numRuns: 60 })
  })
})

describe('what was agreed to stands for what it was agreed to, whatever that is called (R-APR-02, R-APR-03)', () => {
  const when = { amount: '100', items: ['A-1', 'A-2'] }
  const before = [row('large', when, 'salesManager', [2, 'finance', 'legal', 'production'], 'director')]
  const half = () => after(after(after(undefined, createCommand(), by(before)), approve, by(before, as('salesManager'))), approve, by(before, as('legal')))
  const again = (table: readonly ApprovalRule[]): Order => after(half(), { type: 'review' }, by(table))

  test('a row that has another name, or writes the same otherwise, asks nobody anew', () => {
    const renamed = [row('over a hundred', { items: ['A-2', 'A-1'], amount: '100.00' }, 'salesManager', [2, 'production', 'finance', 'legal'], 'director')]
    expect([half(), again(renamed)].map(asked)).toEqual([['finance', 'production'], ['finance', 'production']])
    const last = after(again(renamed), approve, by(renamed, as('finance')))
    expect(asked(last)).toEqual(['director'])
    expect(last.approvals.at(-1)!.why).toContain('Level 3 of 3 of "over a hundred"')
    expect(after(last, approve, by(renamed, as('director'))).status).toBe('toShip')
  })
  test('one more level before the others is asked, by another person than at the level that it moves on', () => {
    const more = [row('large', when, 'salesRep', 'salesManager', [2, 'finance', 'legal', 'production'], 'director')]
    expect(asked(again(more))).toEqual(['finance', 'production', 'salesRep'])
    const other = row('other', { customers: ['NORDBAU'] }, 'finance')
    const once = [row('large', when, 'salesManager'), other]
    const manager = after(after(undefined, createCommand(), by(once)), approve, by(once, as('salesManager')))
    const twice = [row('large', when, 'salesManager', 'salesManager'), other]
    const two = after(manager, { type: 'review' }, by(twice))
    expect(asked(two)).toEqual(['finance', 'salesManager'])
    expect(refusal(decide(two, { ...approve, step: two.approvals.at(-1)!.step }, by(twice, as('salesManager'))))).toBe('second-approval')
  })
  test.each<[string, ApprovalRule]>([
    ['another condition', row('large', { amount: '90', items: ['A-1', 'A-2'] }, 'salesManager', 'finance')], ['another role beside', row('large', when, [1, 'salesManager', 'director'], 'finance')],
  ])('%s is asked anew', (_what, changed) => {
    const open = after(after(undefined, createCommand(), by([row('large', when, 'salesManager', 'finance')])), approve, by([row('large', when, 'salesManager', 'finance')], as('salesManager')))
    expect(asked(after(open, { type: 'review' }, by([changed])))).toContain('salesManager')
  })
  test('what waits since before rows were known by what they say is known by its text', () => {
    const old = half()
    const stored = { ...old, approvals: old.approvals.map((step) => ({ ...step, group: `large/${step.level}` })) }
    expect(asked(after(stored, { type: 'review' }, by(before)))).toEqual(['finance', 'production'])
    expect(asked(after(stored, approve, by(before, as('finance'))))).toEqual(['director'])
  })
})

describe('a deputy is asked where nobody decides in time (R-APR-05)', () => {
  const cheap = { lines: [{ ...draft().lines[0]!, price: { amount: '12.00' } }] }
  const later = { at: '2026-03-02T16:00:00.000Z' }
  const escalate = (order: Order, step = order.approvals[0]!.step) => decide(order, { type: 'escalate', step }, by([], { ...later, actor: { id: 'system', roles: ['system'] } }))
  const order = () => after(undefined, createCommand(cheap), by([]))
  const standIn = () => after(order(), { type: 'escalate', step: '1-salesManager' }, by([], later))

  test('from its due time on, once, and not for whom nobody stands in', () => {
    expect(refusal(decide(order(), { type: 'escalate', step: '1-salesManager' }, by([], { at: '2026-03-02T15:59:59.999Z' })))).toBe('not-due')
    expect(accepted(escalate(order())).events).toMatchObject([{ type: 'approvalAsked', data: { step: '2-director', role: 'director', insteadOf: 'salesManager', dueAt: '2026-03-03T00:00:00.000Z' } }])
    expect(accepted(escalate(standIn(), '1-salesManager')).events).toEqual([])
    expect(refusal(decide(standIn(), { type: 'escalate', step: '2-director' }, by([], { at: '2026-03-04T00:00:00.000Z' })))).toBe('no-deputy')
    expect(accepted(escalate(order(), '9-nobody')).events).toEqual([])
  })
  test.each([['director', 'salesManager'], ['salesManager', 'director']])('%s decides, and %s is not asked any more', (who, other) => {
    const done = after(standIn(), approve, by([], { ...later, ...as(who) }))
    expect(done).toMatchObject({ status: 'toShip' })
    expect(done.approvals.map(({ role, state }) => [role, state]).sort()).toEqual([[other, 'void'], [who, 'approved']].sort())
  })
  test('in a group he takes the one seat: two for one are not two of three', () => {
    const table = [row('x', {}, [2, 'salesManager', 'finance', 'legal'])]
    const asking = after(after(undefined, createCommand(), by(table)), { type: 'escalate', step: '1-salesManager' }, by(table, later))
    const one = after(asking, approve, by(table, { ...later, ...as('director') }))
    expect(asked(one)).toEqual(['finance', 'legal'])
    expect(after(one, approve, by(table, { ...later, ...as('legal') }))).toMatchObject({ status: 'toShip' })
  })
  test('an order that is reviewed meanwhile asks nobody twice', () => {
    const again = after(standIn(), { type: 'review' }, by([], later))
    expect(again.approvals).toHaveLength(2)
  })
})
