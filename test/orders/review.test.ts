import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type OrderDraft } from '../../orders/draft'
import { type Facts, type RuleSetting } from '../../orders/facts'
import { verdict } from '../../orders/review'
import { accepted, after, createCommand, dated, draft, facts, refusal, setting } from './sample'

const codes = (change: Partial<OrderDraft>, by: Partial<Facts> = {}) => after(undefined, createCommand(change), facts(by)).findings.map((f) => f.code)
const line = (change: object) => ({ lines: [{ ...draft().lines[0]!, ...change }] })

describe('completeness (R-CHK-01, R-CHK-02, R-CHK-05)', () => {
  test.each<[string, Partial<OrderDraft>, string]>([
    ['no order number', { reference: undefined }, 'reference-missing'],
    ['no currency', { currency: undefined }, 'currency-missing'],
    ['no ship-to', { shipTo: undefined }, 'ship-to-missing'],
    ['no wanted date', { requestedDelivery: undefined }, 'requested-delivery-missing'],
    ['no lines', { lines: [] }, 'lines-missing'],
    ['no item', line({ sellersItem: undefined }), 'item-missing'],
    ['an item nobody knows', { lines: [{ id: '1', buyersItem: 'XX', quantity: '1', unit: 'C62', price: { amount: '1' } }] }, 'item-unknown'],
    ['no quantity', line({ quantity: undefined }), 'quantity-missing'],
    ['a quantity of 0', line({ quantity: '0' }), 'quantity-invalid'],
    ['a negative quantity', line({ quantity: '-5' }), 'quantity-invalid'],
    ['no unit', line({ unit: undefined }), 'unit-missing'],
    ['a unit that the item is not sold by', line({ unit: 'KGM' }), 'unit-not-of-item'],
    ['no price', line({ price: undefined }), 'price-missing'],
    ['a price for nothing', line({ price: { amount: '12.50', base: '0' } }), 'price-base-invalid'],
    ['a price for nothing, and a sum', { lineExtension: '125.00', ...line({ price: { amount: '12.50', base: '0.00' } }) }, 'price-base-invalid'],
    ['a price for less than nothing', line({ price: { amount: '12.50', base: '-100' } }), 'price-base-invalid'],
    ['wanted before it was ordered', { issuedOn: '2026-03-05', requestedDelivery: '2026-03-04' }, 'terms-contradict'],
    ['a sum that is off by one cent', { lineExtension: '141.01' }, 'sum-differs'],
  ])('%s is held and named', (_what, change, code) => {
    const order = after(undefined, createCommand(change))
    expect(order.status).toBe('held')
    expect(order.findings.filter((f) => f.severity === 'hold').map((f) => f.code)).toContain(code)
    expect(order.number).toBeUndefined()
  })

  test('a ship-to that is none of the partner\'s is held, unless a GLN says which it is (R-CHK-02)', () => {
    const partner = { ...facts().partner!, shipTos: ['0042'] }
    const to = (...more: { scheme: string; value: string }[]): Partial<OrderDraft> => ({ shipTo: { name: 'Lager 9', identifiers: more } })
    expect(codes(to({ scheme: 'buyer', value: '0099' }), { partner })).toEqual(['ship-to-unknown'])
    expect([to({ scheme: 'buyer', value: '0042' }), to({ scheme: 'buyer', value: '0099' }, { scheme: 'GLN', value: '4000000000013' })].map((known) => codes(known, { partner }))).toEqual([[], []])
    expect(codes(to({ scheme: 'buyer', value: '0099' }))).toEqual([])
  })

  test('an order with a price for nothing is put right by a change, or rejected', () => {
    const held = after(undefined, createCommand(line({ price: { amount: '12.50', base: '0' } })))
    const change = (wish: object) => after(held, { type: 'change', reason: 'asked', change: { lines: [{ line: '1', ...wish }] } })
    expect(change({ quantity: '5' }).findings.map(({ code }) => code)).toContain('price-base-invalid')
    expect(change({ price: { amount: '12.50' } })).toMatchObject({ status: 'toShip', payable: '125.00' })
    const partner = { ...facts().partner!, channel: 'edi', sends: ['orderResponse'] }
    expect(after(held, { type: 'reject', reason: 'no' }, facts({ partner })).status).toBe('rejected')
  })

  test('the right sum is no finding, also where it is written with other digits', () => expect(codes({ lineExtension: '141.0' })).toEqual([]))
})

