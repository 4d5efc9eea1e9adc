import { type Connector, type Remote } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { connectorOf } from '../../connectors/registry'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { STATES, verdictOf } from '../../sync/reconcile/expected'
import { reconcile } from '../../sync/reconcile/reconcile'
import { repairOf } from '../../sync/reconcile/repair'
import { type Difference } from '../../sync/reconcile/difference'
import { submit } from '../../sync/submit'
import { STATUSES, isAccepted } from '../../orders/status'
import { openWorld, type World } from './world'

/** What a system shows of its records, as if somebody had changed them there. */
type Disguise = (kind: string, rows: Remote[]) => Remote[]

/** The same world, in which one system shows its records through a disguise: in lists and look-ups alike. */
function disguised(world: World, system: string, disguise: Disguise): World['context'] {
  return {
    ...world.context,
    connect: (config) => {
      const real = connectorOf(config)
      if (config.name !== system) return real
      const shown = async (kind: Parameters<Connector['list']>[0]) => {
        const rows: Remote[] = []
        for await (const row of real.list(kind, {}).rows) rows.push(row)
        return disguise(kind, rows)
      }
      return {
        ...real,
        list: (kind) => ({ orderedBy: 'none', rows: (async function* () { yield* await shown(kind) })() }),
        find: async (kind, id) => (await shown(kind)).find((row) => row.ourId === id || row.theirId === id),
      }
    },
  }
}

const compare = (context: World['context']) => reconcile(context, { company: 'OC', patienceMs: 3000 })

test('a quantity that the warehouse counts in another unit than the order is compared with what was sent to it (R-STA-08)', async () => {
  const world = await openWorld()
  await world.take('PO-BOX', { quantity: '2', unit: 'XBX', price: '125.00' })
  await drain(world.context, { patienceMs: 3000 })
  expect(await compare(world.context)).toMatchObject({ found: 0 })
  const found = await compare(disguised(world, 'wms', (kind, rows) => (kind === 'part' ? rows.map((row) => ({ ...row, lines: row.lines!.map((line) => ({ ...line, quantity: '19' })) })) : rows)))
  expect(found).toMatchObject({ found: 1, left: 1 })
  expect(await cases.byId(world.store, found.cases[0]!)).toMatchObject({ kind: 'quantity', system: 'wms', ours: '20 C62', theirs: '19 C62' })
})

