import { createHmac } from 'node:crypto'
import { type Connector, type Outgoing, type SystemConfig } from '../../../connectors/connector'
import { connectorOf } from '../../../connectors/registry'
import { readAll } from '../../mappings/readAll'
import { SEEDS, type Stage, stage, TOKEN } from '../../sandbox/stage'
import { deliver } from '../delivery'

const SECRET = 'the shop signs with this'

describe('sandbox/shop', () => {
  let one: Stage
  let id: string
  beforeEach(async () => {
    one = await stage('shop', SEEDS.shop)
    id = (await one.call('POST', '/operator/checkout', { today: '2026-03-02', customer: 'cus_0007', items: [{ sku: 'A-1', qty: 10 }], shippingMinor: 500 })).body['id']
  })
  afterEach(() => one.close())
  const connector = (set: Partial<SystemConfig> = {}): Connector =>
    connectorOf({ name: 'shop', role: 'shop', connector: 'sandbox/shop', url: one.url, secret: TOKEN, webhookSecret: SECRET, timeout: 5000, settle: 20, options: { allowPrivate: true }, ...set })
  const message = (kind: Outgoing['kind'], ourId: string, body: unknown): Outgoing => ({ kind, action: 'create', ourId, revision: 1, body, key: 'k', correlation: 'test' })
  const answer = (): Outgoing => message('webOrder', `o-1/${id}`, { number: 'SO-1', outcome: 'accepted' })
  const fulfilment = (quantity = '10'): Outgoing => message('fulfilment', 'o-1/wms/SHP-1', { origin: id, despatch: 'SHP-1', shippedOn: '2026-03-02', lines: [{ line: 'li_0001001', quantity }] })
  const order = async () => (await one.call('GET', `/orders/${id}`)).body

  test.each([
    ['timeout-after', ['unknown', 'done']], ['timeout-before', ['unknown', 'done']], ['error-after', ['unknown', 'done']], ['503', ['again', 'done']], ['429', ['wait', 'done']], ['400', ['refused']],
  ] as const)('an answer and a fulfilment under %s are there once (R-ENT-06)', async (fault, endings) => {
    for (const outgoing of [answer(), fulfilment()]) {
      await one.faults([{ match: { method: 'PUT' }, fault, times: 1 }])
      expect((await deliver(connector(fault.startsWith('timeout') ? { timeout: 400 } : {}), outgoing)).endings).toEqual(endings)
    }
    const { answer: said, fulfilments } = await order()
    expect([said?.['orderId'], (fulfilments as unknown as { mails: number }[]).map(({ mails }) => mails)]).toEqual(endings.at(-1) === 'done' ? ['o-1', [1]] : [undefined, []])
  })

  test('more than was ordered, or part of a piece, is refused', async () => {
    await expect(connector().send(fulfilment('11'))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('too_many') as string })
    await expect(connector().send(fulfilment('0.5'))).rejects.toMatchObject({ kind: 'refused' })
  })

  test('a number to look it up by goes onto its fulfilment, and before that nowhere', async () => {
    const tracking = message('tracking', 'o-1/wms/SHP-1/tracking', { origin: id, despatch: 'SHP-1', carrier: 'NX', tracking: 'NX1DE' })
    await expect(connector().send(tracking)).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('not_fulfilled') as string })
    await connector().send(fulfilment())
    for (let time = 0; time < 2; time++) expect(await connector().send(tracking)).toMatchObject({ kind: 'tracking', number: 'NX1DE' })
    expect(await order()).toMatchObject({ fulfilments: [{ mails: 2, tracking: { carrier: 'NX', number: 'NX1DE' } }] })
  })

  test('a webhook is the order itself, known by its body however it is labelled, and signed over every byte', async () => {
    const body = Buffer.from(JSON.stringify(await order()))
    const sign = (bytes: Buffer, secret = SECRET) => ({ 'x-shop-topic': 'orders/create', 'x-shop-event': 'evt_1', 'x-shop-hmac-sha256': createHmac('sha256', secret).update(bytes).digest('base64') })
    const key = connector().verifyWebhook!(body, sign(body), 0)
    expect(connector().verifyWebhook!(body, { ...sign(body), 'x-shop-event': 'evt_2' }, 0)).toBe(key)
    expect(connector().readWebhook!(body)).toMatchObject([{ kind: 'webOrder', theirId: id, state: 'open', amount: '130.00', currency: 'EUR' }])
    for (const headers of [{}, sign(body, 'another secret of somebody'), sign(Buffer.from(`${body.toString()} `)), { 'x-shop-hmac-sha256': '' }]) {
      expect(() => connector().verifyWebhook!(body, headers, 0)).toThrow(expect.objectContaining({ kind: 'login' }) as Error)
    }
    expect(() => connector({ webhookSecret: undefined }).verifyWebhook!(body, sign(body), 0)).toThrow('no webhook secret yet')
  })

  test('its document is read as an order: money in whole coins becomes amounts, the freight stays out of the lines (R-INT-01)', async () => {
    const [remote] = connector().readWebhook!(Buffer.from(JSON.stringify(await order())))
    const { messages } = await readAll(String(remote!.body!.document), { file: 'order.json' })
    expect(messages).toMatchObject([{ type: 'order.sandbox', control: id, problems: [], order: {
      reference: '1001', origin: id, currency: 'EUR', payable: '130', buyer: { name: 'Nordbau GmbH', identifiers: [{ scheme: 'email', value: 'einkauf@nordbau.example' }, { scheme: 'seller', value: 'NORDBAU' }] },
      lines: [{ id: 'li_0001001', sellersItem: 'A-1', quantity: '10', unit: 'C62', price: { amount: '12.5' }, lineExtension: '125' }],
      allowancesCharges: [{ kind: 'charge', code: 'freight', amount: '5' }],
    } }])
  })

  test('of amounts that are no whole coins nothing is guessed', async () => {
    const { document } = connector().readWebhook!(Buffer.from(JSON.stringify(await order())))[0]!.body as { document: string }
    const broken = async (change: object) => (await readAll(JSON.stringify({ ...JSON.parse(document) as object, ...change }), { file: 'o.json' })).messages[0]!.problems.map(({ code }) => code)
    expect(await broken({ totalMinor: 130.5 })).toContain('number-unreadable')
    expect(await broken({ currency: null })).toContain('currency-missing')
  })
})