describe('customer (R-CHK-03, R-REV-02)', () => {
  test.each([['email', 'email'], ['e-mail', 'email'], ['email', 'e-mail']])('a mail\'s sender told as %s is the partner\'s address, stored as %s (R-CHK-03)', (told, stored) => {
    const address = { value: 'po@nordbau.example' }
    const partner = { code: 'NORDBAU', name: 'Nordbau', identifiers: [{ scheme: stored, ...address }] }
    expect(codes({}, { partner, sender: { scheme: told, ...address } })).not.toContain('origin-unverified')
    expect(codes({}, { partner, sender: { scheme: told, value: 'else@nordbau.example' } })).toContain('origin-unverified')
  })

  test.each<[string, Partial<Facts>, string]>([
    ['a buyer that nobody knows', { partner: undefined }, 'buyer-unknown'],
    ['a sender that is not the buyer', { sender: { scheme: 'ISA:ZZ', value: 'SOMEONE' } }, 'origin-unverified'],
    ['a partner that the ERP does not have', { customer: undefined }, 'customer-not-in-erp'],
    ['a blocked customer', { customer: dated({ code: 'NORDBAU', name: 'Nordbau', active: false }) }, 'customer-blocked'],
    ['another currency than agreed', { customer: dated({ code: 'NORDBAU', name: 'Nordbau', active: true, currency: 'CHF', priceList: 'DE' }) }, 'currency-not-agreed'],
  ])('%s is held', (_what, by, code) => expect(codes({}, by)).toContain(code))

  test('the sender may be any identifier of the buyer', () => expect(codes({}, { sender: { scheme: 'GLN', value: '4000000000006' } })).toEqual([]))
})

describe('a new partner (R-REV-21)', () => {
  const known = (accepted?: number): Facts => {
    const rules = facts().rules
    const partner = { ...facts().partner!, ...(accepted === undefined ? {} : { firstOrders: { held: 2, accepted } }) }
    return facts({ partner, rules: { ...rules, settings: { ...rules.settings, onboarding: setting({ severity: 'hold', role: 'orderDesk' }) } } })
  }
  const of = (accepted?: number) => after(undefined, createCommand(), known(accepted))
  test.each([[0, 'held'], [1, 'held'], [2, 'toShip'], [undefined, 'toShip']])('with %s orders accepted of the first two his next one is %s', (accepted, status) => {
    const order = of(accepted)
    expect(order.status).toBe(status)
    expect(order.findings.map(({ code, role }) => [code, role])).toEqual(status === 'held' ? [['first-orders', 'orderDesk']] : [])
  })
  test('goes on once the order desk has looked at it, and not by somebody else', () => {
    const confirm = { type: 'confirm', reason: 'compared with his fax' } as const
    expect(refusal(decide(of(0), confirm, { ...known(0), actor: { id: 'x', roles: ['finance'] } }))).toBe('not-allowed')
    expect(after(of(0), confirm, { ...known(0), actor: { id: 'meike', roles: ['orderDesk'] } }).status).toBe('toShip')
  })
})

describe('overdue (R-REC-04)', () => {
  const owed = (level: number) => ({ invoice: 'INV-1', currency: 'EUR', open: '125.00', dueOn: '2026-01-30', level })
  const dunning = { levels: [{ days: 5, fee: '0' }, { days: 15, fee: '5.00' }], holdFrom: 2 }
  const judged = (level: number, policy: Facts['rules']['dunning'] = dunning) => {
    const rules = facts().rules
    return after(undefined, createCommand(), facts({ overdue: [owed(level)], rules: { ...rules, dunning: policy, settings: { ...rules.settings, overdue: setting({ severity: 'hold', role: 'creditController' }) } } }))
  }

  test.each([[1, 'toShip'], [2, 'held'], [3, 'held']])('after reminder %s the next order is %s', (level, status) => expect(judged(level).status).toBe(status))
  test('names the invoice, and whom to ask', () => {
    expect(judged(2)).toMatchObject({ findings: [{ code: 'invoices-overdue', role: 'creditController', text: expect.stringContaining('INV-1 (125.00 EUR, due 2026-01-30, reminder 2)') as string }] })
  })
  test('holds nobody where the policy does not say from when', () => expect(judged(9, { levels: dunning.levels }).status).toBe('toShip'))
})

describe('credit (R-REV-03)', () => {
  test.each([['140.99', 'asks'], ['141.00', 'passes'], ['141.01', 'passes']])('with %s left of the limit an order of 141.00 %s', (left, outcome) => {
    const limit = { currency: 'EUR', limit: '1000.00', theirs: '300.00', ours: String((700 - Number(left)).toFixed(2)) }
    expect(codes({}, { credit: dated(limit) })).toEqual(outcome === 'asks' ? ['credit-exceeded'] : [])
  })
  test('without a known limit it is held', () => expect(codes({}, { credit: undefined })).toEqual(['credit-unknown']))
  test('receivables that are older than the rule allows hold the order instead of being believed', () => {
    const rules = { ...facts().rules, settings: { ...facts().rules.settings, credit: setting({ maxAge: 60 }) } }
    const order = after(undefined, createCommand(), facts({ rules, credit: dated({ currency: 'EUR', limit: '1000', theirs: '0', ours: '0' }, '2026-03-01T23:00:00.000Z') }))
    expect(order).toMatchObject({ status: 'held', findings: [{ code: 'facts-too-old' }] })
    expect(order.holds[0]).toContain('9 h old')
  })
})

