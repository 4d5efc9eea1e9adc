import { drain } from '../../sync/dispatch'
import { erase } from '../../sync/erase'
import { type Asked } from '../../sync/exchanges'
import { hearing } from '../../sync/hearing'
import { openWorld, TOKEN, type World } from '../sync/world'
import { englishIn } from '../web/english'
import { closeOrders } from './closeOrders'
import { run, type Said } from './terminal'

describe('R-SYS-03: each exchange is kept with request, answer and correlation number', () => {
  let world: World
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const asked = async (order: string, system: string) => (await cli('exchanges', order, '--json')).rows<Asked>().filter((one) => one.way === 'sent' && one.system === system)
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1')
  })

  test('a message that never went out says so', async () => {
    expect((await cli('exchanges', 'PO-1')).out).toMatch(/^Sent and answered\n.*\n.*\n.*erp +create order +0 +waiting /)
    expect(await cli('exchanges', 'SO-9')).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('There is no order SO-9') as string })
  })

  test('every attempt is there, with what was asked, what came back or why nothing did, and how long it took', async () => {
    await world.faults('finance', [{ match: { method: 'POST' }, fault: 'timeout-after', times: 1 }])
    await drain(world.context, { patienceMs: 8000 })
    await world.faults('finance', [])
    await closeOrders(world)
    const [order] = await asked('SO-000001', 'finance')
    expect(order).toMatchObject({ kind: 'order', action: 'create', state: 'done', attempts: 2, tried: [{ attempt: 1, state: 'unknown' }, { attempt: 2, state: 'done' }] })
    expect(order!.tried[0]!.trips.at(-1)).toMatchObject({ method: 'POST', key: order!.key, failed: expect.stringContaining('had no answer within 1000 ms') as string, asked: { text: expect.stringContaining('"PO-1"') as string } })
    const { id } = await world.order('PO-1')
    expect(order!.tried[1]!.trips.some(({ status, answered }) => status === 200 && answered!.text.includes(id))).toBe(true)
    const [first] = await world.store.query<{ correlation: string }>("SELECT correlation FROM events WHERE type = 'received'")
    expect((await cli('exchanges', 'SO-000001', '--json')).rows<Asked>().map(({ correlation }) => correlation).every((correlation) => correlation === first!.correlation)).toBe(true)
  })

  test('as a table, with bodies where they are asked for, and what the systems told; also in Chinese', async () => {
    const { out } = await cli('exchanges', 'SO-000001')
    expect(out).toMatch(/finance +create order +1 +POST \S+ +nothing +\d+ +unknown/)
    expect(out).toMatch(/erp +create order +1 +POST \S+ +201 +\d+ +done/)
    expect(out).toMatch(/Heard\n[^]*wms +despatch\/SHP-2026-00001 [^]*Shipped with SHP-2026-00001[^]*finance +invoice\/\S+ .*Invoiced with/)
    expect((await cli('exchanges', 'SO-000001', '--bodies')).out).toMatch(/erp \S+ #1 {2}POST \S+\n(key: .*\n)?asked: \{.*"PO-1".*\}\nanswered \(201\): \{.*SO-ERP-/)
    const codes = new Set(['part', 'despatch', 'invoice', 'payment'])
    expect((await cli('exchanges', 'SO-000001', '--lang', 'zh')).out.split('\n').flatMap((line) => englishIn(line.replace(/[\w-]*\/\S+|\S+-\S+/g, ' '))).filter((found) => !codes.has(found) && !['to', 'with'].includes(found))).toEqual([])
  })

  test('no secret is in any of it, and it goes with the person (R-AUD-05)', async () => {
    const everything = async () => JSON.stringify(await world.store.query('SELECT * FROM exchanges'))
    expect(await everything()).not.toContain(TOKEN)
    expect(await everything()).toContain('Lager 2')
    await erase(world.as('manager'), { company: 'OC', order: await world.order('PO-1'), reason: 'letter of 1 March' })
    expect(await everything()).not.toContain('Lager 2')
    const tried = (await asked('SO-000001', 'erp')).flatMap((one) => one.tried)
    expect(tried.length).toBeGreaterThan(0)
    expect(tried.every((one) => one.erased && one.trips.every(({ asked: body, answered, method }) => !body && !answered && method))).toBe(true)
    expect((await cli('exchanges', 'SO-000001', '--bodies')).out).toContain('\nerased\n')
    expect((await cli('verify')).exit).toBe(0)
  })
})

test('what is kept of one attempt has a bound: the first and the last of many trips, and so many characters (R-SYS-03)', () => {
  const { heard, trips } = hearing()
  for (let no = 1; no <= 500; no++) heard({ atMs: no, ms: 1, method: 'GET', path: `/${no}`, status: 200, asked: { text: 'a'.repeat(4000) }, answered: { text: 'b'.repeat(4000), of: 9000 } })
  expect(trips).toHaveLength(30)
  expect([trips[0]!.path, trips[14]!.path, trips[15]!.path, trips[29]!.path, trips[14]!.left]).toEqual(['/1', '/15', '/486', '/500', 470])
  expect(JSON.stringify(trips).length).toBeLessThan(30_000)
  expect(trips[29]).toMatchObject({ asked: { text: '', of: 4000 }, answered: { text: '', of: 9000 } })
})
