import { type OrderEvent } from '../../orders/event'
import { fold } from '../../orders/evolve'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as orders from '../../store/orders'
import * as streams from '../../store/streams'
import { type Audit } from '../../sync/audit'
import { uuidv7 } from '../../sync/ids'
import { openWorld, type World } from '../sync/world'
import { englishIn } from '../web/english'
import { closeOrders } from './closeOrders'
import { run, type Said } from './terminal'

describe('R-AUD-03: internal audit lists the rules that were broken and draws a sample', () => {
  let world: World
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const audit = async (...argv: string[]): Promise<Audit> => (await cli('audit', '--json', ...argv)).rows<Audit>()[0]!
  const codes = async (reference: string) => { const { id } = await world.order(reference); return (await audit()).breaches.filter((one) => one.id === id).map(({ code }) => code) }

  /** Past every command: as somebody would who writes into the store by the product's own functions. */
  async function seed(reference: string, ...events: OrderEvent[]): Promise<void> {
    const { id, version } = await world.order(reference)
    const stream = `order/${id}`
    await world.store.write(async (tx) => {
      const actor = events.map(({ data }) => (data as { by?: string }).by).find((by) => by !== undefined) ?? 'system'
      await streams.append(tx, [{ company: 'OC', stream, expected: version, circumstance: { at: '2026-03-02T08:00:00.000Z', actor, cause: 'command', correlation: 'c' }, events }])
      await orders.save(tx, [fold(await streams.load(tx, 'OC', stream))!])
    })
  }
  const approved = (by: string, step = '1-salesManager', reason = 'agreed'): OrderEvent => ({ type: 'approved', data: { step, by, reason } })
  const confirmed = (number: string): OrderEvent => ({ type: 'confirmed', data: { number, lineExtension: '90', payable: '90' } })
  const shipped: OrderEvent = { type: 'shipped', data: { issuer: 'wms', despatch: 'SHP-9', lines: [{ line: '1', quantity: '10' }], shippedOn: '2026-03-01' } }
  const invoiced: OrderEvent = { type: 'invoiced', data: { issuer: 'finance', invoice: 'INV-9', amount: '125', lines: [{ line: '1', quantity: '10' }] } }

  beforeAll(async () => {
    world = await openWorld()
    await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { rules: { margin: { floor: '20' } } } }))
  })

  test('of what went the way that it should, none: approved, rejected, held and resolved, changed, cancelled, closed', async () => {
    await world.take('PO-1', { price: '9.50' })
    expect((await cli('approve', 'PO-1', '--reason', 'promotion', '--as', 'manager')).exit).not.toBe(1)
    await world.take('PO-2', { price: '16.00' })
    await cli('approve', 'PO-2', '--reason', 'he pays it', '--as', 'manager')
    await world.take('PO-3', { price: '9.50' })
    expect((await cli('reject', 'PO-3', '--reason', 'too cheap', '--as', 'manager')).exit).toBe(0)
    await world.take('PO-4', { item: 'NO-SUCH' })
    expect((await cli('resolve', 'PO-4', '1', 'A-1', '--as', 'manager')).exit).not.toBe(1)
    await world.take('PO-5')
    expect((await cli('change', 'PO-5', '--set', '1.quantity=12', '--reason', 'by phone', '--as', 'manager')).exit).toBe(0)
    await world.take('PO-6')
    expect((await cli('cancel', 'PO-6', '--reason', 'ordered twice', '--as', 'manager')).exit).not.toBe(1)
    await closeOrders(world)
    expect(await audit()).toMatchObject({ orders: 6, breaches: [], sample: [] })
    expect(await cli('audit')).toMatchObject({ exit: 0, out: 'Rules that were broken: 0, orders: 6\n' })
  })

  test('a self-approval, and a discount over the authority of who approved it', async () => {
    await world.take('PO-10', { price: '9.00' })
    await seed('PO-10', approved('inbox'))
    expect(await codes('PO-10')).toEqual(['self-approval', 'discount-over-authority'])
    await world.take('PO-11', { price: '9.00' })
    await seed('PO-11', approved('cfo'))
    expect(await codes('PO-11')).toEqual(['discount-over-authority'])
  })

  test('what was accepted although nobody agreed: a discount, a margin below the floor, a hold; and what was never reviewed', async () => {
    await world.take('PO-12', { price: '9.10' })
    await seed('PO-12', confirmed('SO-12'))
    expect(await codes('PO-12')).toEqual(['discount-over-authority', 'margin-below-floor'])
    await world.take('PO-13', { item: 'NO-SUCH' })
    await seed('PO-13', confirmed('SO-13'))
    expect(await codes('PO-13')).toContain('accepted-unapproved')
    await world.take('PO-14', { item: 'NO-SUCH' })
    await seed('PO-14', { type: 'changed', data: { by: 'manager', reason: 'by phone', change: { lines: [{ line: '1', item: 'A-1' }] } } }, confirmed('SO-14'))
    expect(await codes('PO-14')).toEqual(['accepted-unreviewed'])
  })

  test('two approvals of one person, one without the role, one without a reason, and one in the name of another', async () => {
    await world.take('PO-15', { price: '9.00' })
    await seed('PO-15', approved('manager', '1-salesManager', ' '), { type: 'approvalAsked', data: { step: '2-finance', role: 'finance', why: 'Over the limit.' } }, approved('manager', '2-finance'))
    expect((await codes('PO-15')).sort()).toEqual(['approved-without-role', 'no-reason', 'two-approvals'])
    await world.take('PO-16', { price: '9.00' })
    await seed('PO-16', approved('manager'))
    const { id } = await world.order('PO-16')
    await world.store.write((tx) => streams.append(tx, [{ company: 'OC', stream: `order/${id}`, expected: 4, circumstance: { at: '2026-03-02T08:00:00.000Z', actor: 'cfo', cause: 'command', correlation: 'c' }, events: [approved('manager')] }]))
    expect(await codes('PO-16')).toContain('acted-for-another')
  })

  test('what was shipped before it was accepted, invoiced and never shipped, shipped and never invoiced, closed and not paid', async () => {
    await world.take('PO-20', { price: '9.00' })
    await seed('PO-20', shipped)
    expect(await codes('PO-20')).toEqual(['shipped-unapproved', 'shipped-not-invoiced'])
    await world.take('PO-21')
    await seed('PO-21', invoiced)
    expect(await codes('PO-21')).toEqual(['invoiced-not-shipped'])
    await world.take('PO-22')
    await seed('PO-22', shipped)
    expect(await codes('PO-22')).toEqual(['shipped-not-invoiced'])
    expect((await audit('--invoice-days', '9999')).breaches.filter(({ code }) => code === 'shipped-not-invoiced')).toEqual([])
    await seed('PO-22', invoiced, { type: 'delivered', data: { issuer: 'wms', despatch: 'SHP-9', lines: [{ line: '1', quantity: '10' }] } }, { type: 'closed', data: {} })
    expect(await codes('PO-22')).toEqual(['closed-unsettled'])
  })

  test('a difference that somebody closed by hand is to be looked at, without a result it breaks a rule; so is who approved what he had changed', async () => {
    const close = async (reference: string, result: string, by = 'manager') => {
      const { id } = await world.order(reference)
      const { case: opened } = await world.store.write((tx) => cases.open(tx, { id: uuidv7(), company: 'OC', kind: 'quantity', system: 'erp', subject: `order/${id}`, field: result, text: 'differs', seenAt: '2026-03-02T22:00:00.000Z' }))
      await world.store.write((tx) => cases.close(tx, opened.id, { result, by, at: '2026-03-03T08:00:00.000Z' }))
    }
    await world.take('PO-30')
    await close('PO-30', 'corrected there')
    await close('PO-30', 'agrees again', 'system')
    expect((await audit()).breaches.filter(({ code }) => code === 'difference-closed-by-hand')).toMatchObject([{ weight: 'look', by: 'manager', text: expect.stringContaining('corrected there') as string }])
    await close('PO-30', ' ')
    expect(await codes('PO-30')).toEqual(['difference-closed-by-hand', 'closed-without-result'])
    await world.take('PO-31', { price: '16.00' })
    await seed('PO-31', { type: 'changed', data: { by: 'manager', reason: 'by phone', change: { lines: [{ line: '1', quantity: '9' }] } } }, approved('manager'))
    expect((await audit()).breaches.filter(({ order }) => order === 'PO-31')).toMatchObject([{ code: 'own-change-approved', weight: 'look' }])
  })

  test('as tables in English and Chinese, with exit code 2, and only of the days that are asked for', async () => {
    const { exit, out } = await cli('audit')
    expect(exit).toBe(2)
    expect(out).toMatch(/^Rules that were broken: \d+, orders: \d+\norder .*\n[^]*PO-10 +self-approval +4 +inbox +2026-03-02 09:00 +inbox approved PO-10, which he had entered himself\.\n[^]*\nTo be looked at\n[^]*difference-closed-by-hand/)
    const chinese = (await cli('audit', '--lang', 'zh')).out
    expect(chinese).toContain('自行批准')
    expect([...new Set(chinese.split('\n').flatMap((line) => englishIn(line.replace(/\S+-\S+/g, ' '))))].filter((one) => !['corrected', 'there', 'quantity', 'cfo'].includes(one))).toEqual([])
    expect(await cli('audit', '--since', '2026-03-03')).toMatchObject({ exit: 0, out: 'Rules that were broken: 0, orders: 0 (2026-03-03 – )\n' })
    expect((await audit('--since', '2026-03-02', '--until', '2026-03-02')).breaches.length).toBeGreaterThan(10)
    expect(await cli('audit', '--since', 'yesterday')).toMatchObject({ exit: 1, err: expect.stringContaining('It must be a date') as string })
  })

  test('the sample is the same whenever it is drawn again, another by another seed, and every order may be in it', async () => {
    const drawn = async (...argv: string[]) => (await audit('--sample', '5', ...argv)).sample.map(({ order }) => order)
    const first = await drawn()
    expect(first).toHaveLength(5)
    expect(await drawn()).toEqual(first)
    const seeds = await Promise.all(Array.from({ length: 12 }, (_, seed) => drawn('--seed', `audit ${seed}`)))
    expect(new Set(seeds.map((one) => one.join())).size).toBeGreaterThan(6)
    expect(new Set(seeds.flat()).size).toBeGreaterThan(12)
    expect((await audit('--sample', '1000')).sample.length).toBe((await audit()).orders)
    expect((await cli('audit', '--sample', '5', '--seed', 'march')).out).toMatch(/\nDrawn at random \(march\)\norder +buyer +status +received \(Europe\/Berlin\) +findings\n/)
  })
})