describe('price (R-REV-08, R-REV-11)', () => {
  const prices = (...entries: object[]): Partial<Facts> => ({ prices: new Map([...facts().prices, ['A-1', dated(entries.map((e) => ({ item: 'A-1', currency: 'EUR', amount: '12.50', base: '1', unit: 'C62', from: '0', ...e })))]]) })
  test.each<[string, Partial<OrderDraft>, Partial<Facts>, string[]]>([
    ['the list price passes', {}, {}, []],
    ['a cent less is asked', { lines: [{ ...draft().lines[0]!, price: { amount: '12.49' } }] }, {}, ['price-differs']],
    ['below cost is asked', { lines: [{ ...draft().lines[0]!, price: { amount: '8.99' } }] }, {}, ['price-below-cost']],
    ['a case of twelve at twelve times the price passes', { lines: [{ ...draft().lines[0]!, quantity: '2', unit: 'CS', price: { amount: '150.00' } }] }, {}, []],
    ['the scale that the quantity reaches counts', {}, prices({}, { from: '10', amount: '11.00' }), ['price-differs']],
    ['a scale that it does not reach does not', {}, prices({}, { from: '11', amount: '11.00' }), []],
    ['the list of yesterday does not count today', {}, prices({ validTo: '2026-02-28' }), ['price-not-listed']],
    ['its last day does', {}, prices({ validTo: '2026-03-01' }), []],
    ['another currency is not listed', {}, prices({ currency: 'USD' }), ['price-not-listed']],
  ])('%s', (_what, change, by, expected) => expect(codes(change, by)).toEqual(expected))

  test('a cost in euro is compared with a price in dollars by the rate, and not at all without one', () => {
    const dollars = { currency: 'USD', lines: [{ ...draft().lines[0]!, price: { amount: '9.50' } }] }
    const usd = { ...prices({ currency: 'USD' }), credit: undefined, customer: dated({ code: 'NORDBAU', name: 'Nordbau', active: true, currency: 'USD', priceList: 'DE' }) }
    const at = (exchangeRates?: Record<string, string>) => codes(dollars, { ...usd, company: { ...facts().company, exchangeRates } }).filter((code) => code.startsWith('price'))
    expect(at({ USD: '1.08' })).toEqual(['price-below-cost'])
    expect(at()).toEqual(['price-differs'])
  })
  test('one, each and piece are the same unit', () => expect(codes({ lines: [{ ...draft().lines[0]!, unit: 'EA' }] })).toEqual([]))

  test.each([
    ['11.88', 'salesRep'], ['11.875', 'salesRep'], ['11.87', 'salesManager'], ['11.25', 'salesManager'], ['11.24', 'director'], ['10.00', 'director'], ['9.50', 'director'], ['12.60', 'orderDesk'],
  ])('at %s for 12.50 who may give that discount is asked: %s (R-REV-10)', (amount, role) => {
    const authority = [{ upTo: '5', role: 'salesRep' }, { upTo: '10', role: 'salesManager' }, { upTo: '20', role: 'director' }]
    const { rules } = facts()
    const order = after(undefined, createCommand({ lines: [{ ...draft().lines[0]!, price: { amount } }] }), facts({ rules: { ...rules, settings: { ...rules.settings, price: setting({ role: 'orderDesk', authority }) } } }))
    expect([order.status, order.approvals.map((step) => step.role)]).toEqual(['awaitingApproval', [role]])
  })

  test('a difference within the tolerance passes', () => {
    const rules = { ...facts().rules, settings: { ...facts().rules.settings, price: setting({ tolerance: '2' }) } }
    expect(codes({ lines: [{ ...draft().lines[0]!, price: { amount: '12.25' } }] }, { rules })).toEqual([])
    expect(codes({ lines: [{ ...draft().lines[0]!, price: { amount: '12.24' } }] }, { rules })).toEqual(['price-differs'])
  })
})

describe('stock and duplicates (R-REV-12, R-INT-07)', () => {
  test('an item whose stock nobody has told is not promised', () => expect(codes({}, { stock: new Map([...facts().stock].slice(1)) })).toEqual(['stock-unknown']))
  test('what others hold is not offered twice (R-EXE-03)', () => {
    const stock = (ours: string) => ({ stock: new Map([...facts().stock, ['A-1', dated({ item: 'A-1', unit: 'C62', onHand: '100', theirs: '60', ours })]]) })
    expect(codes({}, stock('30'))).toEqual([])
    expect(codes({}, stock('31'))).toEqual(['stock-short'])
  })
  test('an order like another one of the same day is held', () => {
    expect(codes({}, { similar: [{ id: 'o-0', number: 'SO-000009', receivedAt: '2026-03-02T07:00:00.000Z' }] })).toEqual(['looks-like-another'])
  })
})

test('the worst finding decides', () => {
  const finding = (severity: 'note' | 'approval' | 'hold' | 'refuse') => ({ rule: 'r', code: 'c', severity, text: '', facts: [] })
  expect(verdict([finding('note'), finding('approval'), finding('hold')])).toBe('hold')
  expect(verdict([finding('hold'), finding('refuse')])).toBe('refuse')
  expect(verdict([finding('note')])).toBe('pass')
})

