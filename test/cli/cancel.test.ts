import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csv, openWorld } from '../sync/world'
import { run, type Said } from './terminal'

test('a cancel that the warehouse refuses is exit code 2 and shows what is left; without it the order is cancelled (R-CAN-05)', async () => {
  const world = await openWorld()
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const file = join(world.store.folder, 'PO-7.csv')
  writeFileSync(file, csv('PO-7'))
  await cli('receive', file)
  await cli('dispatch', '--wait', '3')
  const { id, number } = (await cli('orders', '--find', 'PO-7', '--json')).rows<{ id: string; number: string }>()[0]!
  await world.operate('wms', 'reopen', { externalId: `${id}/1` })
  expect(await cli('cancel', number, '--reason', 'not needed', '--as', 'manager')).toMatchObject({ exit: 2, out: expect.stringContaining('is now cancelPending') as string, err: 'Waits for wms: part\n' })
  await cli('dispatch', '--wait', '3')
  expect((await cli('order', number)).out).toMatch(/Cancel under way\nsystem +kind +state\n.*\nwms +part +refused: .*it cannot be cancelled any more\nerp +order +asked once the others have given in\nfinance +order +asked once the others have given in\n/)
  expect(await cli('cancel', number, '--withdraw', '--waive', 'wms', '--reason', 'x', '--as', 'manager')).toMatchObject({ exit: 1, err: expect.stringContaining('Either --waive SYSTEM') as string })
  expect(await cli('cancel', number, '--waive', 'wms', '--reason', 'sold to another', '--as', 'manager')).toMatchObject({ exit: 2, err: 'Waits for erp: order\nWaits for finance: order\n' })
  await cli('dispatch', '--wait', '3')
  expect((await cli('orders', '--find', 'PO-7', '--json')).rows()).toMatchObject([{ status: 'cancelled' }])
  expect((await cli('cases', '--json')).rows().filter(({ kind }) => kind === 'cancel-refused')).toEqual([])
})
