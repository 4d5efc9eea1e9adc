import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as openItems from '../../store/openItems'
import { JOBS } from '../../jobs/schedule'
import { drain } from '../../sync/dispatch'
import { remind } from '../../sync/dunning/remind'
import { follow } from '../../sync/follow'
import { billCollected } from '../../sync/invoicing/bill'
import { verify } from '../../sync/proof/verify'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { openWorld, type World } from './world'

describe('one invoice over several orders (R-INV-01, R-INV-03, R-INV-06)', () => {
  let world: World
  const heard = async (): Promise<void> => { await drain(world.context, { patienceMs: 5000 }); await follow(world.context) }
  const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })
  const bill = () => billCollected(world.context, 'OC')
  const owed = async (): Promise<string[]> => (await openItems.openOf(world.store, 'OC', 'NORDBAU')).map(({ invoice, amount, credited, open }) => `${invoice} ${amount} ${credited} ${open}`)
  const open = async (): Promise<string[]> => (await cases.list(world.store, 'OC', { state: 'open' })).map(({ kind, ours, theirs }) => `${kind} ${ours} ${theirs}`)
  const invoices = async () => (await world.rows('finance', 'invoice')).map(({ id, status, body }) => ({ id, status, ...JSON.parse(String(body)) as { totalMinor: number; lines: unknown[] } }))
  const terms = (collective: object | undefined): Promise<unknown> => world.store.write((tx) => config.savePartner(tx, { company: 'OC', code: 'NORDBAU', name: 'Nordbau GmbH', identifiers: [{ scheme: 'buyer', value: 'NORDBAU' }], version: 2, roles: ['customer'], currency: 'EUR', profile: collective ? { collective } : {} }))
  /** Shipped and delivered, 10 pieces over 125.00 EUR each. */
  async function shipped(...references: string[]): Promise<void> {
    for (const reference of references) await world.take(reference)
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    await world.operate('wms', 'deliver')
    await heard()
    await heard()
  }
  beforeEach(async () => { world = await openWorld(); await terms({ each: 'day' }) })

  test('nothing is invoiced before the closing day; then one invoice bills each despatch once, however often it is asked for, and each order has its share', async () => {
    await terms({ each: 'week' })
    await shipped('PO-1', 'PO-2')
    expect([await bill(), await invoices(), await night()]).toMatchObject([{ invoices: 0, orders: 0 }, [], { found: 0 }])
    world.clock.at = new Date('2026-03-06T17:00:00.000Z')
    expect((await JOBS.get('invoicing')!(world.context, { company: 'OC', scheduledFor: '', key: 'test', note: async () => undefined, noted: async () => undefined, options: {}, signal: new AbortController().signal })).counts).toEqual({ invoices: 1, orders: 2 })
    expect(await bill()).toEqual({ invoices: 0, orders: 0 })
    await world.faults('finance', [{ match: { method: 'POST', path: '^/invoices$' }, fault: 'timeout-after', times: 1 }])
    for (let poll = 0; poll < 2; poll++) await heard()
    expect(await invoices()).toMatchObject([{ totalMinor: 25_000, externalId: 'collective/NORDBAU/2026-03-06/1', lines: [{ orderNumber: 'SO-000001', amountMinor: 12_500 }, { orderNumber: 'SO-000002' }] }])
    for (const reference of ['PO-1', 'PO-2']) expect(await world.order(reference)).toMatchObject({ status: 'delivered', invoicedAmount: '125', lines: [{ invoiced: '10' }] })
    expect(await owed()).toEqual(['INV-2026-000001 250.00 0.00 250.00'])
    expect(await night()).toMatchObject({ found: 0 })
    expect((await verify(world.context)).defects).toEqual([])
    // what is shipped after it is on the next one
    await shipped('PO-3')
    expect(await bill()).toEqual({ invoices: 1, orders: 1 })
    await heard()
    expect((await invoices()).map(({ totalMinor }) => totalMinor)).toEqual([25_000, 12_500])
  })

  test('it is paid in part, then wholly: the shares of the orders, the account and finance agree to the cent (R-INV-07)', async () => {
    await shipped('PO-1', 'PO-2')
    await bill()
    for (let poll = 0; poll < 2; poll++) await heard()
    await world.operate('finance', 'remit', { name: 'part', debtor: 'NORDBAU', amountMinor: 15_000 })
    await heard()
    expect([(await world.order('PO-1')).status, (await world.order('PO-1')).paidAmount, (await world.order('PO-2')).paidAmount, await owed()]).toEqual(['closed', '125', '25', ['INV-2026-000001 250.00 0.00 100.00']])
    expect(await night()).toMatchObject({ found: 0 })
    await world.operate('finance', 'remit', { name: 'rest', debtor: 'NORDBAU' })
    await heard()
    expect([(await world.order('PO-2')).status, await owed(), await open()]).toEqual(['closed', [], []])
    expect((await world.rows('finance', 'order')).map(({ status }) => status)).toEqual(['settled', 'settled'])
    expect(await night()).toMatchObject({ found: 0 })
    expect((await verify(world.context)).defects).toEqual([])
  })

  test('goods of one of its orders come back: only that share is credited, and what is overdue of the whole is reminded of once (R-RET-04, R-REC-02)', async () => {
    await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { returns: { short: { upTo: '100.00' } }, dunning: { levels: [{ days: 5, fee: '0' }] } } }))
    await shipped('PO-1', 'PO-2')
    await bill()
    for (let poll = 0; poll < 2; poll++) await heard()
    await submit(world.context, { subject: { company: 'OC', order: (await world.order('PO-2')).id }, command: { type: 'return', request: 'T-1', reason: 'short', lines: [{ line: '1', quantity: '2' }] }, circumstance: { cause: 'command', correlation: 'test' } })
    for (let poll = 0; poll < 2; poll++) await heard()
    expect([await owed(), (await world.order('PO-1')).creditedAmount, (await world.order('PO-2')).creditedAmount]).toEqual([['INV-2026-000001 250.00 25.00 225.00'], undefined, '25'])
    expect(await night()).toMatchObject({ found: 0 })
    world.clock.at = new Date('2026-04-20T08:00:00.000Z')
    expect(await remind(world.context, 'OC')).toMatchObject({ items: 0, unsent: 1 })
    await world.operate('finance', 'pay')
    await heard()
    expect([(await world.order('PO-1')).status, (await world.order('PO-2')).status, await owed()]).toEqual(['closed', 'closed', []])
    expect((await verify(world.context)).defects).toEqual([])
  })

  test('where no feed tells of it the night takes it over; one that is raised behind our back is found (R-STA-08)', async () => {
    await shipped('PO-1', 'PO-2')
    await bill()
    await drain(world.context, { patienceMs: 3000 })
    const deaf = { ...world.context, connect: (settings: Parameters<World['context']['connect']>[0]) => ({ ...world.context.connect(settings), changes: async function* () { /* its feed tells nothing */ } }) }
    expect(await reconcile(deaf, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 1, repaired: 1 })
    expect(await owed()).toEqual(['INV-2026-000001 250.00 0.00 250.00'])
    await world.operate('finance', 'plant', { name: 'edited', what: 'invoice-edited', today: undefined })
    expect(await night()).toMatchObject({ found: 1, left: 1 })
    expect(await open()).toEqual(['amount 250 EUR 250.01 EUR'])
  })

  test('of terms that were given up all that waits is invoiced at once, and what is shipped then on its own', async () => {
    await terms({ each: 'month' })
    await shipped('PO-1')
    await terms(undefined)
    await shipped('PO-2')
    expect(await bill()).toEqual({ invoices: 1, orders: 1 })
    for (let poll = 0; poll < 2; poll++) await heard()
    expect((await invoices()).map(({ totalMinor }) => totalMinor)).toEqual([12_500, 12_500])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('two workers at once ask for one', async () => {
    await shipped('PO-1', 'PO-2', 'PO-3')
    const asked = await Promise.all(['a', 'b', 'c'].map((owner) => billCollected(world.as('system', owner), 'OC')))
    expect(asked.reduce((sum, one) => sum + one.invoices, 0)).toBe(1)
    await heard()
    expect((await invoices()).map(({ totalMinor }) => totalMinor)).toEqual([37_500])
  })
})
