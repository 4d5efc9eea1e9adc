import { drain } from '../../sync/dispatch'
import { submit } from '../../sync/submit'
import { serve } from '../../web/serve'
import { en } from '../../web/texts/en'
import { type Texts } from '../../web/texts/texts'
import { zh } from '../../web/texts/zh/zh'
import { openWorld } from '../sync/world'

test('the page of an order that is being cancelled shows what is left in which system, in both languages (R-CAN-05)', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const { id, number } = await world.order('PO-1')
  await world.operate('wms', 'reopen', { externalId: `${id}/1` })
  await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'cancel', reason: 'not needed' }, circumstance: { cause: 'command', correlation: id } })
  await drain(world.context, { patienceMs: 3000 })
  const page = async (texts: Texts): Promise<string> => {
    const served = await serve({ context: world.context, port: 0, texts })
    try {
      return (await (await fetch(`${served.url}/orders/${number}`)).text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    } finally {
      await served.close()
    }
  }
  expect(await page(en)).toMatch(/Cancel pending .*Cancel under way .* wms part refused: .*it cannot be cancelled any more erp order asked once the others have given in finance order asked once the others have given in/)
  expect(await page(zh)).toMatch(/取消中 .*取消进展 .* wms .*被拒绝：.* erp 订单 待其他系统同意后再请求 finance 订单 待其他系统同意后再请求/)
})
