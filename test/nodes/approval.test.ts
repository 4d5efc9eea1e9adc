import { join } from 'node:path'
import { type INodeExecutionData, type IWebhookFunctions } from 'n8n-workflow'
import { answer } from '../../nodes/OrderApproval/answer'
import { OrderApproval } from '../../nodes/OrderApproval/OrderApproval.node'
import { type Command } from '../../orders/command'
import * as config from '../../store/config'
import * as streams from '../../store/streams'
import { submit } from '../../sync/submit'
import { onMariadb } from '../store/open'
import { openWorld, type World } from '../sync/world'
import { runNode } from './fake'

const onSqlite = onMariadb ? test.skip : test

let world: World
const carryOut = async (who: string, command: Command) => submit(world.as(who), { subject: { company: 'OC', order: (await world.order('PO-1')).id }, command, circumstance: { cause: 'command', correlation: 'test' } })

/** What n8n gives a webhook of the waiting execution; answers with the page and with what goes on. */
async function visit(waiting: INodeExecutionData[], credentials: object, body?: Record<string, string>): Promise<{ page: string; out?: INodeExecutionData[][] }> {
  let page = ''
  const node = {
    evaluateExpression: () => waiting, getRequestObject: () => ({ method: body ? 'POST' : 'GET' }), getBodyData: () => body ?? {}, getNodeParameter: () => 'manager',
    getResponseObject: () => ({ setHeader: () => undefined, send: (html: string) => { page = html } }), getCredentials: async () => credentials, getWorkflow: () => ({ id: 'w-1' }), getNode: () => ({ id: 'n-1' }),
  } as unknown as IWebhookFunctions
  const { workflowData } = await answer(node)
  return { page, out: workflowData }
}

onSqlite('two clicks on one link count once, and the second says who had decided (R-APR-07)', async () => {
  world = await openWorld()
  const orderStoreApi = { database: 'sqlite', file: join(world.store.folder, 'store.db'), secretKey: 'a key that no log may show', actor: 'system', environment: 'test', company: 'OC' }
  await world.take('PO-1', { price: '12.00' })
  const waiting = (await runNode(new OrderApproval(), { parameters: { order: { mode: 'name', value: 'PO-1' }, actor: { mode: 'id', value: 'manager' } }, credentials: { orderStoreApi } }))[0]!
  const { id } = await world.order('PO-1')
  const click = () => visit(waiting, orderStoreApi, { [`decision-${id}`]: 'approve', [`reason-${id}`]: 'agreed' })
  expect((await click()).page).toContain('The decision is recorded.')
  const second = (await click()).page
  expect(second).toContain('PO-1 was decided already, by manager.')
  expect(second).not.toContain('recorded')
  expect((await streams.load(world.store, 'OC', `order/${id}`)).filter(({ type }) => type === 'approved')).toHaveLength(1)
  const contrary = await visit(waiting, orderStoreApi, { [`decision-${id}`]: 'reject', [`reason-${id}`]: 'no' })
  expect([contrary.out, contrary.page.includes('an accepted order is cancelled, not rejected')]).toEqual([undefined, true])
})

onSqlite('of an accepted order a change that waits is shown and decided, and one that was refused meanwhile is not called approved (R-APR-06)', async () => {
  world = await openWorld()
  await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { rules: {}, approvals: [{ name: 'large', when: { amount: '1000' }, levels: [{ roles: ['salesManager'] }] }] } }))
  const orderStoreApi = { database: 'sqlite', file: join(world.store.folder, 'store.db'), secretKey: 'a key that no log may show', actor: 'system', environment: 'test', company: 'OC' }
  const ask = async (): Promise<INodeExecutionData[]> => (await runNode(new OrderApproval(), { parameters: { order: { mode: 'name', value: 'PO-1' }, actor: { mode: 'id', value: 'manager' } }, credentials: { orderStoreApi } }))[0]!
  await world.take('PO-1', { quantity: '100' })
  await carryOut('manager', { type: 'approve', reason: 'agreed' })
  const more: Command = { type: 'change', reason: 'he needs more', change: { lines: [{ line: '1', quantity: '110' }] } }
  await carryOut('inbox', more)

  const waiting = await ask()
  expect(waiting[0]!.json).toMatchObject({ decision: 'none', name: 'SO-000001' })
  expect((await visit(waiting, orderStoreApi)).page).toContain('Change asked for by inbox: payable 1250.00 → 1375.00, line 1 quantity 100 → 110. he needs more')
  const id = (await world.order('PO-1')).id
  await carryOut('manager', { type: 'reject', reason: 'no' })
  expect((await visit(waiting, orderStoreApi, { [`decision-${id}`]: 'approve', [`reason-${id}`]: 'yes' })).page).toContain('The change was rejected meanwhile.')
  expect((await visit(waiting, orderStoreApi, { [`decision-${id}`]: 'reject', [`reason-${id}`]: 'no' })).out![2]).toMatchObject([{ json: { decision: 'rejected', status: 'toShip' } }])

  await carryOut('inbox', more)
  const { out } = await visit(await ask(), orderStoreApi, { [`decision-${id}`]: 'approve', [`reason-${id}`]: 'yes' })
  expect(out![1]).toMatchObject([{ json: { decision: 'approved', order: { payable: '1375.00' } } }])
})