describe('each kind of difference is found, and none beside it (R-STA-08, R-ENT-07)', () => {
  let world: World
  let id: string
  beforeAll(async () => {
    world = await openWorld()
    // one after the other, so that the ERP numbers them so
    for (const reference of ['PO-1', 'PO-2']) {
      await world.take(reference)
      await drain(world.context, { patienceMs: 3000 })
    }
    id = (await world.order('PO-1')).id
  })
  afterEach(async () => {
    // undisguised, all agrees again
    const closed = await compare(world.context)
    expect(closed).toMatchObject({ found: 0, left: 0 })
    expect(await cases.list(world.store, 'OC', { state: 'open' })).toEqual([])
  })

  const ofFirst = (change: (row: Remote) => Remote[]): Disguise => (kind, rows) => (kind === 'order' ? rows.flatMap((row) => (row.ourId === id ? change(row) : [row])) : rows)
  const planted: [string, Disguise, Partial<Difference> & { text: string }][] = [
    ['an amount', ofFirst((row) => [{ ...row, amount: '125.01' }]), { kind: 'amount', ours: '125.00 EUR', theirs: '125.01 EUR', text: 'comes to 125.01 EUR instead of 125' }],
    ['a currency', ofFirst((row) => [{ ...row, currency: 'USD' }]), { kind: 'currency', theirs: '125.00 USD', text: 'another currency' }],
    ['a line that is gone', ofFirst((row) => [{ ...row, lines: [], amount: '0' }]), { kind: 'quantity', ours: '10 C62', theirs: 'no such line', text: 'line 1' }],
    ['a line that nobody ordered', ofFirst((row) => [{ ...row, lines: [...row.lines!, { id: '2', quantity: '1', unit: 'C62' }] }]), { kind: 'quantity', ours: 'no such line', theirs: '1 C62', text: 'line 2' }],
    ['a status that cannot be', ofFirst((row) => [{ ...row, state: 'cancelled' }]), { kind: 'status', ours: 'toShip', theirs: 'cancelled', text: 'is cancelled, and here it is toShip' }],
    ['a status of which nobody knows what it means', ofFirst((row) => [{ ...row, state: 'archived' }]), { kind: 'status', theirs: 'archived', text: 'archived' }],
    ['the same order twice', ofFirst((row) => [row, { ...row, theirId: 'SO-ERP-999999' }]), { kind: 'double', theirs: 'SO-ERP-100001, SO-ERP-999999', text: 'more than one order' }],
    ['an order typed in by hand, of the same buyer and number', ofFirst((row) => [row, { ...row, theirId: 'SO-ERP-999999', ourId: undefined }]), { kind: 'double', theirs: 'SO-ERP-100001, SO-ERP-999999', text: 'more than one order' }],
    ['an order with an id of ours that we do not know', ofFirst((row) => [row, { ...row, theirId: 'SO-ERP-999999', ourId: '0197-gone' }]), { kind: 'missing-here', text: 'carries our id 0197-gone' }],
    ['our order, that does not carry our id any more', ofFirst((row) => [{ ...row, ourId: undefined }]), { kind: 'missing-here', field: 'order our id', text: 'does not carry our id' }],
  ]
  test.each(planted)('%s', async (_, disguise, { text, ...expected }) => {
    const found = await compare(disguised(world, 'erp', disguise))
    expect(found).toMatchObject({ found: 1, repaired: 0, left: 1, unreachable: {} })
    const opened = (await cases.byId(world.store, found.cases[0]!))!
    const { kind, ...values } = expected
    expect(opened).toMatchObject({ kind, system: 'erp', state: 'open', ...values })
    expect(opened.text).toContain(text)
  })

  test('an order of somebody else there is none of our business', async () => {
    const found = await compare(disguised(world, 'erp', ofFirst((row) => [row, { ...row, theirId: 'SO-ERP-999999', ourId: undefined, reference: 'other' }])))
    expect(found.perSystem.find((one) => one.system === 'erp')).toMatchObject({ theirs: 3, agreed: 2, foreign: 1, differences: 0 })
  })

  test('a row that the listing does not show is looked for before it is called missing, and one that it shows twice is no double', async () => {
    const context = disguised(world, 'erp', (_, rows) => rows)
    const connect = context.connect
    const found = await compare({ ...context, connect: (config) => {
      const connector = connect(config)
      if (config.name !== 'erp') return connector
      return { ...connector, list: (kind) => ({ orderedBy: 'none', rows: (async function* () {
        const rows: Remote[] = []
        for await (const row of connector.list(kind, {}).rows) rows.push(row)
        yield* kind === 'order' ? [rows[0]!, rows[0]!] : rows
      })() }) }
    } })
    expect(found).toMatchObject({ found: 0 })
  })

  test('a system that does not answer is named, keeps its open cases, and holds up no other', async () => {
    const [opened] = (await compare(disguised(world, 'erp', ofFirst((row) => [{ ...row, amount: '1' }])))).cases
    const context = { ...world.context, connect: (config: Parameters<World['context']['connect']>[0]): Connector => {
      const real = connectorOf(config)
      return config.name === 'erp' ? { ...real, list: () => { throw new Fault('again', 'erp: closed for stocktaking') } } : real
    } }
    const found = await compare(context)
    expect(found).toMatchObject({ found: 0, unreachable: { erp: 'erp: closed for stocktaking' } })
    expect(found.perSystem.map((one) => one.system)).toContain('finance')
    expect(await cases.byId(world.store, opened!)).toMatchObject({ state: 'open' })
  })
})

