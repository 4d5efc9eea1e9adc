import { join } from 'node:path'
import { type IDataObject, type IRun } from 'n8n-workflow'
import { contextOf } from '../../../jobs/access'
import { outstanding, subscribed } from '../../../store/deliveries'
import { searchOrders } from '../../../store/orderSearch'
import * as streams from '../../../store/streams'
import { receive } from '../../../sync/receive'
import { type Api, signedIn } from './api'
import { type Company, orderCsv, startCompany, TOKEN } from './company'
import { actor, at, chained, named, ours, taking } from './nodes'
import { N8n, outputOf, packed, type Workflow, wentWell, workflow } from './n8n'
import { setUp } from './setUp'

const KEY = 'a key of the tests'
const COMPANY = 'TORNVIK'
const n8n = new N8n()
let company: Company
let api: Api
let url: string
let n8nProcess: Awaited<ReturnType<N8n['start']>>['child']
let opened: Awaited<ReturnType<typeof contextOf>>

beforeAll(async () => {
  company = await startCompany()
  n8n.install(packed())
  await n8n.credentials(
    { id: 'orderStore', name: 'Order Store', type: 'orderStoreApi', data: { database: 'sqlite', file: 'store/orders.db', secretKey: KEY, actor: 'system', environment: 'sample', company: '' } },
    ...Object.entries(company.urls).map(([role, at]) => ({ id: role, name: role, type: 'orderSandboxApi', data: { url: at, token: TOKEN } })))
  await n8n.workflows(setUp(company.folder), taking('taking', 'orders'), approving(), asking(), workflow('run-due-work'))
  wentWell(await n8n.execute('setUp'))
  opened = await contextOf({ url: `sqlite:${join(n8n.home, '.n8n/store/orders.db')}`, key: KEY, actor: 'system', environment: 'sample' })
  await switchOn()
  await api.activate('taking')
}, 300_000)

afterAll(async () => {
  await opened.close()
  await n8n.close()
  await company.close()
})

async function switchOn(): Promise<void> {
  ({ url, child: n8nProcess } = await n8n.start())
  api = await signedIn(url)
}

/** An order below its price, which the sales manager is asked about. */
async function order(reference: string): Promise<void> {
  const said = await until(async () => {
    const response = await fetch(`${url}/webhook/orders`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: reference, text: orderCsv(reference, '0.90') }) })
    // n8n switches its webhooks on a little after it has said so
    return response.status === 404 ? undefined : response
  })
  expect(await said.json()).toMatchObject({ outcome: 'order', order: { status: 'awaitingApproval' } })
}

/** Switches a workflow on, and waits until its trigger listens. */
async function activate(workflow: string): Promise<void> {
  await api.activate(workflow)
  await until(() => subscribed(opened.context.store, `n8n/${workflow}/event`))
}

const stored = async (reference: string) => (await searchOrders(opened.context.store, COMPANY, { text: reference, limit: 5 }))[0]!
const eventsOf = async (reference: string) => (await streams.load(opened.context.store, COMPANY, `order/${(await stored(reference)).id}`)).map(({ type }) => type)

