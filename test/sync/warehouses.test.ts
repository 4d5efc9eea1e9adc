import { type Command } from '../../orders/command'
import * as cases from '../../store/cases'
import * as resources from '../../store/resources'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { receive } from '../../sync/receive'
import { reconcile } from '../../sync/reconcile/reconcile'
import { refresh } from '../../sync/refresh'
import { submit } from '../../sync/submit'
import { openWorld, type Role, type World } from './world'

describe('a company with two warehouses', () => {
  let world: World
  beforeEach(async () => { world = await openWorld({ twoWarehouses: true, carrier: true }) })

  /** 30 of A-1 and 8000 of A-2: the first warehouse has not enough washers, and the second not enough bolts for more than one such order. */
  const ordered = async (reference: string, bolts = '60') => {
    const lines = [['1', 'A-1', bolts, '12.50'], ['2', 'A-2', '8000', '0.08']].map(([line, item, quantity, price]) => `${reference};2026-03-01;NORDBAU;2026-03-09;Lager 2;${line};${item};${quantity};C62;${price};EUR`)
    await receive(world.as('inbox'), { channel: 'test', transportId: reference, fileName: `${reference}.csv`, bytes: Buffer.from(`order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency\n${lines.join('\n')}\n`) })
    await drain(world.context, { patienceMs: 3000 })
    return world.order(reference)
  }
  const there = async (role: Role) => (await world.rows(role, 'fulfilment')).map((row) => `${String(row.id)} ${String(row.status)} ${(JSON.parse(String(row.body)) as { lines: { lineRef: string; qty: string }[] }).lines.map((line) => `${line.lineRef}:${line.qty}`).join(' ')}`)
  const command = async (reference: string, wish: Command) => {
    const { id } = await world.order(reference)
    const outcome = await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })
    await drain(world.context, { patienceMs: 3000 })
    return outcome
  }

  test('sends each its lines; the order is shipped and delivered when both parts are, and the night agrees at every stage (R-ROU-03, R-STA-02)', async () => {
    const order = await ordered('PO-1')
    expect(order.parts).toEqual([{ no: 1, system: 'wms', lines: ['1'] }, { no: 2, system: 'wms-south', lines: ['2'] }])
    expect([await there('wms'), await there('wms-south')]).toEqual([['FO-000001 released 1:60'], ['FO-S000001 released 2:8000']])
    const seen: string[] = []
    for (const [role, step] of [['wms', 'ship'], ['wms-south', 'ship'], ['wms', 'deliver'], ['wms-south', 'deliver']] as const) {
      await world.operate(role, step)
      await follow(world.context)
      await drain(world.context, { patienceMs: 3000 })
      await follow(world.context)
      const { status, lines } = await world.order('PO-1')
      seen.push(`${status} ${lines.map(({ shipped, delivered }) => `${shipped}/${delivered}`).join(' ')} ${(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).found}`)
    }
    expect(seen).toEqual(['toShip 60/0 0/0 0', 'shipped 60/0 8000/0 0', 'shipped 60/60 8000/0 0', 'delivered 60/60 8000/8000 0'])
    expect((await world.rows('finance', 'invoice')).map(({ external_id: id }) => String(id).split('/').slice(1).join('/')).sort()).toEqual(['wms-south/SHP-S2026-00001', 'wms/SHP-2026-00001'])
    expect(await cases.list(world.store, 'OC')).toEqual([])
  })

  test('goes to the one that has all of it; what is held counts once in the stock of both together (R-REV-12)', async () => {
    const { parts } = await ordered('PO-2', '40')
    expect(parts).toEqual([{ no: 1, system: 'wms-south', lines: ['1', '2'] }])
    expect(await there('wms')).toEqual([])
    const before = (await resources.get(world.store, 'OC', ['stock/A-1']))[0]!
    expect({ capacity: before.capacity, theirs: before.theirs, ours: before.ours }).toEqual({ capacity: '1040', theirs: '0', ours: '40' })
    await refresh(world.context)
    const now = (await resources.get(world.store, 'OC', ['stock/A-1']))[0]!
    expect({ capacity: now.capacity, theirs: now.theirs, ours: now.ours }).toEqual({ capacity: '1040', theirs: '40', ours: '0' })
  })

  test('a change reaches the warehouse that it concerns, a part that loses its lines is cancelled, and a cancel reaches both (R-CHG-06, R-CAN-05)', async () => {
    await ordered('PO-3')
    expect(await command('PO-3', { type: 'change', reason: 'less', change: { lines: [{ line: '2', quantity: '6500' }] } })).toMatchObject({ outcome: 'accepted' })
    expect([await there('wms'), await there('wms-south')]).toEqual([['FO-000001 released 1:60'], ['FO-S000001 released 2:6500']])
    expect(await command('PO-3', { type: 'change', reason: 'no washers', change: { removed: ['2'] } })).toMatchObject({ outcome: 'accepted' })
    expect([await there('wms'), await there('wms-south')]).toEqual([['FO-000001 released 1:60'], ['FO-S000001 cancelled 2:6500']])
    expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0 })
    await ordered('PO-4')
    expect(await command('PO-4', { type: 'cancel', reason: 'too late' })).toMatchObject({ outcome: 'accepted' })
    expect((await there('wms')).at(-1)).toMatch(/cancelled/)
    expect((await there('wms-south')).at(-1)).toMatch(/cancelled/)
    expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0 })
  })
})
