import { connect } from 'node:net'
import { followJob } from '../../jobs/follow'
import { runJob } from '../../jobs/run'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as documents from '../../store/documents'
import * as runs from '../../store/runs'
import { load } from '../../store/streams'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import { serve, type Served } from '../../web/serve'
import { openWorld, type World } from '../sync/world'
import { type Sent, signed, subscriber, until } from './subscriber'

const SECRETS = { wms: 'the warehouse signs with this', finance: 'finance signs with that one' }

let world: World
let served: Served
beforeAll(async () => {
  world = await openWorld()
  served = await serve({ context: world.context, port: 0, requestMs: 600 })
})
afterAll(() => served.close())

const post = async (system: string, { body, headers }: { body: string; headers: Record<string, string> }) => {
  const response = await fetch(`${served.url}/webhook/${system}`, { method: 'POST', body, headers })
  return { status: response.status, ...await response.json() as { arrival?: string; repeated?: boolean; error?: string } }
}
const events = async (reference: string, type: string) => (await load(world.store, 'OC', `order/${(await world.order(reference)).id}`)).filter((event) => event.type === type).length
const kept = async () => (await arrivals.list(world.store, { limit: 1000 })).filter((arrival) => arrival.channel.startsWith('webhook/')).length

describe('what systems send by themselves', () => {
  test('moves the order without a poll, though every webhook comes twice and late ones overtake earlier ones', async () => {
    for (const role of ['wms', 'finance'] as const) {
      await world.subscribe(role, `${served.url}/webhook/${role}`, SECRETS[role])
      await world.faults(role, [{ fault: 'webhook-duplicate' }, { fault: 'webhook-reorder', rate: 0.5, seed: 7 }])
    }
    const references = ['PO-1', 'PO-2']
    for (const reference of references) await world.take(reference)
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    const reached = (status: string) => until(async () => (await Promise.all(references.map((one) => world.order(one)))).every((order) => order.status === status))
    await reached('shipped')
    await drain(world.context, { patienceMs: 3000 })
    await until(async () => (await Promise.all(references.map((one) => events(one, 'invoiced')))).every((count) => count === 1))
    await world.operate('wms', 'deliver')
    await world.operate('finance', 'pay')
    await reached('closed')
    for (const one of references) for (const type of ['shipped', 'delivered', 'invoiced', 'paid']) expect([one, type, await events(one, type)]).toEqual([one, type, 1])
    for (const role of ['wms', 'finance'] as const) await world.faults(role, [])
    expect((await followJob(world.context, { company: 'OC', scheduledFor: '', key: 'test', note: async () => undefined, noted: async () => undefined, options: {}, signal: new AbortController().signal })).counts).toMatchObject({ applied: 0, refused: 0 })
  })

  test('a system whose clock is 8 minutes wrong signs with its own time: it is taken once its clock is measured, and somebody is told of it', async () => {
    await world.faults('wms', [{ fault: 'skew', minutes: 8 }])
    const body = JSON.stringify({ id: 'evt-skewed', type: 'stock', data: { items: [], paging: {} } })
    const late = () => ({ body, headers: signed(body, SECRETS.wms, Date.now() + 480_000) })
    expect((await post('wms', late())).status).toBe(401)
    await follow(world.context)
    expect(await cases.list(world.store, 'OC', { state: 'open', kind: 'clock-off' })).toMatchObject([{ system: 'wms', text: expect.stringContaining('8 min ahead of ours') as string }])
    expect((await post('wms', late())).status).toBe(202)
    expect((await post('wms', { body, headers: signed(body, SECRETS.wms, Date.now() - 480_000) })).status).toBe(401)
    await world.faults('wms', [])
    await follow(world.context)
    expect(await cases.list(world.store, 'OC', { kind: 'clock-off' })).toMatchObject([{ state: 'closed', result: 'its clock agrees again' }])
    expect((await post('wms', late())).status).toBe(401)
  })

  test('R-INT-09: what a lost webhook did not tell is found by asking, and what no poll saw by the nightly run', async () => {
    await world.faults('wms', [{ fault: 'webhook-lost' }])
    await world.take('PO-5')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    expect((await world.order('PO-5')).status).toBe('toShip')
    await follow(world.context)
    expect((await world.order('PO-5')).status).toBe('shipped')

    await world.take('PO-6')
    await drain(world.context, { patienceMs: 3000 })
    // a cursor that somebody put ahead: no poll will ever see what lies before it
    await world.store.write((tx) => runs.setCursor(tx, 'OC', 'wms', 'despatch', `${new Date(Date.now() + 3_600_000).toISOString()}|z`))
    await world.operate('wms', 'ship')
    await follow(world.context)
    expect((await world.order('PO-6')).status).toBe('toShip')
    await runJob(world.context, 'OC', 'nightly', '2026-03-03T00:30:00.000Z')
    expect((await world.order('PO-6')).status).toBe('shipped')
    await world.faults('wms', [])
  })
})