describe('approval (R-APR-03, R-APR-06, R-APR-07)', () => {
  const cheap = { lines: [{ ...draft().lines[0]!, price: { amount: '12.00' } }] }
  const asked = () => after(undefined, createCommand(cheap), facts({ actor: { id: 'inbox', roles: [] } }))
  const approve = { type: 'approve', reason: 'agreed by phone' } as const

  test('the role is asked, and what it approves passes', () => {
    expect(asked()).toMatchObject({ status: 'awaitingApproval', approvals: [{ role: 'salesManager', state: 'open' }] })
    expect(after(asked(), approve)).toMatchObject({ status: 'toShip', number: 'SO-000001', approvals: [{ state: 'approved', decidedBy: 'desk', reason: 'agreed by phone' }] })
  })
  test('nobody without the role, who entered the order, or without a reason', () => {
    expect(refusal(decide(asked(), approve, facts({ actor: { id: 'x', roles: ['warehouse'] } })))).toBe('nothing-to-approve')
    expect(refusal(decide(asked(), { ...approve, step: '1-salesManager' }, facts({ actor: { id: 'x', roles: ['warehouse'] } })))).toBe('not-allowed')
    expect(refusal(decide(asked(), approve, facts({ actor: { id: 'inbox', roles: ['salesManager'] } })))).toBe('own-order')
    expect(refusal(decide(asked(), { type: 'approve', reason: ' ' }, facts()))).toBe('reason-missing')
  })
  test('two roles are two people', () => {
    const both = after(undefined, createCommand(cheap), facts({ credit: dated({ currency: 'EUR', limit: '1', theirs: '0', ours: '0' }), actor: { id: 'inbox', roles: [] } }))
    expect(both.approvals.map((a) => a.role)).toEqual(['salesManager', 'finance'])
    const first = after(both, approve)
    expect(first.status).toBe('awaitingApproval')
    expect(refusal(decide(first, { ...approve, step: '2-finance' }, facts()))).toBe('second-approval')
    const poor = { credit: dated({ currency: 'EUR', limit: '1', theirs: '0', ours: '0' }) }
    const decision = accepted(decide(first, approve, facts({ ...poor, actor: { id: 'cfo', roles: ['finance'] } })))
    expect(decision.claims.find((c) => c.resource === 'credit/NORDBAU')).toMatchObject({ force: true })
  })
  test('a second click is no second decision', () => {
    const done = after(asked(), approve)
    expect(accepted(decide(done, { ...approve, step: '1-salesManager' }, facts())).events).toEqual([])
    expect(refusal(decide(done, { ...approve, step: '1-salesManager' }, facts({ actor: { id: 'other', roles: ['salesManager'] } })))).toBe('already-decided')
  })
  test('a change makes an approval void and asks again', () => {
    const changed = after(asked(), { type: 'change', reason: 'more', change: { lines: [{ line: '1', quantity: '11' }] } })
    expect(changed.approvals.map((a) => a.state)).toEqual(['void', 'open'])
  })
  test('what is new at the time of approval is asked too', () => {
    const short = facts({ stock: new Map() })
    expect(after(asked(), approve, short)).toMatchObject({ status: 'awaitingApproval', approvals: [{ state: 'approved' }, { role: 'orderDesk', state: 'open' }] })
  })
  test('what was approved is not asked again where a review in between did not find it', () => {
    const short = { stock: new Map([...facts().stock, ['A-1', dated({ item: 'A-1', unit: 'C62', onHand: '5', theirs: '0', ours: '0' })]]) }
    const poor = { credit: dated({ currency: 'EUR', limit: '1', theirs: '0', ours: '0' }) }
    const first = after(undefined, createCommand(), facts({ ...short, actor: { id: 'inbox', roles: [] } }))
    const free = after(first, approve, facts({ ...poor, actor: { id: 'clerk', roles: ['orderDesk'] } }))
    expect(free).toMatchObject({ findings: [{ code: 'credit-exceeded' }], approvals: [{ role: 'orderDesk', state: 'approved' }, { role: 'finance', state: 'open' }] })
    expect(after(free, approve, facts({ ...poor, ...short, actor: { id: 'cfo', roles: ['finance'] } }))).toMatchObject({ status: 'toShip', approvals: [{}, { state: 'approved' }] })
  })
  test('the one person of a role decides what comes up later too, so that no order waits for ever', () => {
    const limited = (limit: string, who = 'cfo') => facts({ credit: dated({ currency: 'EUR', limit, theirs: '0', ours: '0' }), actor: { id: who, roles: ['finance'] } })
    const first = after(undefined, createCommand(), limited('100', 'inbox'))
    const lowered = after(first, approve, limited('50'))
    expect(lowered).toMatchObject({ status: 'awaitingApproval', approvals: [{ state: 'approved' }, { role: 'finance', state: 'open', why: expect.stringContaining('limit 50') as string }] })
    expect(after(lowered, approve, limited('50'))).toMatchObject({ status: 'toShip' })
  })
  test('a role has approved what it was asked, and nothing that is found while it is asked again', () => {
    const limited = (limit: string) => facts({ credit: dated({ currency: 'EUR', limit, theirs: '0', ours: '0' }), actor: { id: 'cfo', roles: ['finance'] } })
    const first = after(undefined, createCommand(), facts({ ...limited('100'), actor: { id: 'inbox', roles: [] } }))
    const again = after(after(first, approve, limited('50')), { type: 'review' }, limited('50'))
    expect(again).toMatchObject({ status: 'awaitingApproval', approvals: [{ state: 'approved' }, { state: 'open' }] })
  })
  test('an order that is reviewed while a role is asked goes on waiting for it, and is asked only what is new', () => {
    const again = after(asked(), { type: 'review' })
    expect(again).toMatchObject({ status: 'awaitingApproval', approvals: [{ role: 'salesManager', state: 'open' }] })
    expect(again.approvals).toHaveLength(1)
    const short = facts({ stock: new Map([...facts().stock, ['A-1', dated({ item: 'A-1', unit: 'C62', onHand: '5', theirs: '0', ours: '0' })]]) })
    expect(after(asked(), { type: 'review' }, short)).toMatchObject({ status: 'awaitingApproval', approvals: [{ role: 'salesManager', state: 'open' }, { role: 'orderDesk', state: 'open' }] })
  })
  test('an order that passes while a role is asked waits for nobody any more, and is accepted once', () => {
    const passed = after(asked(), { type: 'review' }, facts({ prices: new Map([...facts().prices, ['A-1', dated([{ item: 'A-1', currency: 'EUR', amount: '12.00', base: '1', unit: 'C62', from: '0' }])]]) }))
    expect(passed).toMatchObject({ status: 'toShip', number: 'SO-000001', approvals: [{ state: 'void' }] })
    expect(refusal(decide(passed, { ...approve, step: '1-salesManager' }, facts()))).toBe('already-decided')
    // as a store of an earlier version has it
    const before = { ...passed, approvals: passed.approvals.map((step) => ({ ...step, state: 'open' as const })) }
    expect(refusal(decide(before, { ...approve, step: '1-salesManager' }, facts()))).toBe('nothing-to-approve')
  })
  test('a hold that was waived stays waived while another role is asked', () => {
    const poor = { credit: dated({ currency: 'EUR', limit: '1', theirs: '0', ours: '0' }) }
    const odd = after(undefined, createCommand({ lineExtension: '1.00' }), facts({ ...poor, actor: { id: 'inbox', roles: [] } }))
    const waived = after(odd, { type: 'confirm', reason: 'the buyer miscounted' }, facts(poor))
    expect(waived).toMatchObject({ status: 'awaitingApproval', approvals: [{ role: 'finance', state: 'open' }] })
    expect(after(waived, approve, facts({ ...poor, actor: { id: 'cfo', roles: ['finance'] } }))).toMatchObject({ status: 'toShip' })
  })
  test('a held order goes on when the role of the hold waives it; what is missing is not waived', () => {
    const odd = after(undefined, createCommand({ lineExtension: '1.00' }), facts({ actor: { id: 'inbox', roles: [] } }))
    expect(after(odd, { type: 'confirm', reason: 'the buyer miscounted' })).toMatchObject({ status: 'toShip' })
    const bare = after(undefined, createCommand(line({ quantity: undefined })), facts({ actor: { id: 'inbox', roles: [] } }))
    expect(refusal(decide(bare, { type: 'confirm', reason: 'go' }, facts()))).toBe('quantity-missing')
  })
  test('a rejected order ends, and takes nothing with it', () => {
    expect(after(asked(), { type: 'reject', reason: 'below cost' })).toMatchObject({ status: 'rejected', approvals: [{ state: 'void' }] })
    expect(refusal(decide(after(asked(), { type: 'reject', reason: 'below cost' }), approve, facts()))).toBe('nothing-to-approve')
  })
})

