import { resolve } from 'node:path'
import { accessOf } from '../../nodes/access'
import { runApart } from '../../jobs/apart'
import { csv, sampleStore } from '../nodes/store'
import { Order } from '../../nodes/Order/Order.node'
import { OrderSync } from '../../nodes/OrderSync/OrderSync.node'
import { runNode } from '../nodes/fake'

const script = resolve(__dirname, '../../dist/jobs/apart/child.js')
let credentials: Awaited<ReturnType<typeof sampleStore>>
beforeAll(async () => {
  credentials = await sampleStore()
  // one that is due whatever the minute is
  await runNode(new OrderSync(), { parameters: { operation: 'apply', source: 'text', yaml: "- { kind: schedule, key: always, job: follow, cron: '* * * * *' }" }, credentials })
})

test('the work that is due is done in a process of its own, and two at once do each job once', async () => {
  await runNode(new Order(), { parameters: { resource: 'order', operation: 'receive', from: 'text', text: csv('W-1') }, credentials })
  const task = { access: accessOf(credentials.orderStoreApi), budgetMs: 20_000 }
  const before = performance.eventLoopUtilization()
  const both = await Promise.all([runApart(task, { script }), runApart(task, { script })])
  // n8n's own event loop stays free meanwhile: what is used of it is the starting of the processes
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.3)
  const ran = both.flatMap(({ jobs }) => jobs.filter(({ outcome }) => !['done-before', 'running-elsewhere'].includes(outcome)).map(({ job, scheduledFor }) => `${job} ${scheduledFor}`))
  expect(ran.some((job) => job.startsWith('always'))).toBe(true)
  expect(new Set(ran).size).toBe(ran.length)
  expect(both.every(({ outOfTime }) => !outOfTime)).toBe(true)
})

test('what went wrong there is said here, and a process that dies says that nothing is lost', async () => {
  await expect(runApart({ access: { url: 'mysql://u:geheim@127.0.0.1:1/x', actor: 'system' }, budgetMs: 5000 }, { script })).rejects.toThrow(/127\.0\.0\.1:1 did not open x for u: (?!.*geheim)/)
  await expect(runApart({ access: accessOf(credentials.orderStoreApi), budgetMs: 5000 }, { script: resolve(__dirname, 'no-such-child.js') })).rejects.toThrow('Nothing is lost')
})
