import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectorOf } from '../../connectors/registry'
import { type Person, personOf } from '../../examples/tryton/person'
import { startTryton, type TrytonServer } from '../../examples/tryton/server'
import { type Command } from '../../orders/command'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { openStore } from '../../store/open'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { receive } from '../../sync/receive'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { child, start } from '../store/child'
import { BUYER, COMPANY, x12 } from './document'
import { sending } from './journey'
import { inParallel } from './parallel'
import { pointsOf } from './points'
import { openRoles, roleConfig, type Roles } from './roles'

const BUILD_MS = 600_000
/** A trolley that is made to order by the item's master data there, of one tool set and two lamps; and a disc from stock. */
const LINES = [{ item: 'MW-9000', quantity: '4' }, { item: 'DG-1250', quantity: '2' }]
let server: TrytonServer
let clerk: Person
beforeAll(async () => {
  server = await startTryton()
  clerk = await personOf(server)
  await clerk.limit('KRAMER', '9999999.00')
}, BUILD_MS)
afterAll(async () => { await server?.close() })

const productionsOf = (order: string) => clerk.rows('production', [['reference', 'like', `${order}/%`]], ['number', 'reference', 'state', 'quantity', 'planned_date', 'inputs', 'outputs', 'product.code'])

describe('Tryton as the shop floor of an order, beside the warehouse that ships it', () => {
  let roles: Roles
  beforeAll(async () => { roles = await openRoles(server, ['wms', 'finance', 'mes']) }, BUILD_MS)
  afterAll(async () => { await roles?.close() })

  const sent = () => drain(roles.context, { patienceMs: 1000 })
  const command = (id: string, wish: Command) => submit(roles.as('desk'), { subject: { company: COMPANY, order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })
  const heard = async (reference: string) => {
    await follow(roles.context)
    const order = await roles.order(reference)
    return `${order.status} ${order.lines[0]!.production!.made}`
  }
  const night = () => reconcile(roles.context, { company: COMPANY, patienceMs: 2000 })

  test('what the item master says is made to order is requested once, with its materials, and the order awaits it (R-ROU-02, R-EXE-01)', async () => {
    const { id, status, findings } = await roles.take('M-1', LINES)
    expect([status, findings.filter(({ rule, severity }) => rule === 'stock' && severity !== 'note')]).toEqual(['awaitingProduction', []])
    expect(await sent()).toMatchObject({ done: 3, refused: 0 })
    const [production, ...others] = await productionsOf(id)
    expect(others).toEqual([])
    expect(production).toMatchObject({ 'reference': `${id}/line/10`, 'state': 'request', 'quantity': 4, 'product.': { code: 'MW-9000' }, 'planned_date': { year: 2026, month: 12, day: 15 } })
    const moves = await clerk.rows('stock.move', [['id', 'in', [...production!.inputs as number[], ...production!.outputs as number[]]]], ['product.code', 'quantity'])
    expect(moves.map((move) => [(move['product.'] as { code: string }).code, move.quantity]).sort()).toEqual([['MW-9000', 4], ['TK-0108', 4], ['TL-0600', 8]])
    expect(await links.byOurs(roles.store, COMPANY, 'mes', 'production', `${id}/line/10`)).toMatchObject({ theirId: String(production!.id), state: 'requested' })
  })

  test('people plan it, split it, make one half and then the other: the order follows to ready to ship, and ships (R-EXE-01, R-STA-01)', async () => {
    const { id } = await roles.order('M-1')
    const reference = `${id}/line/10`
    await clerk.split(reference, 2)
    expect(await heard('M-1')).toBe('awaitingProduction 0')
    const [half] = await productionsOf(id)
    for (const button of ['draft', 'wait', 'assign_try', 'run']) await clerk.call(`model.production.${button}`, [half!.id])
    expect(await heard('M-1')).toBe('inProduction 0')
    await clerk.call('model.production.done', [half!.id])
    expect(await heard('M-1')).toBe('inProduction 2')
    expect(await night()).toMatchObject({ found: 0 })
    await clerk.make(reference, 'done')
    expect(await heard('M-1')).toBe('toShip 4')
    expect(await follow(roles.context)).toMatchObject({ applied: 0, changes: 0 })
    await clerk.shipPart(`${id}/1`)
    await follow(roles.context)
    expect(await roles.order('M-1')).toMatchObject({ status: 'shipped', lines: [{ shipped: '4' }, { shipped: '2' }] })
    await sent()
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('a change takes a planned one back to draft with its new materials; a cancel ends it, and neither goes once it runs (R-CHG-06, R-CAN-03)', async () => {
    const { id } = await roles.take('M-2', LINES)
    await sent()
    await clerk.make(`${id}/line/10`, 'planned')
    expect(await command(id, { type: 'change', reason: 'buyer called', change: { lines: [{ line: '10', quantity: '3' }] } })).toMatchObject({ outcome: 'accepted' })
    expect(await sent()).toMatchObject({ refused: 0 })
    const [changed] = await productionsOf(id)
    expect(changed).toMatchObject({ state: 'draft', quantity: 3 })
    expect((await clerk.rows('stock.move', [['id', 'in', changed!.inputs]], ['quantity'])).map(({ quantity }) => quantity).sort()).toEqual([3, 6])
    expect(await command(id, { type: 'cancel', reason: 'site closed' })).toMatchObject({ outcome: 'accepted' })
    expect(await sent()).toMatchObject({ refused: 0 })
    expect(await productionsOf(id)).toMatchObject([{ state: 'cancelled' }])

    const running = await roles.take('M-3', LINES)
    await sent()
    await clerk.make(`${running.id}/line/10`, 'running')
    // it runs, and we have not heard of it: the shop floor refuses, and a person sees it
    const mes = connectorOf(roleConfig(server, 'mes'))
    const message = { kind: 'production', ourId: `${running.id}/line/10`, revision: 9, key: 'k', correlation: 'c' } as const
    await expect(mes.send({ ...message, action: 'cancel', body: {} })).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('is running: stop it on the shop floor') as string })
    await expect(mes.send({ ...message, action: 'change', body: { number: 'SO-3', lines: [{ id: '10', item: 'MW-9000', quantity: '1', unit: 'EA' }] } })).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('what is being made takes no change') as string })
    expect(await heard('M-3')).toBe('inProduction 0')
    expect(await command(running.id, { type: 'cancel', reason: 'site closed' })).toMatchObject({ outcome: 'refused', findings: [{ code: 'in-production' }] })
  })

  test('at night a production that was cancelled, changed or deleted behind our back is found; what is gone is asked for again (R-STA-08)', async () => {
    const orders = [await roles.take('M-4', LINES), await roles.take('M-5', LINES), await roles.take('M-6', LINES)]
    await sent()
    const productions = await Promise.all(orders.map(async ({ id }) => (await productionsOf(id))[0]!.id))
    await clerk.call('model.production.cancel', [productions[0]])
    await clerk.call('model.production.write', [productions[1]], { quantity: 7 })
    for (const button of ['cancel', 'delete']) await clerk.call(`model.production.${button}`, [productions[2]])
    expect(await night()).toMatchObject({ found: 3, repaired: 1, left: 2 })
    const open = await cases.list(roles.store, COMPANY, { state: 'open' })
    // the shop floor says its unit "u" by another name
    expect(open.map(({ kind, system, ours, theirs }) => [system, kind, ours, theirs]).sort()).toEqual([['mes', 'quantity', '4 EA', '7 C62'], ['mes', 'status', 'awaiting', 'cancelled']])
    expect(await productionsOf(orders[2]!.id)).toMatchObject([{ state: 'request', quantity: 4 }])
  })

  test('what the shop floor cannot make is refused with the line, and nothing is left there', async () => {
    const mes = connectorOf(roleConfig(server, 'mes'))
    const id = '018f2a6c-0000-7000-8000-000000000001'
    const send = (item: string, unit = 'EA') => mes.send({ kind: 'production', action: 'create', ourId: `${id}/line/1`, revision: 1, key: 'k', correlation: 'c', body: { number: 'X-1', lines: [{ id: '1', item, quantity: '1', unit }] } })
    await expect(send('NO-SUCH')).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('line 1: mes has no item NO-SUCH') as string })
    await expect(send('DG-1250')).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('cannot make DG-1250: mark it as producible there and give it a bill of materials') as string })
    await expect(send('MW-9000', 'LTR')).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('has no unit for LTR') as string })
    expect(await productionsOf(id)).toEqual([])
  })
})