describe('margin (R-REV-11)', () => {
  // A-1 is asked at 12.50 and costs 9.00 (28 %), A-2 at 0.08 and costs 0.05 (37.5 %): together 141.00 for 100.00 (29.08 %)
  const at = (floor: string | undefined, change: Partial<OrderDraft> = {}, by: Partial<Facts> = {}) => {
    const { rules } = facts()
    const order = after(undefined, createCommand(change), facts({ ...by, rules: { ...rules, settings: { ...rules.settings, price: setting({ on: false }), margin: setting({ floor }) } } }))
    return { status: order.status, found: order.findings.map((one) => `${one.code} ${one.line ?? ''}`.trim()), texts: order.findings.map(({ text }) => text), asked: order.approvals.map(({ role }) => role) }
  }

  test.each<[string | undefined, string[]]>([
    [undefined, []], ['28', []], ['28.01', ['margin-below-floor 1']], ['29.07', ['margin-below-floor 1']], ['29.08', ['margin-below-floor 1', 'order-margin-below-floor']], ['37.5', ['margin-below-floor 1', 'order-margin-below-floor']],
    ['37.51', ['margin-below-floor 1', 'margin-below-floor 2', 'order-margin-below-floor']],
  ])('at a floor of %s: %s', (floor, found) => expect(at(floor).found).toEqual(found))

  test('who is asked reads what it is, by the cost of now, and agrees with a reason', () => {
    const { status, texts, asked } = at('30')
    expect([status, asked]).toEqual(['awaitingApproval', ['salesManager']])
    expect(texts).toEqual(['Line 1: the margin of A-1 is 28.0 %, and the floor is 30 %.', 'The margin of the order is 29.1 %, and the floor is 30 %.'])
  })

  test('what is given away is below any floor; what has no known cost is not judged, and then the order as a whole is not', () => {
    expect(at('0', line({ price: { amount: '0' } })).texts).toEqual(['Line 1: the margin of A-1 is < 0 %, and the floor is 0 %.'])
    const items = new Map(facts().items)
    items.set('A-2', dated({ code: 'A-2', name: 'Washer', active: true, unit: 'C62', units: {} }))
    expect(at('37', {}, { items }).found).toEqual(['margin-below-floor 1'])
    expect(at('20', line({ price: { amount: '12.50', base: '0' } })).status).toBe('held')
    expect(at('99', { currency: 'USD' }, { customer: undefined }).found.filter((code) => code.includes('margin'))).toEqual([])
  })
})