test('levels and a quorum break no rule; one person at two levels does (R-AUD-03, R-APR-03)', async () => {
  const world = await openWorld()
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  await world.store.write((tx) => config.put(tx, {
    company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test',
    body: { approvals: [{ name: 'large', when: { amount: '1000' }, levels: [{ roles: ['salesManager', 'orderDesk'], quorum: 1 }, { roles: ['finance'] }] }, { name: 'huge', when: { amount: '2000' }, levels: [{ roles: ['salesManager'] }, { roles: ['salesManager'] }] }] },
  }))
  await world.take('PO-1', { quantity: '100' })
  for (const actor of ['manager', 'cfo']) expect((await cli('approve', 'PO-1', '--reason', 'agreed', '--as', actor)).exit).not.toBe(1)
  expect((await world.order('PO-1')).status).toBe('toShip')
  expect((await cli('audit', '--json')).rows()).toMatchObject([{ orders: 1, breaches: [] }])
  await world.take('PO-2', { quantity: '200' })
  const { id, version, approvals } = await world.order('PO-2')
  const at = { at: '2026-03-02T08:00:00.000Z', actor: 'manager', cause: 'command', correlation: 'c' }
  const { step } = approvals.find(({ level }) => level === 1)!
  await world.store.write((tx) => streams.append(tx, [{ company: 'OC', stream: `order/${id}`, expected: version, circumstance: at, events: [
    { type: 'approved', data: { step, by: 'manager', reason: 'agreed' } }, { type: 'approvalAsked', data: { step: '9-salesManager', role: 'salesManager', why: 'Level 2.', level: 2, group: 'huge/2', quorum: 1 } }, { type: 'approved', data: { step: '9-salesManager', by: 'manager', reason: 'agreed' } },
  ] }]))
  expect((await cli('audit', '--json')).rows<Audit>()[0]!.breaches.map(({ code }) => code)).toEqual(['two-approvals'])
})
