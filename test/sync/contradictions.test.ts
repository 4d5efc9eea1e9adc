import * as cases from '../../store/cases'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { overview } from '../../web/pages/overview'
import { orderPage } from '../../web/pages/order'
import { type Asked } from '../../web/request'
import { en } from '../../web/texts/en'
import { openWorld, type World } from './world'

describe('systems that contradict each other about an order', () => {
  let world: World
  let id: string
  beforeEach(async () => {
    world = await openWorld({ carrier: true })
    // one after the other: each has the numbers of its turn there
    for (const reference of ['PO-1', 'PO-2']) {
      await world.take(reference)
      await heard()
    }
    id = (await world.order('PO-1')).id
  })
  const heard = async (): Promise<void> => { await drain(world.context, { patienceMs: 3000 }); await follow(world.context) }
  const told = async () => (await cases.list(world.store, 'OC', { kind: 'status-conflict' })).map(({ state, system, text, result }) => `${state} ${system}: ${text}${result ? ` → ${result}` : ''}`)
  const delivered = async (): Promise<void> => {
    await world.operate('wms', 'ship')
    await follow(world.context)
    await heard()
    for (const step of ['collect', 'carry', 'deliver']) await world.operate('tms', step)
    await heard()
  }

  test('carrier says delivered, warehouse says not shipped: shown as a conflict and never as the last one heard, until they agree (R-STA-02)', async () => {
    await delivered()
    expect(await told()).toEqual([])
    await world.operate('wms', 'reopen', { externalId: `${id}/1` })
    await heard()
    const { number, status } = await world.order('PO-1')
    expect(status).toBe('delivered')
    const shipment = (await world.rows('tms', 'consignment')).find((row) => String(row.external_id).startsWith(id))!.id as string
    const sentence = `open wms: ${number}: in wms the part FO-000001 is picking, and in tms the shipment ${shipment} is DELIVERED. Find out what is true, and correct the one that is wrong.`
    expect(await told()).toEqual([sentence])
    const asked = { store: world.store, company: { code: 'OC', name: 'OC', zone: 'UTC' }, texts: en, now: world.clock.at, time: (at?: string) => at, query: new URLSearchParams(), path: [number], link: (path: string) => path } as unknown as Asked
    expect(String((await overview(asked)).body)).toContain('1 order has statuses that contradict each other')
    expect(String((await orderPage(asked))!.body)).toContain('<span class="pill bad">Statuses contradict</span>')
    // heard again it is the same case
    await follow(world.context)
    expect(await told()).toHaveLength(1)
    await world.operate('wms', 'plant', { today: undefined, name: 'back', what: 'status-set', externalId: `${id}/1`, with: { status: 'shipped' } })
    await world.operate('wms', 'deliver')
    await heard()
    expect(await told()).toEqual([`${sentence.replace('open', 'closed')} → the systems agree again`])
  })

  test('what only lags behind, at any step of the way, is no conflict', async () => {
    await world.operate('wms', 'ship')
    await follow(world.context)
    expect(await told()).toEqual([])
    await heard()
    expect(await told()).toEqual([])
    await delivered()
    await world.operate('wms', 'deliver')
    await heard()
    await world.operate('erp', 'bill')
    await world.operate('finance', 'pay')
    await heard()
    expect(await told()).toEqual([])
  })
})
