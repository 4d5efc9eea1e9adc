import * as cases from '../../../store/cases'
import * as interchanges from '../../../store/interchanges'
import { noteRestored } from '../../../store/restored'
import { resume } from '../../../sync/receive'
import { relearn } from '../../../sync/relearn'
import { openDesk, x12 } from './desk'

test('a store that was put back gives partners no control number until it has learned, and then none that may have been used since (R-INT-02)', async () => {
  const desk = await openDesk()
  await desk.configure('ACME', { send: ['orderResponse'] })
  const numbers = async (): Promise<[number, number][]> => (await interchanges.list(desk.store, 'OC', { partner: 'ACME', direction: 'out' }))
    .map(({ control, groupControl }): [number, number] => [Number(control), Number(groupControl)]).sort(([a], [b]) => a - b)
  await desk.post(x12(['PO-1']))
  await desk.sent()
  expect(await numbers()).toEqual([[1, 1], [2, 2]])

  await desk.store.write((tx) => noteRestored(tx, '2026-03-02T07:00:00.000Z'))
  // it makes no order, and would be acknowledged under the next number
  await expect(desk.post(x12(['PO-1'], { control: 2 }))).rejects.toThrow(/put back from a backup/)
  expect(await numbers()).toHaveLength(2)

  expect(await relearn(desk.context)).toMatchObject({ leaps: [{ partner: 'ACME', next: 1003 }] })
  await resume(desk.context)
  await desk.post(x12(['PO-2'], { control: 3 }))
  await desk.sent()
  expect((await numbers()).slice(2)).toEqual([[1003, 1003], [1004, 1004], [1005, 1005]])
  const [told] = await cases.list(desk.store, 'OC', { state: 'open', kind: 'restored' })
  expect(told!.text).toContain('ACME from 1003 on')
})
