import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as streams from '../../store/streams'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import { subscriber } from '../web/subscriber'
import { openWorld, type World } from './world'

describe('a carrier beside the other systems', () => {
  let world: World
  beforeEach(async () => { world = await openWorld({ carrier: true }) })

  const sent = () => drain(world.context, { patienceMs: 3000 })
  const consignments = async () => (await world.rows('tms', 'consignment')).map((row) => ({ id: row.id, externalId: row.external_id, status: row.status, ...(JSON.parse(String(row.body)) as { trackingNumber: string; consignee: unknown; pieces: unknown[] }) }))
  const shipped = async (reference: string) => {
    await world.take(reference)
    await sent()
    await world.operate('wms', 'ship')
    await follow(world.context)
    await sent()
    return world.order(reference)
  }
  const way = async (id: string) => (await streams.load(world.store, 'OC', `order/${id}`)).filter(({ type }) => ['shipped', 'tracked', 'delivered'].includes(type)).map(({ type, data }) => [type, data.stage ?? data.despatch])
  const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })

  test('is booked once with what the warehouse packed, and followed from its tracking number to the proof of delivery with the time at the door (R-EXE-10, R-DLV-01)', async () => {
    const { id } = await shipped('PO-1')
    const [consignment, ...others] = await consignments()
    expect(others).toEqual([])
    expect(consignment).toMatchObject({ externalId: `${id}/wms/SHP-2026-00001`, status: 'MANIFESTED', consignee: { name: 'Lager 2' }, pieces: [{ ref: 'SHP-2026-00001-1', weightKg: '2.500' }] })
    expect(await links.byOurs(world.store, 'OC', 'tms', 'shipment', `${id}/wms/SHP-2026-00001`)).toMatchObject({ theirId: consignment!.id })
    for (const step of ['collect', 'carry', 'deliver']) {
      await world.operate('tms', step, step === 'deliver' ? { signer: 'R. Roth' } : {})
      await follow(world.context)
    }
    const order = await world.order('PO-1')
    expect(order).toMatchObject({ status: 'delivered', shipments: [{ issuer: 'tms', number: consignment!.id, despatch: 'SHP-2026-00001', tracking: consignment!.trackingNumber, stage: 'outForDelivery' }] })
    expect(await way(id)).toEqual([['shipped', 'SHP-2026-00001'], ['tracked', 'booked'], ['tracked', 'collected'], ['tracked', 'inTransit'], ['tracked', 'outForDelivery'], ['delivered', 'SHP-2026-00001']])
    const delivered = (await streams.load(world.store, 'OC', `order/${id}`)).find(({ type }) => type === 'delivered')!
    expect(delivered.data).toMatchObject({ issuer: 'wms', signedBy: 'R. Roth', receivedOn: '2026-03-02', receivedAt: '2026-03-02T15:40:00-06:00' })
    // polled again, and the warehouse's own copy of the proof: nothing happens twice
    await world.operate('wms', 'deliver')
    expect(await follow(world.context)).toMatchObject({ applied: 0, refused: 0 })
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('that committed after our time-out is not booked a second time (R-ENT-06)', async () => {
    await world.faults('tms', [{ match: { method: 'POST', path: '^/consignments$' }, fault: 'timeout-after', times: 1 }])
    await shipped('PO-2')
    await sent()
    expect(await consignments()).toHaveLength(1)
    expect(await cases.list(world.store, 'OC')).toEqual([])
  })

  test('a parcel that is refused at the door is a case of its own, once, and may arrive after all (R-DLV-04)', async () => {
    const { id } = await shipped('PO-3')
    await world.operate('tms', 'collect')
    await world.operate('tms', 'except', { reason: 'REFUSED', remark: 'no order number on the box' })
    for (let poll = 0; poll < 2; poll++) await follow(world.context)
    expect((await cases.list(world.store, 'OC')).map(({ kind, system, subject, text }) => [kind, system, subject, text])).toEqual([
      ['undelivered', 'tms', `order/${id}`, expect.stringContaining('refused: no order number on the box') as string]])
    expect(await way(id)).toEqual([['shipped', 'SHP-2026-00001'], ['tracked', 'booked'], ['tracked', 'collected'], ['tracked', 'exception']])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('that lost a consignment, or was told there that it arrived: the night finds both, takes over what happened and leaves the loss to a person (R-STA-08)', async () => {
    await shipped('PO-4')
    await shipped('PO-5')
    const [first, second] = await consignments()
    await world.operate('tms', 'plant', { today: undefined, name: 'lost', what: 'consignment-lost', externalId: first!.externalId })
    await world.operate('tms', 'plant', { today: undefined, name: 'set', what: 'status-set', externalId: second!.externalId, with: { status: 'VOID' } })
    expect(await night()).toMatchObject({ found: 2, left: 2 })
    expect((await cases.list(world.store, 'OC')).map(({ kind, system, theirs }) => [kind, system, theirs]).sort()).toEqual([['missing-there', 'tms', 'not there'], ['status', 'tms', 'VOID']])
  })

  test('tells each scan by a signed webhook: in whatever order they come, the furthest counts, and a forged one not at all (R-EXE-09, R-INT-08)', async () => {
    const heard = await subscriber()
    try {
      await world.subscribe('tms', heard.url, 'the carrier signs with this')
      const { id } = await shipped('PO-6')
      const coming = heard.next(4, 'consignment')
      await world.operate('tms', 'collect')
      await world.operate('tms', 'carry')
      await world.operate('tms', 'deliver', { signer: 'R. Roth' })
      const events = (await coming).toReversed()
      const keep = (one: (typeof events)[number], body = one.body) => keepWebhook(world.context, { system: 'tms', body: Buffer.from(body), headers: one.headers })
      await expect(keep(events[0]!, events[0]!.body.replace('R. Roth', 'A. Thief'))).rejects.toThrow('not over this body')
      for (const one of [...events, events[0]!]) await keep(one)
      await applyWebhooks(world.context)
      expect((await world.order('PO-6')).status).toBe('delivered')
      const stages = (await way(id)).map(([, stage]) => stage)
      expect(stages.filter((stage) => stage === 'outForDelivery')).toHaveLength(1)
      expect((await streams.load(world.store, 'OC', `order/${id}`)).filter(({ type }) => type === 'delivered').map(({ data }) => data.signedBy)).toEqual(['R. Roth'])
    } finally {
      await heard.close()
    }
  })
})
