import * as cases from '../../store/cases'
import * as circuits from '../../store/circuits'
import * as links from '../../store/links'
import * as streams from '../../store/streams'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { submit } from '../../sync/submit'
import { dayOf } from '../../web/day'
import { en } from '../../web/texts/en'
import { serve, type Served } from '../../web/serve'
import { openWorld, type World } from '../sync/world'

let world: World
let served: Served
const page = async (path: string): Promise<string> => (await fetch(served.url + path)).text()
/** The card of a system on the map, as it is read out. */
const card = async (system: string): Promise<string> => new RegExp(`href="/cases\\?system=${system}" aria-label="([^"]*)"`).exec(await page('/'))![1]!

beforeAll(async () => {
  world = await openWorld()
  await world.take('PO-1')
  await world.take('PO-2')
  await drain(world.context, { patienceMs: 10_000 })
  await world.operate('wms', 'ship')
  await follow(world.context)
  await drain(world.context, { patienceMs: 10_000 })
  served = await serve({ context: world.context, port: 0 })
})
afterAll(() => served.close())

describe('the map of the day', () => {
  test('says of each system what was sent to it, what it told, and when it was last asked (R-STA-01)', async () => {
    expect(await card('erp')).toBe('ERP: well. sent: 2 despatches, 2 orders. heard: asked 09:00. Nothing waits')
    expect(await card('wms')).toBe('Warehouse: well. sent: 2 parts. heard: 2 shipped. Nothing waits')
    expect(await page('/')).toMatch(/aria-label="Our Company: 2 orders in, 2 confirmed, 0 to send"/)
  })

  test('what is credited is counted by orders, whatever a bank or a credit note says of the same; kinds go by the trade\'s names (R-STA-06)', async () => {
    const told = async () => (await dayOf(world.store, 'OC', world.clock.at)).systems.find(({ name }) => name === 'finance')!.told
    const before = await told()
    const circumstance = { at: '2026-03-02T08:00:00.000Z', actor: 'system', cause: 'test', correlation: 'c' }
    for (const stream of ['booking/bank/DE1/1/1', 'creditNote/finance/CN-1']) await world.store.write((tx) => streams.append(tx, [{ company: 'OC', stream, expected: 0, circumstance, events: [{ type: 'credited', data: {} }] }]))
    expect(await told()).toEqual(before)
    expect(['webOrder', 'creditNote', 'despatch', 'tracking'].map((kind) => en.counted(2, kind))).toEqual(['2 shop orders', '2 credit notes', '2 despatches', '2 tracking numbers'])
  })

  test('its figures are those of the store, hour by hour, and end 24 hours ago', async () => {
    const count = async (sql: string): Promise<number> => Number((await world.store.query<{ n: number }>(sql))[0]!.n)
    const day = await dayOf(world.store, 'OC', world.clock.at)
    const of = (name: string) => day.systems.find((one) => one.name === name)!
    for (const name of ['erp', 'wms', 'finance']) {
      const sent = await count(`SELECT count(*) AS n FROM messages WHERE system = '${name}'`)
      expect([of(name).out.reduce((sum, [, one]) => sum + one, 0), of(name).outByHour.at(-1)]).toEqual([sent, sent])
    }
    expect([day.orders, day.ordersByHour.at(-1), day.ordersByHour.length]).toEqual([2, 2, 24])
    expect(day.channels).toEqual([{ name: 'test', count: 2, outcomes: [['order', 2]] }])
    const later = await dayOf(world.store, 'OC', new Date(world.clock.at.getTime() + 23 * 3_600_000))
    expect([later.orders, later.ordersByHour[0]]).toEqual([2, 2])
    const tomorrow = await dayOf(world.store, 'OC', new Date(world.clock.at.getTime() + 24 * 3_600_000))
    expect([tomorrow.orders, tomorrow.channels, tomorrow.systems.map((one) => one.out)]).toEqual([0, [], [[], [], []]])
  })

  test('what waits is shown with the age of the oldest, what is stuck and a system that does not answer in plain words (R-STA-06)', async () => {
    await world.take('PO-3')
    world.clock.at = new Date('2026-03-02T08:45:00.000Z')
    expect(await card('erp')).toContain('1 waiting, oldest 45 min')
    await world.store.write(async (tx) => {
      await circuits.begin(tx, { company: 'OC', system: 'erp', openedAt: '2026-03-02T08:30:00.000Z', probeMs: 0, probes: 3, text: 'no answer' })
      await tx.execute("UPDATE messages SET state = 'dead' WHERE system = 'finance' AND state = 'waiting'")
    })
    expect(await card('erp')).toContain('ERP: no answer since 09:30')
    expect(await card('finance')).toMatch(/^Finance: needs a person\..*Nothing waits\. 1 stuck$/)
    expect((await page('/')).match(/class="edge broken"/g)).toHaveLength(2)
    await world.store.write(async (tx) => {
      await circuits.end(tx, { company: 'OC', system: 'erp' })
      await tx.execute("UPDATE messages SET state = 'waiting' WHERE system = 'finance' AND state = 'dead'")
    })
    await drain(world.context, { patienceMs: 10_000 })
  })

  test('the page can be told to stand still, for who reads slowly', async () => {
    expect(await page('/')).toContain('http-equiv="refresh" content="10"')
    const still = await page('/?still=1')
    expect(still).not.toContain('http-equiv="refresh"')
    expect(still).toContain('<a href="/">Let it renew itself</a>')
  })
})