describe('repairs by rule', () => {
  test('an order that is gone from finance goes out again, with every change since', async () => {
    const world = await openWorld()
    await world.take('PO-1')
    await drain(world.context, { patienceMs: 3000 })
    const { id } = await world.order('PO-1')
    await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'change', reason: 'asked', change: { lines: [{ line: '1', quantity: '15' }] } }, circumstance: { cause: 'command', correlation: id } })
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('finance', 'plant', { today: undefined, name: 'gone', what: 'order-deleted', externalId: id })
    expect(await compare(world.context)).toMatchObject({ found: 1, repaired: 1, left: 0 })
    const link = (await links.byOurs(world.store, 'OC', 'finance', 'order', id))!
    expect(link).toMatchObject({ theirId: 'OC-000002', amount: '187.50' })
    expect(await compare(world.context)).toMatchObject({ found: 0 })
  })

  test('where sending again fails, the case stays open, in the nights to come too', async () => {
    const world = await openWorld()
    await world.take('PO-1')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('finance', 'plant', { today: undefined, name: 'gone', what: 'order-deleted', externalId: (await world.order('PO-1')).id })
    await world.faults('finance', [{ match: { method: 'POST', path: '^/order-commitments$' }, fault: '400' }])
    const first = await compare(world.context)
    expect(first).toMatchObject({ found: 1, repaired: 0, left: 1 })
    expect(await compare(world.context)).toMatchObject({ found: 0, agreedAgain: 0 })
    expect(await cases.byId(world.store, first.cases[0]!)).toMatchObject({ kind: 'missing-there', state: 'open' })
  })

  test('what was shipped without a word is taken over from the warehouse, and the order goes on', async () => {
    const world = await openWorld()
    await world.take('PO-1')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    // the feed is silent: only the listing shows it
    const silent = { ...world.context, connect: (config: Parameters<World['context']['connect']>[0]): Connector => ({ ...connectorOf(config), changes: async function* () { /* nothing new */ } }) }
    const found = await compare(silent)
    // the state of the warehouse's order only follows from the shipment: no second difference
    expect(found).toMatchObject({ found: 1, repaired: 1, left: 0 })
    expect(await world.order('PO-1')).toMatchObject({ status: 'shipped', lines: [{ shipped: '10' }] })
    await follow(world.context)
    expect((await cases.list(world.store, 'OC', { state: 'closed' })).map((one) => [one.kind, one.result]).sort()).toEqual([
      ['missing-here', 'repaired by rule: taken over from there']])
  })

  test('nothing of which goods have moved is sent again, and money is never corrected by a rule', () => {
    const order = (shipped: string) => ({ lines: [{ shipped }] }) as Parameters<typeof repairOf>[1]
    const difference = (kind: Difference['kind'], role: string, record: Difference['record'], more: Partial<Difference> = {}): Difference => ({ kind, role, record, system: role, name: '', field: '', ourId: 'x', ...more })
    expect(repairOf(difference('missing-there', 'wms', 'part'), order('0'))).toBe('resend')
    expect(repairOf(difference('missing-there', 'wms', 'part'), order('1'))).toBe('person')
    expect(repairOf(difference('missing-there', 'erp', 'order'), order('1'))).toBe('person')
    expect(repairOf(difference('missing-there', 'finance', 'invoice'), order('1'))).toBe('person')
    expect(repairOf(difference('status', 'wms', 'part', { verdict: 'late' }), order('0'))).toBe('person')
    for (const kind of ['amount', 'quantity', 'currency', 'double'] as const) expect(repairOf(difference(kind, 'finance', 'invoice'), order('0'))).toBe('person')
  })
})

describe('the table of states (R-STA-02)', () => {
  test('says for every accepted status what each word of a system means', () => {
    for (const kind of ['order', 'part'] as const) {
      for (const word of STATES[kind]!.keys()) {
        expect(verdictOf(kind, 'cancelPending', word, word)).not.toBe('conflict')
        // waits for a person there, whatever we say
        if (word === 'exception') continue
        const verdicts = STATUSES.filter((status) => isAccepted(status) && status !== 'cancelPending').map((status) => verdictOf(kind, status, word, word))
        const ended = /cancelled|withdrawn/.test(word)
        expect(verdicts.every((verdict) => (verdict === 'conflict') === ended)).toBe(true)
        expect(verdictOf(kind, 'cancelled', word, word)).toBe(ended ? 'agrees' : 'conflict')
      }
    }
  })

  test('shipped in the warehouse while the ERP has it open shows: the ERP is late', () => {
    expect([verdictOf('part', 'shipped', 'shipped', 'shipped'), verdictOf('order', 'shipped', 'open', 'open')]).toEqual(['agrees', 'late'])
  })
})