const WIDTH = 3
/** A process that is gone holds its message for three time-outs and a settle: over for the first ones when the last are killed. */
const TIMES = { timeout: 3000, settle: 2000 }

test('a process that is killed anywhere while it asks the shop floor leaves one production, whole (R-ENT-06)', async () => {
  const roles = await openRoles(server, ['mes'], TIMES)
  const base = roles.store
  await roles.close()
  const script = child('../../systems/children/journey.ts')
  const opened = (url: string) => openStore(url, { keys: base.keysFolder, environment: 'test' })
  /** A store of its own with one order in it, that nobody has sent yet. */
  const place = async (name: string): Promise<{ url: string; id: string }> => {
    mkdirSync(join(base.folder, name))
    copyFileSync(join(base.folder, 'store.db'), join(base.folder, name, 'store.db'))
    const url = `sqlite:${join(base.folder, name, 'store.db')}`
    const store = await opened(url)
    await receive({ ...roles.as('inbox'), store }, { channel: 'test', transportId: name, bytes: x12(name, LINES.slice(0, 1)), fileName: `${name}.edi` })
    const { id } = (await orders.byKey(store, COMPANY, BUYER, name, '', 0))!
    await store.close()
    return { url, id }
  }
  const run = (url: string, point: number) => start(script, url, base.keysFolder, '-', point, 'sending').ended

  const whole = start(script, (await place('WHOLE')).url, base.keysFolder, '-', 0, 'sending')
  expect(await whole.ended).toEqual({ code: 0, errors: '' })
  const { count, points } = pointsOf(whole.lines)
  expect(points.length).toBeGreaterThanOrEqual(8)
  const killed = await inParallel(points, WIDTH, async (point) => {
    const { url, id } = await place(`KILL-${point}`)
    return { point, url, id, code: (await run(url, point)).code }
  })
  // how often an idle outbox is asked differs: a process may be through before the last points
  expect(killed.filter(({ code }) => code === null).length).toBeGreaterThan(points.length - 3)
  const found = await inParallel(killed, WIDTH, async ({ point, url, id, code }) => {
    const store = await opened(url)
    await sending({ ...roles.as('system'), store, owner: `after-${point}` })
    const link = await links.byOurs(store, COMPANY, 'mes', 'production', `${id}/line/10`)
    await store.close()
    return { point, code, linked: link?.theirId, there: (await productionsOf(id)).map((one) => [String(one.id), (one.inputs as number[]).length, (one.outputs as number[]).length]) }
  })
  expect(found.filter(({ linked, there }) => JSON.stringify(there) !== JSON.stringify([[linked, 2, 1]]))).toEqual([])
  console.log(`${count} points, killed and resumed at ${killed.length} of them: one production each`)
}, 300_000)
