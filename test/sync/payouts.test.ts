import { createHmac } from 'node:crypto'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as streams from '../../store/streams'
import * as webhookSecrets from '../../store/webhookSecrets'
import { type Context } from '../../sync/context'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { machine } from '../../sync/machine'
import { verify } from '../../sync/proof/verify'
import { reconcile } from '../../sync/reconcile/reconcile'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import * as config from '../../store/config'
import { openWorld, TOKEN, type World } from './world'

describe('what a payment gateway pays out (R-INV-06)', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld({ shop: true, cards: true, bank: true })
    const finance = (await config.listSystems(world.store, 'OC')).find(({ name }) => name === 'finance')!
    await world.store.write((tx) => config.saveSystem(tx, { ...finance, body: { ...finance.body, takes: ['payment', 'settlement'] } }))
  })
  const heard = async (): Promise<void> => { await drain(world.context, { patienceMs: 5000 }); await follow(world.context) }
  const open = () => cases.list(world.store, 'OC', { state: 'open' })
  const payments = async () => (await world.rows('finance', 'payment')).map(({ external_id: ourId }) => ourId).sort()

  /** Two orders, of which all is taken: 125.00 and 50.00, less 2.00 and 0.95. */
  async function taken({ stray = false } = {}): Promise<{ amountMinor: number; trace: string }> {
    for (const [name, qty, amountMinor] of [['PO-1', 10, 12_500], ['PO-2', 4, 5000]] as const) {
      const { id: reference } = await world.operate('gateway', 'authorise', { amountMinor, currency: 'EUR' }) as { id: string }
      await world.operate('shop', 'checkout', { customer: 'cus_0007', purchaseOrder: name, wishDate: '2026-03-09', items: [{ sku: 'A-1', qty }], card: { gateway: 'gateway', reference, amountMinor } })
    }
    await follow(world.context)
    await heard()
    await world.operate('wms', 'ship')
    await follow(world.context)
    for (let poll = 0; poll < 3; poll++) await heard()
    // somebody takes money at the gateway past all of us
    if (stray) {
      const { id } = await world.operate('gateway', 'authorise', { amountMinor: 884, currency: 'EUR' }) as { id: string }
      const { url } = (await config.listSystems(world.store, 'OC')).find(({ name }) => name === 'gateway')!.body
      await fetch(`${String(url)}/v1/payment_intents/${id}/capture`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } })
    }
    return (await world.operate('gateway', 'payout') as { payouts: { amountMinor: number; trace: string }[] }).payouts[0]!
  }
  const came = async (trace: string, amount: string, name = 'p'): Promise<void> => {
    await world.operate('bank', 'transfer', { name, debtor: 'NovaPay', amount, remittance: [`NOVAPAY ${trace}`] })
    await world.operate('bank', 'close')
    await heard()
    await heard()
  }

  test('comes as one sum for many captures, less fees, is known for what it is, and is nobody\'s payment', async () => {
    const { amountMinor, trace } = await taken()
    expect(amountMinor).toBe(17_500 - 200 - 95)
    await heard()
    expect(await links.byOurs(world.store, 'OC', 'gateway', 'payout', trace)).toMatchObject({ amount: '172.05', currency: 'EUR', state: 'paid' })
    await came(trace, '172.05')
    const statement = (await arrivals.list(world.store)).find(({ channel }) => channel === 'bank')!
    expect((await arrivals.items(world.store, statement.id)).map(({ text }) => text).join()).toContain('The payout po_0000000001 of gateway has come: 172.05 EUR for 2 captures and refunds over 175.00 EUR, less 2.95 EUR of fees.')
    expect((await streams.load(world.store, 'OC', 'booking/gateway/po_0000000001')).map(({ type }) => type)).toEqual(['paidOut', 'arrived'])
    for (let poll = 0; poll < 2; poll++) await heard()
    expect([await payments(), await open()]).toEqual([['gateway/ch_0000000001', 'gateway/ch_0000000002'], []])
    expect([await reconcile(world.context, { company: 'OC', patienceMs: 3000 }), (await verify(world.context)).defects]).toMatchObject([{ found: 0 }, []])
  })

  test('is booked once: to the bank what came, to the fees what the gateway kept, and nothing stays on its account; what is lost of it there is found in the night', async () => {
    const { trace } = await taken()
    await heard()
    await world.faults('finance', [{ match: { method: 'POST', path: '^/journal-entries' }, fault: 'timeout-after', times: 1 }])
    await came(trace, '172.05')
    for (let poll = 0; poll < 2; poll++) await heard()
    const entries = (await world.rows('finance', 'journalEntry')).map(({ external_id: ourId, body }) => ({ ourId, ...JSON.parse(String(body)) as { lines: { account: string; debitMinor: number; creditMinor: number }[] } }))
    expect(entries).toMatchObject([{ ourId: 'gateway/po_0000000001', currency: 'EUR', lines: [
      { account: 'DE89370400440532013000', debitMinor: 17_205, creditMinor: 0 }, { account: 'PAYMENT-FEES', debitMinor: 295, creditMinor: 0 }, { account: 'gateway', debitMinor: 0, creditMinor: 17_500 }] }])
    // what was taken by card stands on the gateway's account as paid: 125.00 and 50.00
    const card = (await world.rows('finance', 'payment')).map(({ body }) => JSON.parse(String(body)) as { account: string; amountMinor: number }).filter(({ account }) => account === 'gateway')
    expect(card.reduce((sum, { amountMinor }) => sum + amountMinor, 0) - entries[0]!.lines[2]!.creditMinor).toBe(0)
    expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0, perSystem: expect.arrayContaining([expect.objectContaining({ system: 'finance', kind: 'settlement', ours: 1, theirs: 1, agreed: 1 })]) as unknown })
    await world.operate('finance', 'plant', { name: 'p', what: 'settlement-deleted', with: {}, today: undefined })
    expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 1, repaired: 0 })
    expect(await open()).toMatchObject([{ kind: 'missing-there', system: 'finance', text: expect.stringContaining('does not have its settlement any more') as string }])
  })

  test.each([
    ['of another amount', '172.00', 'came as 172.00 EUR; it says 172.05 EUR'],
    ['with what is none of ours', '180.52', 'Of it ch_0000000003 belong to no order of ours'],
  ])('%s is a case', async (how, amount, text) => {
    const { trace } = await taken({ stray: how.includes('none of ours') })
    await heard()
    await came(trace, amount)
    expect(await open()).toMatchObject([{ kind: 'payout-differs', system: 'gateway', text: expect.stringContaining(text) as string }])
  })

  test('that a webhook names and that is never given out is asked for until its time is over, then a case, and never again', async () => {
    const { trace } = await taken()
    const asked: string[] = []
    const now = { ms: Date.now() }
    const connect: Context['connect'] = (system) => ({ ...world.context.connect(system), find: (_kind, id) => { asked.push(id); return Promise.resolve(undefined) } })
    const context: Context = { ...world.context, connect, machine: { ...machine, nowMs: () => now.ms } }
    await world.store.write((tx) => webhookSecrets.put(tx, 'OC', 'gateway', 'the gateway signs with this', '2026-03-02T08:00:00.000Z'))
    const at = Math.floor(now.ms / 1000)
    const body = Buffer.from(JSON.stringify({ id: 'evt_1', object: 'event', type: 'payout.paid', data: { object: { id: 'po_0000000001', amount: 17_205, currency: 'eur', status: 'paid', created: at, arrival_date: 1_772_409_600, trace_id: { value: trace } } } }))
    await keepWebhook(context, { system: 'gateway', body, headers: { 'stripe-signature': `t=${at},v1=${createHmac('sha256', 'the gateway signs with this').update(`${at}.${body.toString()}`).digest('hex')}` } })
    for (let time = 0; time < 2; time++) await applyWebhooks(context)
    expect([asked.length, await open()]).toEqual([2, []])
    now.ms += 2 * 3_600_000
    for (let time = 0; time < 3; time++) await applyWebhooks(context)
    expect(asked).toHaveLength(3)
    expect(await open()).toMatchObject([{ kind: 'payout-missing', system: 'gateway', theirs: '172.05 EUR', text: expect.stringContaining('does not give it out') as string }])
  })
})