describe('payment terms (R-REV-07)', () => {
  const asking = (paymentTerms: string | undefined, agreed: string | undefined = 'NET30', on = true) => {
    const { rules } = facts()
    const customer = dated({ code: 'NORDBAU', name: 'Nordbau GmbH', active: true, currency: 'EUR', priceList: 'DE', paymentTerms: agreed })
    const order = after(undefined, createCommand({ paymentTerms }), facts({ customer, rules: { ...rules, settings: { ...rules.settings, terms: setting({ on, role: 'finance' }) } } }))
    return [order.status, ...order.findings.map(({ code }) => code), ...order.approvals.map(({ role }) => role)]
  }

  test.each(['NET30', 'net30', '30 days', 'NET14', '4 weeks', '1 month', '30 Tage netto'])('"%s" is no more than the 30 days that are agreed', (asked) => expect(asking(asked)).toEqual(['toShip']))
  test.each(['NET90', '31 days', '5 weeks', '2 months', '3 % 10 days, net 30', '30 days end of month', '30 days after receipt of the goods', '月结30天', 'by agreement'])('"%s" is asked of finance', (asked) => expect(asking(asked)).toEqual(['awaitingApproval', 'terms-not-agreed', 'finance']))
  test('the very words that are agreed are, whatever they mean', () => expect(asking('3 % 10 days,  net 30', '3 % 10 Days, net 30')).toEqual(['toShip']))
  test('nothing asked, or the rule off, is no finding', () => expect([asking(undefined), asking('NET90', 'NET30', false)]).toEqual([['toShip'], ['toShip']]))
  test('both are named', () => {
    const { rules } = facts()
    const by = facts({ partner: { ...facts().partner!, paymentTerms: '14 days' }, customer: dated({ code: 'NORDBAU', name: 'Nordbau GmbH', active: true }), rules: { ...rules, settings: { ...rules.settings, terms: setting() } } })
    expect(after(undefined, createCommand({ paymentTerms: '60 days' }), by).findings.map(({ text }) => text)).toEqual(['The order asks for the payment terms "60 days"; Nordbau GmbH is agreed to have "14 days".'])
  })
})

