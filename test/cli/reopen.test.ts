import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import * as streams from '../../store/streams'
import { openWorld, type World } from '../sync/world'
import { closeOrders } from './closeOrders'
import { run, type Said } from './terminal'

describe('R-CLS-04: a closed order is opened again at the command line', () => {
  let world: World
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const status = async () => (await world.order('PO-1')).status
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1')
  })

  test('refused before it is closed, without the right, and without a name', async () => {
    expect(await cli('reopen', 'PO-1', '--reason', 'x', '--as', 'manager')).toMatchObject({ exit: 1, err: expect.stringContaining('only a closed order is opened again') as string })
    await closeOrders(world)
    expect(await cli('reopen', 'PO-1', '--reason', 'x', '--as', 'inbox')).toMatchObject({ exit: 1, err: expect.stringContaining('is for salesManager or finance; inbox has system') as string })
    expect(await cli('reopen', 'PO-1', '--reason', 'x')).toMatchObject({ exit: 1, err: expect.stringContaining('--as ACTOR') as string })
    expect((await cli('reopen', 'PO-1', '--as', 'manager')).exit).toBe(1)
    expect(await status()).toBe('closed')
  })

  test('it shows who opened it and why, stays open over polls and the night, and that is no difference to any system', async () => {
    expect(await cli('reopen', 'PO-1', '--reason', 'two were missing', '--as', 'cfo')).toMatchObject({ exit: 0, out: 'SO-000001 is now delivered.\n' })
    expect((await cli('order', 'PO-1', '--timeline')).out).toMatch(/opened again +cfo: two were missing\n[^]*cfo +command +Opened again: two were missing/)
    expect((await cli('order', 'PO-1', '--timeline', '--lang', 'zh')).out).toContain('重新打开：two were missing')
    for (let poll = 0; poll < 2; poll++) { await follow(world.context); await drain(world.context, { patienceMs: 500 }) }
    expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0 })
    expect(await status()).toBe('delivered')
  })

  test('closed again when it is done with; the record is whole, and the audit finds only who had not the right', async () => {
    expect(await cli('reopen', 'PO-1', '--done', '--reason', 'found', '--as', 'manager')).toMatchObject({ exit: 0, out: 'SO-000001 is now closed.\n' })
    expect((await cli('verify')).exit).toBe(0)
    expect((await cli('audit')).exit).toBe(0)
    const { id, version } = await world.order('PO-1')
    const circumstance = { at: '2026-03-02T08:00:00.000Z', actor: 'inbox', cause: 'command', correlation: 'c' }
    await world.store.write((tx) => streams.append(tx, [{ company: 'OC', stream: `order/${id}`, expected: version, circumstance, events: [{ type: 'reopened', data: { by: 'inbox', reason: '' } }] }]))
    expect((await cli('audit', '--json')).rows<{ breaches: { code: string }[] }>()[0]!.breaches.map(({ code }) => code).sort()).toEqual(['no-reason', 'reopened-without-role'])
  })
})