describe('bad inputs, group 9: webhooks', () => {
  let hooks: Awaited<ReturnType<typeof subscriber>>
  let sent: Sent[]
  beforeAll(async () => {
    hooks = await subscriber()
    for (const role of ['wms', 'finance'] as const) await world.subscribe(role, hooks.url, SECRETS[role])
    await world.take('PO-20')
    const coming = hooks.next(2, 'fulfilment', 'shipment')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    await coming
    await until(() => hooks.sent.some((one) => one.type === 'shipment'))
    sent = hooks.sent.filter((one) => one.type === 'shipment')
  })
  afterAll(() => hooks.close())

  const shipment = () => sent[0]!
  test.each<[string, () => { body: string; headers: Record<string, string> }, number]>([
    ['1 no signature', () => ({ body: shipment().body, headers: { 'content-type': 'application/json' } }), 401],
    ['2 a wrong signature', () => ({ body: shipment().body, headers: signed(shipment().body, 'some other secret of sixteen') }), 401],
    ['3 an old timestamp', () => ({ body: shipment().body, headers: signed(shipment().body, SECRETS.wms, Date.now() - 301_000) }), 401],
    ['3 a timestamp from the future', () => ({ body: shipment().body, headers: signed(shipment().body, SECRETS.wms, Date.now() + 310_000) }), 401],
    ["5 another partner's secret", () => ({ body: shipment().body, headers: signed(shipment().body, SECRETS.finance) }), 401],
    ['6 a signature over a re-encoded body', () => ({ body: JSON.stringify(JSON.parse(shipment().body), undefined, 1), headers: shipment().headers }), 401],
    ['8 oversized', () => ({ body: 'x'.repeat(1024 * 1024 + 1), headers: signed('', SECRETS.wms) }), 413],
  ])('%s is refused, and nothing of it is kept', async (_case, make, status) => {
    const before = await kept()
    const answer = await post('wms', make())
    expect(answer).toMatchObject({ status, error: expect.any(String) as string })
    // nothing tells a stranger what would have been right
    expect(JSON.stringify(answer)).not.toMatch(/v1|hmac|secret/i)
    expect(await kept()).toBe(before)
    expect((await world.order('PO-20')).status).toBe('toShip')
  })

  test('no system of that name, or one without a secret yet, takes none', async () => {
    expect((await post('mes', shipment())).status).toBe(404)
    expect((await post('erp', shipment())).status).toBe(401)
    expect((await fetch(`${served.url}/webhook/wms`)).status).not.toBe(202)
  })

  test('4 a replay is the arrival of before: answered, and applied once', async () => {
    const first = await post('wms', shipment())
    expect(first).toMatchObject({ status: 202, repeated: false })
    await until(async () => (await world.order('PO-20')).status === 'shipped')
    const again = await Promise.all([1, 2, 3].map(() => post('wms', shipment())))
    expect(again).toEqual([1, 2, 3].map(() => ({ status: 202, arrival: first.arrival, repeated: true })))
    expect(await events('PO-20', 'shipped')).toBe(1)
    // kept byte for byte
    const arrival = (await arrivals.get(world.store, first.arrival!))!
    expect((await documents.read(world.store, arrival.sha256))!.toString()).toBe(shipment().body)
  })

  test('7 a form where JSON is due, though well signed, is kept and waits for a person', async () => {
    const body = 'id=1&type=shipment'
    expect((await post('wms', { body, headers: { ...signed(body, SECRETS.wms), 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(202)
    await until(async () => (await cases.list(world.store, 'OC', { state: 'open', kind: 'quarantine' })).some((one) => one.text.startsWith('A webhook of wms')))
  })

  test('9 slowloris: who sends a byte now and then holds no connection', async () => {
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /webhook/wms HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{')
    const dripping = setInterval(() => socket.write(' '), 100)
    await new Promise((resolve) => { socket.on('close', resolve) })
    clearInterval(dripping)
    expect((await fetch(`${served.url}/health`)).status).toBe(200)
  })

  test('10 path traversal leads nowhere', async () => {
    for (const path of ['/webhook/..%2f..%2fetc%2fpasswd', '/webhook/%00', '/webhook/%E0%A4%A', '/webhook/wms/../finance']) {
      const { status } = await fetch(`${served.url}${path}`, { method: 'POST', body: shipment().body, headers: shipment().headers })
      expect([path, [401, 404, 405].includes(status)]).toEqual([path, true])
    }
  })
})

describe('in any order', () => {
  let hooks: Awaited<ReturnType<typeof subscriber>>
  beforeAll(async () => {
    hooks = await subscriber()
    for (const role of ['wms', 'finance'] as const) await world.subscribe(role, hooks.url, SECRETS[role])
  })
  afterAll(() => hooks.close())
  const keep = (system: string, { body, headers }: Sent) => keepWebhook(world.context, { system, body: Buffer.from(body), headers })

  test('a payment before its invoice, and a delivery before its shipment, wait for them or bring them along', async () => {
    await world.take('PO-30')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    await world.operate('wms', 'deliver')
    await until(async () => { const { id } = await world.order('PO-30'); return hooks.sent.filter((one) => one.type === 'shipment' && one.body.includes(id)).length >= 2 })
    const { id } = await world.order('PO-30')
    const [shipped, delivered] = hooks.sent.filter((one) => one.type === 'shipment' && one.body.includes(id))
    await keep('wms', delivered!)
    await keep('wms', shipped!)
    await applyWebhooks(world.context)
    expect([await events('PO-30', 'shipped'), await events('PO-30', 'delivered')]).toEqual([1, 1])
    await drain(world.context, { patienceMs: 3000 })
    await until(() => hooks.sent.some((one) => one.type === 'invoice' && one.body.includes(id)))
    await world.operate('finance', 'pay')
    const invoice = () => hooks.sent.find((one) => one.type === 'invoice' && one.body.includes(id))!
    await until(() => hooks.sent.some((one) => one.type === 'payment' && one.body.includes(/INV-\d+-\d+/.exec(invoice().body)![0])))
    await keep('finance', hooks.sent.find((one) => one.type === 'payment' && one.body.includes(/INV-\d+-\d+/.exec(invoice().body)![0]))!)
    await applyWebhooks(world.context)
    expect((await cases.list(world.store, 'OC', { state: 'open', kind: 'parked' })).map((one) => one.field)).toEqual([expect.stringMatching(/^pay /)])
    await keep('finance', invoice())
    await followJob(world.context, { company: 'OC', scheduledFor: '', key: 'test', note: async () => undefined, noted: async () => undefined, options: {}, signal: new AbortController().signal })
    expect((await world.order('PO-30')).status).toBe('closed')
    expect(await cases.list(world.store, 'OC', { state: 'open', kind: 'parked' })).toEqual([])
  })

  test('news of an order that is not known here yet waits for it, and a killed process leaves it to the next one', async () => {
    await world.take('PO-31')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    const { id } = await world.order('PO-31')
    await until(() => hooks.sent.some((one) => one.type === 'shipment' && one.body.includes(id)))
    // as if another process had not committed the order yet
    await world.store.write((tx) => tx.execute("UPDATE orders SET company = 'not-yet' WHERE id = $1", [id]))
    await keep('wms', hooks.sent.find((one) => one.type === 'shipment' && one.body.includes(id))!)
    expect(await applyWebhooks(world.context)).toMatchObject({ parked: 1, applied: 0, foreign: 0 })
    await world.store.write((tx) => tx.execute("UPDATE orders SET company = 'OC' WHERE id = $1", [id]))
    expect(await applyWebhooks(world.context)).toMatchObject({ parked: 0, applied: 1 })
    expect((await world.order('PO-31')).status).toBe('shipped')
  })

  test('one that waits for an order in vain is a case after a day, and an old version never goes over a newer one', async () => {
    const { id } = await world.order('PO-31')
    const versions = hooks.sent.filter((one) => one.type === 'fulfilment' && one.body.includes(id))
    const [first, last] = [versions[0]!, versions.at(-1)!]
    await keep('wms', last)
    await applyWebhooks(world.context)
    await keep('wms', first)
    await applyWebhooks(world.context)
    expect(await world.store.query("SELECT state FROM links WHERE kind = 'part' AND our_id = $1", [`${id}/1`])).toEqual([{ state: 'shipped' }])

    const lost = first.body.replaceAll(id, '01a22044-19a4-734b-8303-d52727fe4051').replace(/evt_[\w-]+/, 'evt_of-nobody')
    await keepWebhook(world.context, { system: 'wms', body: Buffer.from(lost), headers: signed(lost, SECRETS.wms) })
    expect(await applyWebhooks(world.context)).toMatchObject({ parked: 1 })
    world.clock.at = new Date(world.clock.at.getTime() + 25 * 3_600_000)
    await applyWebhooks(world.context)
    expect((await cases.list(world.store, 'OC', { state: 'open', kind: 'quarantine' })).map((one) => one.text)).toContainEqual(expect.stringContaining('order 01a22044-19a4-734b-8303-d52727fe4051 of ours, which was not known within 24 hours'))
    expect(await applyWebhooks(world.context)).toMatchObject({ parked: 0 })
  })
})