describe('compliance (R-REV-19)', () => {
  const to = (country?: string, region?: string, name = 'Nordbau Lager 2') => ({ shipTo: { name, identifiers: [], ...(country === undefined ? {} : { address: { country, region } }) } })
  const trade = { blocked: ['KP', 'UA-43'], items: { 'A-1': { not: ['US'] }, 'A-2': { only: ['DE', 'AT', 'FR', 'US-CA'] } }, denied: ['Grey Trading Ltd.'] }
  const judged = (change: Partial<OrderDraft>, lists: Partial<typeof trade> = {}) => {
    const { rules } = facts()
    const order = after(undefined, createCommand(change), facts({ rules: { ...rules, trade: { ...trade, ...lists }, settings: { ...rules.settings, compliance: setting({ severity: 'refuse', role: 'legal' }) } } }))
    return [order.status, ...order.findings.map((one) => `${one.code} ${one.line ?? ''}`.trim())]
  }

  test.each<[string, Partial<OrderDraft>, string[]]>([
    ['a country where all may be sold', to('DE'), ['toShip']],
    ['a blocked country', to('KP'), ['rejected', 'country-blocked']],
    ['small letters', to('kp'), ['rejected', 'country-blocked']],
    ['a country that is no code of two letters', to('PRK'), ['held', 'ship-to-country-unknown']],
    ['a country by its name', to('Korea'), ['held', 'ship-to-country-unknown']],
    ['a blocked region', to('UA', '43'), ['rejected', 'country-blocked']],
    ['the same region with its country', to('UA', 'UA-43'), ['rejected', 'country-blocked']],
    ['another region of that country', to('UA', '30'), ['rejected', 'item-not-for-country 2']],
    ['items that may not be sold there', to('US', 'NY'), ['rejected', 'item-not-for-country 1', 'item-not-for-country 2']],
    ['an item that may be sold in a region only', to('US', 'CA'), ['rejected', 'item-not-for-country 1']],
    ['a denied party', to('DE', undefined, 'ＧＲＥＹ  TRADING Ltd'), ['rejected', 'party-denied']],
    ['who is billed, though the goods go elsewhere', { ...to('DE'), billTo: { name: 'Grey Trading Ltd.', identifiers: [] } }, ['rejected', 'party-denied']],
  ])('%s', (_what, change, expected) => expect(judged(change)).toEqual(expected))

  test('where the goods go counts: a bill-to in a good country is not enough to pass, and the order waits for the country', () => {
    expect(judged({ ...to(), billTo: { name: 'Nordbau', identifiers: [], address: { country: 'DE' } } })).toEqual(['held', 'ship-to-country-unknown'])
    expect(judged({ ...to('KP'), billTo: { name: 'Nordbau', identifiers: [], address: { country: 'DE' } } })).toEqual(['rejected', 'country-blocked'])
  })

  test('without any list for places nobody is asked for the country', () => expect(judged(to(), { blocked: [], items: {} as typeof trade.items })).toEqual(['toShip']))
})