describe('the page of an order', () => {
  test('has one timeline over all systems: from whom to whom, and who decided (R-AUD-01)', async () => {
    await world.take('PO-4', { price: '9.50' })
    const { id } = await world.order('PO-4')
    const step = (await world.order('PO-4')).approvals[0]!
    await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'approve', step: step.step, reason: 'Agreed by phone.' }, circumstance: { cause: 'command', correlation: id } })
    await drain(world.context, { patienceMs: 10_000 })
    const body = await page(`/orders/${id}`)
    const said = [...body.matchAll(/<span class="time">\d\d:\d\d<\/span>(?: <span class="route">([^<]*)<\/span>)?(?: <span class="who">([^<]*)<\/span>)?<p>([^<]*)/g)].map(([, route, who, text]) => [route, who, text!.split(/[:(]/)[0]!.trim()])
    expect(said).toEqual([
      ['Partner → Us', 'by inbox', 'Received by test'], [undefined, 'by inbox', 'Reviewed'], [undefined, 'by inbox', expect.stringContaining('Approval asked of')],
      [undefined, 'by manager', 'Approved'], [undefined, 'by manager', 'Reviewed'], [undefined, 'by manager', expect.stringContaining('Confirmed as')], [undefined, 'by manager', 'Released to ship'],
      ...['Us → erp', 'Us → finance', 'Us → wms'].map((route) => [route, undefined, expect.stringMatching(/^In (erp|finance|wms) as/)] as unknown),
    ].map((row) => (Array.isArray(row) && String(row[0]).startsWith('Us') ? [expect.stringMatching(/^Us → /), undefined, expect.any(String)] : row)))
    expect(body).toMatch(/<svg class="head" x="[\d.]+%"/)
  })

  test('shows what each system holds of it, and marks a quantity and an amount that are not ours (R-STA-08)', async () => {
    const order = await world.order('PO-1')
    const [theirs] = (await links.ofStream(world.store, 'OC', `order/${order.id}`)).filter(({ system, kind }) => system === 'erp' && kind === 'order')
    await world.store.write((tx) => links.save(tx, [{ ...theirs!, asOf: '2099-01-01T00:00:00.000Z', amount: '137.50', body: { ...theirs!.body, lines: [{ id: '1', quantity: '11' }] } }]))
    const body = await page(`/orders/${order.id}`)
    expect(body).toContain('1: <mark>11</mark> <span class="quiet">ours 10</span>')
    expect(body).toContain('<mark>137.50 EUR</mark> <span class="quiet">ours 125.00 EUR</span>')
    expect(body.match(/<mark>/g)).toHaveLength(2)
    expect(body).toMatch(/<h3>Warehouse <span class="quiet">wms<\/span><\/h3>[^]*1 message sent, 1 attempt/)
  })
})

describe('the pages of cases', () => {
  const seen = (kind: string, seenAt: string, more: object) => ({ id: `case-${kind}`, company: 'OC', kind, system: 'erp', subject: 'system/erp', field: '', text: `What ${kind} says, and what to do.`, seenAt, ...more })
  beforeAll(() => world.store.write(async (tx) => {
    await cases.open(tx, seen('dead-letter', '2026-03-02T07:00:00.000Z', { owner: 'system', detail: { cause: 'transport' } }))
    await cases.open(tx, seen('refused', '2026-03-01T07:00:00.000Z', { owner: 'salesManager', detail: { cause: 'business' }, ours: '5', theirs: '<b>6</b>' }))
  }))
  const shown = (body: string): string[] => [...body.matchAll(/href="\/cases\/case-([a-z-]+)"/g)].map(([, kind]) => kind!)

  test('list what waits longest first, by owner, cause, kind or system (R-STA-06)', async () => {
    expect(shown(await page('/cases'))).toEqual(['refused', 'dead-letter'])
    expect(shown(await page('/cases?owner=system'))).toEqual(['dead-letter'])
    expect(shown(await page('/cases?cause=business&system=erp'))).toEqual(['refused'])
    expect(shown(await page('/cases?kind=nothing-like-it'))).toEqual([])
    expect(await page('/cases?owner=system')).toMatch(/href="\/cases" aria-current="true">system <b>1<\/b>/)
  })

  test('say of one case what to do, whose it is, why it came about and how to close it', async () => {
    const body = await page('/cases/case-refused')
    for (const said of ['What refused says, and what to do.', 'order-to-cash close case-refused', 'sales manager', '>business<', '&lt;b&gt;6&lt;/b&gt;', '25 h']) expect(body).toContain(said)
    expect((await fetch(`${served.url}/cases/none`)).status).toBe(404)
    await world.store.write((tx) => cases.close(tx, 'case-refused', { result: 'Sold at that price.', by: 'ines', at: '2026-03-02T08:50:00.000Z' }))
    expect(await page('/cases/case-refused')).toContain('Closed by ines on 2026-03-02 09:50: Sold at that price.')
  })
})
