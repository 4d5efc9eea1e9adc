import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleSandbox, ended, silent, start, type Started } from './process'
import { SEEDS, TOKEN } from './stage'

const program = bundleSandbox()
const folder = mkdtempSync(join(tmpdir(), 'sandbox-process-'))
const running: Started[] = []
const state = (name: string): string => join(folder, `${name}.db`)
const launch = async (name: string, port = 0, options = {}): Promise<Started> => {
  const started = await start(program, ['--system', 'erp', '--port', String(port), '--state', state(name), '--token', TOKEN], options)
  running.push(started)
  return started
}
const call = async (url: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${TOKEN}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() as Record<string, unknown> }
}
const order = (externalId: string): unknown =>
  ({ externalId, ourNumber: externalId, soldTo: '10001', currency: 'EUR', items: [{ externalItem: '1', material: 'B-2', qty: '1', uom: 'C62', netPrice: '19.90' }] })

afterAll(() => {
  for (const { child } of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('SIGKILL loses nothing that was answered (R-ENT-06)', async () => {
  const first = await launch('kill')
  await call(first.url, 'PUT', '/admin/seed', SEEDS.erp)
  const acknowledged: unknown[] = []
  const writing = (async () => {
    for (let n = 0; ; n++) acknowledged.push((await call(first.url, 'POST', '/sales-orders', order(`k-${n}`))).body['salesOrder'])
  })().catch(() => undefined)
  while (acknowledged.length < 20) await new Promise((resolve) => { setImmediate(resolve) })
  first.child.kill('SIGKILL')
  await Promise.all([writing, ended(first.child)])

  const second = await launch('kill')
  for (const id of acknowledged) expect(await call(second.url, 'GET', `/sales-orders/${String(id)}`)).toMatchObject({ status: 200 })
})

test('two processes on one file give every order a number of its own', async () => {
  const [one, two] = await Promise.all([launch('shared'), launch('shared')])
  await call(one.url, 'PUT', '/admin/seed', SEEDS.erp)
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => call(n % 2 ? one.url : two.url, 'POST', '/sales-orders', order(`s-${n}`))))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
  expect(new Set(answers.map(({ body }) => body['salesOrder'])).size).toBe(40)
})

test('a taken port is said, and how to go on', async () => {
  const { url } = await launch('port')
  await expect(launch('port-2', Number(new URL(url).port))).rejects.toThrow(/ended with 1.*the port is taken; give another/s)
})

test('wrong arguments are answered with the right ones', async () => {
  await expect(start(program, ['--system', 'till', '--state', state('x'), '--token', 'T'])).rejects.toThrow(/ended with 1.*usage:.*erp\|wms\|finance/s)
})

test('SIGTERM ends it at once, even with a request that has no answer', async () => {
  const { child, url } = await launch('term')
  await call(url, 'PUT', '/faults', [{ fault: 'timeout-before' }])
  const waiting = call(url, 'GET', '/sales-orders').catch((error: unknown) => error)
  child.kill('SIGTERM')
  expect(await ended(child)).toBe(0)
  expect(await waiting).toMatchObject({ message: 'fetch failed' })
})

test.each([['with a channel', true], ['without one', false]])('it ends within 2 s of its parent\'s death, %s', async (_, ipc) => {
  const parent = join(folder, `parent-${String(ipc)}.js`)
  writeFileSync(parent, `
    const child = require('node:child_process').spawn(process.execPath, ${JSON.stringify([program, '--system', 'erp', '--state', state(`orphan-${String(ipc)}`), '--token', TOKEN])},
      { stdio: ['ignore', 'pipe', 'inherit'${ipc ? ", 'ipc'" : ''}] })
    child.stdout.on('data', (line) => process.stdout.write(line))`)
  const { child, url } = await start(parent, [])
  child.kill('SIGKILL')
  await ended(child)
  expect(await silent(url, 2000)).toBe(true)
})

test('the line says where it listens and who it is', async () => {
  const { url, pid, child } = await launch('line')
  expect(pid).toBe(child.pid)
  const health = await fetch(`${url}/health`)
  expect(await health.json()).toEqual({ system: 'erp', up: true })
})