describe('a new customer and an unusual order (R-CHK-06, R-CHK-07)', () => {
  const on = (settings: Partial<Record<'newCustomer' | 'unusual', Partial<RuleSetting>>>, more: Partial<Facts> = {}): Facts => {
    const { rules } = facts()
    return facts({ ...more, rules: { ...rules, settings: { ...rules.settings, ...Object.fromEntries(Object.entries(settings).map(([rule, one]) => [rule, setting(one)])) } } })
  }
  const finance = { newCustomer: { role: 'finance' } }
  const first = (accepted: number) => on(finance, { history: { accepted, most: new Map() }, actor: { id: 'inbox', roles: [] } })

  test('the first order of a customer is asked of finance, and takes no number, stock or credit and tells nobody before', () => {
    const decision = accepted(decide(undefined, createCommand(), first(0)))
    expect([decision.effects, decision.claims]).toEqual([[], []])
    const asked = after(undefined, createCommand(), first(0))
    expect(asked).toMatchObject({ status: 'awaitingApproval', approvals: [{ role: 'finance', why: 'It is the first order of Nordbau GmbH: assess his credit.' }] })
    expect(asked.number).toBeUndefined()
    expect(after(asked, { type: 'approve', reason: 'rated B, 10,000 EUR' }, { ...first(0), actor: { id: 'cfo', roles: ['finance'] } })).toMatchObject({ status: 'toShip', number: 'SO-000001' })
  })
  test('the second one is not asked again, nor where nobody looked at what he ordered', () => {
    expect(after(undefined, createCommand(), first(1)).status).toBe('toShip')
    expect(after(undefined, createCommand(), on(finance)).status).toBe('toShip')
  })

  const unusualWith = (most: string | undefined, change: Partial<OrderDraft> = {}, rule: Partial<RuleSetting> = { factor: '10' }) => after(undefined, createCommand(change), on({ unusual: { severity: 'hold', role: 'orderDesk', ...rule } }, {
    history: { accepted: 3, most: new Map(most === undefined ? [] : [['A-1', most]]) }, actor: { id: 'inbox', roles: [] },
  }))
  test.each([['1.01', []], ['1', ['quantity-unusual']], ['0.5', ['quantity-unusual']], [undefined, []]])('10 of an item where the most was %s: %s', (most, found) => {
    expect(unusualWith(most).findings.map(({ code }) => code)).toEqual(found)
  })
  test('it is counted in the unit of the item, over all lines of it', () => {
    const lines = [{ ...draft().lines[0]!, quantity: '5' }, { ...draft().lines[0]!, id: '3', quantity: '1', unit: 'CS', price: { amount: '150.00' } }]
    expect(unusualWith('1.7', { lines }).findings.map(({ code, line: of }) => `${code} ${of}`)).toEqual(['quantity-unusual 1'])
    expect(unusualWith('1.71', { lines }).findings).toEqual([])
  })
  test.each([['2026-03-06', ['date-unusual']], ['2026-03-07', []]])('with five days to deliver, wanted by %s on 2 March: %s', (requestedDelivery, found) => {
    expect(unusualWith('100', { requestedDelivery }, { leadDays: 5 }).findings.map(({ code }) => code)).toEqual(found)
  })
  test('it is held until somebody has asked the customer, and says so', () => {
    const held = unusualWith('1')
    expect([held.status, held.holds]).toEqual(['held', ['Line 1: 10 of A-1 are 10 times what Nordbau GmbH ever ordered of it and more (1). Ask him whether it is meant, somebody else than who ordered it if you can.']])
    expect(refusal(decide(held, { type: 'approve', reason: 'fine' }, rules))).not.toBe('')
    expect(refusal(decide(held, fine, rules))).toBe('confirmation-missing')
    expect(after(after(held, kern, rules), fine, rules)).toMatchObject({ status: 'toShip', confirmations: [{ person: 'Ms Kern', contact: '+49 30 1234', means: 'phone', at: '2026-03-02T08:00:00.000Z', by: 'desk' }] })
  })
  const rules = on({ unusual: { severity: 'hold', role: 'orderDesk', factor: '10' } }, { history: { accepted: 3, most: new Map([['A-1', '1']]) } })
  const fine: Command = { type: 'confirm', reason: 'Ms Kern of purchasing: for the new site' }
  const kern: Command = { type: 'noteConfirmation', person: 'Ms Kern', contact: '+49 30 1234', means: 'phone' }

  test('whoever ordered it does not confirm it, and it is said who did, how, and when', () => {
    const contact = { name: 'Jo Weiss', email: 'weiss@nordbau.example', phone: '+49 30 99' }
    const held = after(undefined, createCommand({ buyer: { ...createCommand().draft.buyer!, contact } }), { ...rules, actor: { id: 'inbox', roles: [] } })
    const said = (change: Partial<Extract<Command, { type: 'noteConfirmation' }>>, by = rules) => refusal(decide(held, { ...kern, ...change }, by))
    expect([said({ person: 'jo weiss' }), said({ contact: '+49 (30) 99' }), said({ contact: 'WEISS@nordbau.example' })]).toEqual(['same-contact', 'same-contact', 'same-contact'])
    expect([said({ person: ' ' }), said({ contact: '' }), said({ means: 'rumour' as 'phone' }), said({ at: '2026-03-02T08:00:00.001Z' })]).toEqual(['contact-missing', 'contact-missing', 'means-unknown', 'too-early'])
    expect(said({}, { ...rules, actor: { id: 'wim', roles: ['warehouse'] } })).toBe('not-allowed')
    const once = after(held, kern, rules)
    expect(accepted(decide(once, kern, rules)).events).toEqual([])
    expect(refusal(decide(after(once, fine, rules), { ...kern, person: 'Mr Late' }, rules))).toBe('nothing-to-confirm')
  })
  test('what was confirmed is not what it is changed to, where that is more', () => {
    const confirmed = after(unusualWith('1'), kern, rules)
    const to = (quantity: string) => after(confirmed, { type: 'change', reason: 'he called', change: { lines: [{ line: '1', quantity }] } }, { ...rules, actor: { id: 'ida', roles: ['salesRep'] } })
    expect(refusal(decide(to('11'), fine, rules))).toBe('confirmation-missing')
    expect(after(to('10'), fine, rules).status).toBe('toShip')
  })
  test('where it is asked of a role, that waits for the confirmation too; the rules can do without', () => {
    const asking = (setting: Partial<RuleSetting>): Facts => on({ unusual: { severity: 'approval', role: 'finance', factor: '10', ...setting } }, { history: { accepted: 3, most: new Map([['A-1', '1']]) }, actor: { id: 'cfo', roles: ['finance'] } })
    const order = unusualWith('1', {}, { severity: 'approval', role: 'finance', factor: '10' })
    const yes: Command = { type: 'approve', reason: 'rated' }
    expect(refusal(decide(order, yes, asking({})))).toBe('confirmation-missing')
    expect(after(after(order, kern, rules), yes, asking({})).status).toBe('toShip')
    expect(after(order, yes, asking({ confirmation: false })).status).toBe('toShip')
    expect(after(unusualWith('1'), fine, { ...rules, rules: { ...rules.rules, settings: { ...rules.rules.settings, unusual: setting({ severity: 'hold', role: 'orderDesk', factor: '10', confirmation: false }) } } }).status).toBe('toShip')
  })
  test('a change to what is unusual waits for its role, and for a confirmation of its own', () => {
    const by = (most: string, id: string, role: string): Facts => ({ ...rules, history: { accepted: 3, most: new Map([['A-1', most]]) }, actor: { id, roles: [role] } })
    const order = after(undefined, createCommand(), by('1.01', 'inbox', 'system'))
    const waiting = after(order, { type: 'change', reason: 'he called', change: { lines: [{ line: '1', quantity: '11' }] } }, by('1.01', 'ida', 'salesRep'))
    expect([order.status, waiting.status, waiting.approvals.map(({ role, state }) => `${role} ${state}`)]).toEqual(['toShip', 'toShip', ['orderDesk open']])
    const yes: Command = { type: 'approve', reason: 'for the new site' }
    expect(refusal(decide(waiting, yes, by('1.01', 'desk', 'orderDesk')))).toBe('confirmation-missing')
    expect(after(after(waiting, kern, rules), yes, by('1.01', 'desk', 'orderDesk')).lines[0]!.quantity).toBe('11')
  })
})
