import { collect, conformance } from '../conformance'
import { type Connector, type Outgoing } from '../../../connectors/connector'
import { connectorOf } from '../../../connectors/registry'
import { type Stage, stage, TOKEN } from '../../sandbox/stage'
import { deliver } from '../delivery'
import { captures } from './subjects'

conformance(captures)

describe('sandbox/gateway', () => {
  let one: Stage
  beforeEach(async () => { one = await stage('gateway', {}) })
  afterEach(() => one.close())
  const connector = (timeout = 5000): Connector => connectorOf({ name: 'gateway', role: 'payment', connector: 'sandbox/gateway', url: one.url, secret: TOKEN, timeout, settle: 20, options: { allowPrivate: true } })
  const authorise = async (amountMinor = 10_000, currency = 'EUR'): Promise<string> => (await one.call('POST', '/operator/authorise', { amountMinor, currency })).body['id']
  const intent = async (id: string) => (await one.call('GET', `/v1/payment_intents/${id}`)).body
  const message = (kind: Outgoing['kind'], ourId: string, body: object, action: Outgoing['action'] = 'create'): Outgoing => ({ kind, action, ourId, revision: 1, key: `${kind}/${ourId}/${action}`, correlation: 'test', body })
  const capture = (authorisation: string, amount: string, { ourId = `o-1/wms/${amount}`, final = false, currency = 'EUR' } = {}): Outgoing => message('capture', ourId, { authorisation, number: 'SO-1', despatch: 'SHP-1', amount, currency, final })

  test('our order is written beside its authorisation, once it is known to cover it, and is found by it (R-INV-05)', async () => {
    const id = await authorise()
    const about = { authorisation: id, number: 'SO-1', amount: '100.00', currency: 'EUR' }
    expect(await connector().send(message('authorisation', 'o-1', about))).toMatchObject({ theirId: id, ourId: 'o-1', state: 'requires_capture', amount: '100.00', body: { captured: '0.00', open: '100.00' } })
    expect(await connector().find('authorisation', 'o-1')).toMatchObject({ theirId: id })
    for (const [ourId, change, text] of [['o-2', {}, 'is that of order o-1'], ['o-1', { amount: '100.01' }, 'is over 100.00 EUR'], ['o-1', { currency: 'USD' }, 'is in EUR'], ['o-1', { authorisation: 'pi_none' }, 'there is no authorisation pi_none']] as const) {
      await expect(connector().send(message('authorisation', ourId, { ...about, ...change }))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining(text) as string })
    }
  })

  test('what is shipped is taken in parts, each once, and the last one gives the rest free (R-INV-05)', async () => {
    const id = await authorise()
    for (let time = 0; time < 2; time++) await connector().send(capture(id, '30.00'))
    expect(await intent(id)).toMatchObject({ status: 'requires_capture', amount_received: 3000, amount_capturable: 7000 })
    await connector().send(capture(id, '20.00', { final: true }))
    expect(await intent(id)).toMatchObject({ status: 'succeeded', amount_received: 5000, amount_capturable: 0 })
    await expect(connector().send(capture(id, '1.00'))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('payment_intent_unexpected_state') as string })
    expect((await one.rows('charge')).map(({ external_id: ourId, body }) => [ourId, body['amount']])).toEqual([['o-1/wms/30.00', 3000], ['o-1/wms/20.00', 2000]])
  })

  test('more than was authorised is refused, and nothing is taken', async () => {
    const id = await authorise()
    await expect(connector().send(capture(id, '100.01'))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('amount_too_large') as string })
    expect(await one.rows('charge')).toEqual([])
  })

  test.each(['timeout-after', 'error-after', 'close-after-body', 'truncated'])('an authorisation that is cancelled under %s is free, once (R-CAN-02)', async (fault) => {
    const id = await authorise()
    await one.faults([{ match: { method: 'POST', path: '/cancel$' }, fault, times: 1, ...(fault === 'close-after-body' ? { commit: true } : {}) }])
    const cancel = message('authorisation', 'o-1', { authorisation: id, number: 'SO-1' }, 'cancel')
    expect((await deliver(connector(fault === 'timeout-after' ? 400 : 5000), cancel)).endings).toEqual(['unknown', 'done'])
    expect(await connector().send(cancel)).toMatchObject({ state: 'canceled', ourId: 'o-1' })
    expect((await one.rows('event')).map(({ body }) => body['type'])).toEqual(['payment_intent.amount_capturable_updated', 'payment_intent.canceled'])
  })

  test.each([['capture', '/capture$'], ['refund', '^/v1/refunds$']] as const)('after the life of its key a %s is found by our id, and no second one is made', async (kind, path) => {
    const id = await authorise()
    if (kind === 'refund') await one.call('POST', `/v1/payment_intents/${id}/capture`, {})
    const sent = kind === 'capture' ? capture(id, '30.00') : message('refund', 'o-1/finance/CN-1/1', { authorisation: id, number: 'SO-1', creditNote: 'CN-1', amount: '30.00', currency: 'EUR' })
    await one.faults([{ match: { method: 'POST', path }, fault: 'timeout-after', times: 1 }])
    expect((await deliver(connector(400), sent)).endings).toEqual(['unknown', 'done'])
    await one.faults([{ fault: 'skew', minutes: 25 * 60 }])
    expect(await connector().send(sent)).toMatchObject({ kind, ourId: sent.ourId, amount: '30.00', state: 'succeeded' })
    expect(await one.rows(kind === 'capture' ? 'charge' : 'refund')).toHaveLength(1)
  })

  test('a payout is one sum less fees, with all that it is made of however many pages that has, and goes out once (R-INV-06)', async () => {
    const id = await authorise(1_000_000)
    for (let no = 0; no < 120; no++) await one.call('POST', `/v1/payment_intents/${id}/capture`, { amount_to_capture: 1000, final_capture: false })
    await one.call('POST', '/v1/refunds', { payment_intent: id, amount: 1500 })
    const { payouts } = (await one.call('POST', '/operator/payout', { today: '2026-03-02' })).body
    // 120 × (10.00 − 0.14 − 0.25) − 15.00
    expect(payouts).toMatchObject([{ amountMinor: 113_820, currency: 'EUR', trace: 'TRC000000001' }])
    expect((await one.call('POST', '/operator/payout', { today: '2026-03-02' })).body['payouts']).toEqual(payouts)
    const [change] = await collect(connector().changes('payout', ''))
    expect(change!.remote).toMatchObject({ amount: '1138.20', currency: 'EUR', state: 'paid', body: { trace: 'TRC000000001', arrivesOn: '2026-03-02' } })
    const parts = change!.remote.body!['parts'] as { kind: string; amount: string; fee: string }[]
    expect([parts.length, parts[0], parts.at(-1)]).toEqual([121, { record: 'ch_0000000001', kind: 'capture', amount: '10.00', fee: '0.39' }, { record: 're_0000000001', kind: 'refund', amount: '-15.00', fee: '0.00' }])
  })

  test('yen have no coins, and a currency in another writing is the same', async () => {
    const id = await authorise(500, 'JPY')
    await connector().send(capture(id, '500', { currency: 'JPY' }))
    expect(await one.rows('charge')).toMatchObject([{ body: { amount: 500, currency: 'jpy' } }])
  })

  test('it says its errors as such gateways do', async () => {
    expect((await one.call('GET', '/v1/charges/none')).body).toEqual({ error: { type: 'invalid_request_error', code: 'resource_missing', message: "No such charge: 'none'" } })
    expect((await one.call('GET', '/v1/events', undefined, { authorization: 'Bearer no' })).body).toMatchObject({ error: { type: 'authentication_error' } })
  })
})