test('an event starts a run that carries its ID; the run breaks off after the decision, the event comes again, and the decision is not made twice', async () => {
  await activate('approving')
  await order('TRIG-1')
  const [first, second] = await api.runs('approving', 2)
  const eventOf = (run: IRun): IDataObject => outputOf(run, 'Event')[0]!.event as IDataObject
  expect(eventOf(first!)).toMatchObject({ type: 'approvalAsked', attempt: 1, id: expect.stringMatching(/^TORNVIK\/order\/.+#\d+$/) as string })
  expect(first!.data.resultData.error?.message).toContain('the network went away')
  expect(outputOf(first!, 'Approve')).toMatchObject([{ changed: true, repeated: false }])
  expect(eventOf(wentWell(second!))).toMatchObject({ id: eventOf(first!).id, attempt: 2 })
  expect(outputOf(second!, 'Approve')).toMatchObject([{ changed: false, repeated: true }])
  expect((await eventsOf('TRIG-1')).filter((type) => type === 'approved')).toHaveLength(1)
  await until(async () => await outstanding(opened.context.store, 'n8n/approving/event') === 0)
}, 120_000)

test('what happens while the workflow is off, and while n8n is down, starts it when it is on again', async () => {
  await api.deactivate('approving')
  await order('TRIG-2')
  n8nProcess.kill('SIGKILL')
  await receive(opened.context, { channel: 'shop', transportId: 'TRIG-3', bytes: Buffer.from(orderCsv('TRIG-3', '0.90')), fileName: 'order.csv' })
  await switchOn()
  const before = (await api.runs('approving', 0)).length
  await activate('approving')
  const runs = (await api.runs('approving', before + 4)).slice(before)
  const references = new Set(runs.map((run) => (outputOf(run, 'Event')[0]!.order as IDataObject).reference))
  expect([...references].sort()).toEqual(['TRIG-2', 'TRIG-3'])
  for (const reference of ['TRIG-2', 'TRIG-3']) expect((await eventsOf(reference)).filter((type) => type === 'approved')).toHaveLength(1)
  await until(async () => await outstanding(opened.context.store, 'n8n/approving/event') === 0)
  await api.deactivate('approving')
}, 180_000)

test('a run that the trigger started waits for the decision, and goes on with yes, with no, and with nobody\'s answer', async () => {
  await activate('asking')
  for (const reference of ['YES-1', 'NO-1', 'LATE-1']) await order(reference)
  const waiting = new Map<string, { execution: string; link: string; id: string }>()
  await until(async () => {
    for (const { id, status } of await api.executions('asking')) {
      if (status !== 'waiting' || [...waiting.values()].some(({ execution }) => execution === id)) continue
      const [asked] = outputOf(await api.until(id, 'waiting'), 'Link') as unknown as { link: string; order: { id: string; reference: string } }[]
      waiting.set(asked!.order.reference, { execution: id, link: asked!.link.replace(/^https?:\/\/[^/]+/, url), id: asked!.order.id })
    }
    return waiting.has('YES-1') && waiting.has('NO-1') && waiting.has('LATE-1')
  })
  const decide = async (reference: string, decision: string, reason: string): Promise<IRun> => {
    const { execution, link, id } = waiting.get(reference)!
    expect(await (await fetch(link)).text()).toContain(reference)
    const said = await fetch(link, { method: 'POST', body: new URLSearchParams({ [`decision-${id}`]: decision, [`reason-${id}`]: reason }) })
    expect(await said.text()).toContain('The decision is recorded')
    return wentWell(await api.until(execution, 'success'))
  }
  expect(outputOf(await decide('YES-1', 'approve', 'a good customer'), 'Approval', 1)).toMatchObject([{ decision: 'approved', reason: 'a good customer', by: 'ines' }])
  expect(outputOf(await decide('NO-1', 'reject', 'not at this price'), 'Approval', 2)).toMatchObject([{ decision: 'rejected', reason: 'not at this price', by: 'ines' }])
  const late = wentWell(await api.until(waiting.get('LATE-1')!.execution, 'success'))
  expect(outputOf(late, 'Approval', 0)).toMatchObject([{ name: 'LATE-1', decision: 'none' }])
  expect(outputOf(late, 'Nobody Answered')).toHaveLength(1)
  expect(await stored('YES-1')).toMatchObject({ status: 'toShip' })
  expect(await stored('NO-1')).toMatchObject({ status: 'rejected' })
  expect(await stored('LATE-1')).toMatchObject({ status: 'awaitingApproval' })
  // a run that waits has been told of its event: it is not started a second time
  expect(await outstanding(opened.context.store, 'n8n/asking/event')).toBe(0)
  expect(await api.executions('asking')).toHaveLength(3)
  // the link of a run that has gone on decides nothing any more
  const again = await fetch(waiting.get('LATE-1')!.link, { method: 'POST', body: new URLSearchParams({ [`decision-${waiting.get('LATE-1')!.id}`]: 'approve', [`reason-${waiting.get('LATE-1')!.id}`]: 'too late' }) })
  expect(again.ok).toBe(false)
  expect(await stored('LATE-1')).toMatchObject({ status: 'awaitingApproval' })
}, 240_000)

test('what was approved is in the ERP once, and nothing else is', async () => {
  wentWell(await n8n.execute('otcDueWork'))
  const there = (await company.rows('erp', 'order')).map((row) => JSON.stringify(row))
  for (const reference of ['TRIG-1', 'TRIG-2', 'TRIG-3', 'YES-1']) expect([reference, there.filter((row) => row.includes(reference)).length]).toEqual([reference, 1])
  expect(there).toHaveLength(4)
})

/** Looks again and again until it is there; Jest's time-out ends it. */
async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Approves what is asked, and fails behind it the first time. */
function approving(): Workflow {
  return chained('approving', [
    ours('Event', 'orderTrigger', { events: ['approvalAsked'], every: 1 }),
    ours('Approve', 'order', { resource: 'order', operation: 'submit', order: named('={{ $json.order.id }}'), command: 'approve', reason: 'a known customer', actor: actor('ines'), commandId: '={{ $json.event.id }}' }),
    at('First Time', 'n8n-nodes-base.if', { conditions: { options: { caseSensitive: true, typeValidation: 'loose', version: 2 }, combinator: 'and', conditions: [{ id: 'c', leftValue: '={{ $("Event").item.json.event.attempt }}', rightValue: 1, operator: { type: 'number', operation: 'equals' } }] }, options: {} }, { version: 2.2 }),
    at('Break Off', 'n8n-nodes-base.stopAndError', { errorMessage: 'the network went away' }),
  ])
}

/** Asks a person, an hour long, or seconds where the reference says so. */
function asking(): Workflow {
  return chained('asking', [
    ours('Event', 'orderTrigger', { events: ['approvalAsked'], every: 1 }),
    at('Link', 'n8n-nodes-base.set', { assignments: { assignments: [{ id: 'a', name: 'link', type: 'string', value: '={{ $execution.resumeUrl }}' }] }, includeOtherFields: true, options: {} }, { version: 3.4 }),
    ours('Approval', 'orderApproval', { order: named('={{ $json.order.id }}'), actor: actor('ines'), wait: '={{ $json.order.reference.startsWith("LATE") ? 5 : 3600 }}', unit: 'seconds' }),
    at('Nobody Answered', 'n8n-nodes-base.noOp', {}),
  ])
}
