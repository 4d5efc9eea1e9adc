import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as links from '../../store/links'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { DIFFERENCES } from '../../sync/reconcile/difference'
import { reconcile } from '../../sync/reconcile/reconcile'
import { openWorld, type Role, type World } from './world'

let world: World
const heard = async (): Promise<void> => { await drain(world.context, { patienceMs: 3000 }); await follow(world.context) }
const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })
const plant = (role: Role, what: string, externalId?: string, values: Record<string, string> = {}) => world.operate(role, 'plant', { today: undefined, name: what, what, externalId, with: values })
const isDifference = ({ kind }: { kind: string }) => (DIFFERENCES as readonly string[]).includes(kind)
const found = async (state: 'open' | 'closed' = 'open') => (await cases.list(world.store, 'OC', { state })).filter(isDifference).map(({ kind, system, field, ours, theirs }) => ({ kind, system, field, ours, theirs }))
const texts = async () => (await cases.list(world.store, 'OC', { state: 'open' })).filter(isDifference).map(({ text }) => text)

describe('what the shop tells its customers is sent (R-STA-08, R-EXE-10)', () => {
  let id: string
  let number: string
  beforeEach(async () => {
    world = await openWorld({ shop: true, carrier: true })
    await world.operate('shop', 'checkout', { customer: 'cus_0007', items: [{ sku: 'A-1', qty: 10 }, { sku: 'A-2', qty: 200 }], purchaseOrder: 'PO-1', wishDate: '2026-03-09' })
    await follow(world.context)
    await heard()
    await world.operate('wms', 'ship')
    for (let round = 0; round < 3; round++) await heard()
    id = (await world.order('PO-1')).id
    number = (await world.order('PO-1')).shipments![0]!.tracking!
  })
  const told = async () => ((JSON.parse(String((await world.rows('shop', 'order'))[0]!.body)) as { fulfilments: { ref: string; tracking?: { number: string } }[] }).fulfilments).map(({ ref, tracking }) => [ref.split('/').slice(1).join('/'), tracking?.number])

  test('agrees in the night; what is lost there is told again with its number, and a wrong number is told right, by rule', async () => {
    expect(await night()).toMatchObject({ found: 0 })
    await plant('shop', 'fulfilment-lost', id)
    expect(await told()).toEqual([])
    expect(await night()).toMatchObject({ found: 1, repaired: 1 })
    expect(await told()).toEqual([['wms/SHP-2026-00001', number]])
    await plant('shop', 'tracking-edited', id)
    expect(await night()).toMatchObject({ found: 1, repaired: 1 })
    expect(await told()).toEqual([['wms/SHP-2026-00001', number]])
    expect((await found('closed')).map(({ kind }) => kind).sort()).toEqual(['missing-there', 'tracking'])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('goods that we have not shipped are for a person, in this night and the next', async () => {
    await plant('shop', 'fulfilment-added', id)
    for (let time = 0; time < 2; time++) expect(await night()).toMatchObject({ found: 1, left: 1 })
    expect(await found()).toMatchObject([{ kind: 'missing-here', system: 'shop' }])
    expect((await texts())[0]).toContain('The customer was told of goods that we have not shipped')
  })
})

describe('what the carrier has (R-STA-08, R-DLV-01)', () => {
  let ourId: string
  beforeEach(async () => {
    world = await openWorld({ carrier: true })
    await world.take('PO-1')
    await heard()
    await world.operate('wms', 'ship')
    for (let round = 0; round < 2; round++) await heard()
    for (const step of ['collect', 'carry', 'deliver']) await world.operate('tms', step)
    await world.operate('wms', 'deliver')
    await follow(world.context)
    ourId = (await links.ofStream(world.store, 'OC', `order/${(await world.order('PO-1')).id}`)).find(({ kind }) => kind === 'shipment')!.ourId
  })

  test.each([
    ['a consignment that is gone', 'consignment-lost', { kind: 'missing-there' }, 'Ask the carrier where the goods are'],
    ['one that nobody here booked', 'consignment-booked', { kind: 'missing-here' }, 'the carrier bills it'],
    ['another time on the proof of delivery', 'proof-edited', { kind: 'proof', ours: '2026-03-02T15:40:00-06:00', theirs: '2026-03-02T23:40:00-06:00' }, 'Ask the carrier which is true'],
  ])('finds %s for a person, and goes on finding it', async (_what, what, difference, advice) => {
    expect(await night()).toMatchObject({ found: 0 })
    await plant('tms', what, ourId)
    for (let time = 0; time < 2; time++) expect(await night()).toMatchObject({ found: 1, left: 1 })
    expect(await found()).toMatchObject([{ system: 'tms', ...difference }])
    expect((await texts())[0]).toContain(advice)
  })
})

describe('what the bank says came in, and finance has booked (R-INV-06, R-STA-08)', () => {
  let ourId: string
  beforeEach(async () => {
    world = await openWorld({ bank: true })
    const finance = (await config.listSystems(world.store, 'OC')).find(({ name }) => name === 'finance')!
    await world.store.write((tx) => config.saveSystem(tx, { ...finance, body: { ...finance.body, takes: ['payment'] } }))
    await world.take('PO-1')
    await heard()
    await world.operate('wms', 'ship')
    for (let round = 0; round < 2; round++) await heard()
    await world.operate('bank', 'transfer', { debtor: 'Nordbau GmbH', amount: '125.00', remittance: ['INV-2026-000001'] })
    await world.operate('bank', 'close')
    for (let round = 0; round < 2; round++) { await follow(world.context); await heard() }
    ourId = (await links.ofStream(world.store, 'OC', `order/${(await world.order('PO-1')).id}`)).find(({ kind }) => kind === 'payment')!.ourId
    expect(ourId).toBe('bank/DE89370400440532013000/1/1')
  })

  test.each([
    ['a booking that is gone', 'payment-deleted', { kind: 'missing-there' }, 'Book it there again'],
    ['one that is booked twice', 'payment-doubled', { kind: 'double' }, 'take the other one back there'],
    ['another amount', 'payment-edited', { kind: 'amount', ours: '125 EUR', theirs: '125.01 EUR' }, 'The statement of the bank says what came in'],
  ])('finds %s for a person, and goes on finding it', async (_what, what, difference, advice) => {
    expect(await night()).toMatchObject({ found: 0 })
    await plant('finance', what, ourId)
    for (let time = 0; time < 2; time++) expect(await night()).toMatchObject({ found: 1, left: 1 })
    expect(await found()).toMatchObject([{ system: 'finance', ...difference }])
    expect((await texts())[0]).toContain(advice)
  })

  test('finds an amount that finance has booked wrong from the start, so that it never said another (R-INV-06)', async () => {
    await plant('finance', 'payment-edited', ourId, { by: '100' })
    const [link] = [await links.byOurs(world.store, 'OC', 'finance', 'payment', ourId)]
    await world.store.write((tx) => links.save(tx, [{ ...link!, amount: '126.00' }]))
    expect(await night()).toMatchObject({ found: 1, left: 1 })
    expect(await found()).toMatchObject([{ kind: 'amount', ours: '125 EUR', theirs: '126.00 EUR' }])
  })
})
