import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { connectorOf } from '../../connectors/registry'
import { type Order } from '../../orders/order'
import { erp } from '../../sandbox/erp/system'
import { finance } from '../../sandbox/finance/system'
import { startSystem } from '../../sandbox/server'
import { wms } from '../../sandbox/wms/system'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import * as secrets from '../../store/secrets'
import { applyFolder } from '../../sync/config/apply'
import { type Context } from '../../sync/context'
import { silent } from '../../sync/log'
import { run } from '../cli/terminal'
import { SAMPLE } from '../examples/sample'
import { freshStore, onMariadb } from '../store/open'

const TOKEN = 'runbook-token'
const running: { close(): Promise<void> }[] = []
afterAll(async () => { await Promise.all(running.map((system) => system.close())) })

/** The sample company with three running systems and its inbox taken in: orders that are accepted, held and asked for, and documents in quarantine. */
async function openCompany(): Promise<{ context: Context; cli: (...argv: string[]) => ReturnType<typeof run>; inFolder: (name: string) => string; fault: (role: string, rules: unknown[]) => Promise<void> }> {
  const store = await freshStore({ environment: 'sample' })
  const context: Context = { store, clock: { now: () => new Date() }, log: silent, actor: 'system', owner: 'test', connect: connectorOf }
  // documents for partners go into a folder of its own: one that others use too may hold a document of the same number
  const documents = join(store.folder, 'outbox')
  mkdirSync(documents)
  const urls = new Map([['edi', pathToFileURL(documents).href]])
  const put = async (role: string, path: string, body: string): Promise<void> => {
    const answer = await fetch(`${urls.get(role)}${path}`, { method: 'PUT', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }, body })
    if (!answer.ok) throw new Error(`${role} ${path}: ${answer.status}`)
  }
  for (const [role, system] of Object.entries({ erp, wms, finance })) {
    const started = await startSystem(system, { port: 0, state: join(store.folder, `${role}.db`), token: TOKEN })
    running.push(started)
    urls.set(role, started.url)
    await put(role, '/admin/seed', readFileSync(join(SAMPLE, 'company/seed', `${role}.json`), 'utf8'))
  }
  await applyFolder(context, join(SAMPLE, 'company'), { adjust: (record) => (record.kind === 'system' ? { ...record, body: { ...record.body, url: urls.get(record.key) ?? record.body.url, mode: urls.has(record.key) ? record.body.mode : 'off' } } : record) })
  for (const role of ['erp', 'wms', 'finance']) await store.write((tx) => secrets.put(tx, 'TORNVIK', role, TOKEN, '2026-03-02T07:00:00.000Z'))
  const env = { ORDER_TO_CASH_STORE: store.url, ORDER_TO_CASH_KEYS: store.keysFolder, ORDER_TO_CASH_PROOFS: join(store.folder, 'proofs') }
  return { context, cli: (...argv) => run(argv, env), inFolder: (name) => join(store.folder, name), fault: (role, rules) => put(role, '/faults', JSON.stringify(rules)) }
}

const wordsOf = (line: string): string[] => [...line.replace(/\s+#.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!).slice(1)
const lines = [...new Set([...readFileSync(join(__dirname, '../../docs/runbooks.md'), 'utf8').matchAll(/^\s*(order-to-cash .+)$/gm)].map(([, line]) => line!))]

// a MariaDB has no file to be put back
;(onMariadb ? test.skip : test)('every command of the runbooks does what it says on a store that runs, with its systems', async () => {
  const { context, cli, inFolder, fault } = await openCompany()
  const { store } = context
  expect((await cli('run', 'refresh')).exit).toBe(0)
  for (const file of readdirSync(join(SAMPLE, 'inbox')).sort()) expect((await cli('receive', join(SAMPLE, 'inbox', file))).exit).not.toBe(1)
  copyFileSync(join(SAMPLE, 'inbox', readdirSync(join(SAMPLE, 'inbox')).find((name) => /\.(x12|edi)$/.test(name) && readFileSync(join(SAMPLE, 'inbox', name), 'latin1').startsWith('ISA'))!), inFolder('his-order.edi'))
  // more that look like others: the order desk may waive it
  writeFileSync(inFolder('again.csv'), readFileSync(join(SAMPLE, 'inbox/0625-mariner-orders.csv'), 'utf8').replaceAll('MC-552', 'MC 552'))
  expect((await cli('receive', inFolder('again.csv'))).exit).toBe(2)
  expect((await cli('export', inFolder('company'))).exit).toBe(0)
  // the ERP refuses one order, which is the message to be sent again
  await fault('erp', [{ match: { method: 'POST', path: '^/sales-orders$' }, fault: '400', times: 1 }])
  await cli('dispatch', '--wait', '3')
  await fault('erp', [])
  const all = await orders.search(store, 'TORNVIK', { limit: 1000 })
  const one = (fits: (order: Order) => boolean): string => { const found = all.find(fits)!; return found.number ?? found.reference! }
  const accepted = one((order) => order.status === 'toShip')
  const refused = (await Promise.all(all.map((order) => outbox.ofStream(store, 'TORNVIK', `order/${order.id}`)))).flat().find((message) => message.state === 'refused')!
  const isHeldFor = (order: Order, role: string | undefined): boolean => order.status === 'held' && order.findings.every((finding) => finding.severity !== 'hold' || finding.role === role)
  const held = one((order) => isHeldFor(order, undefined))
  const waived = one((order) => isHeldFor(order, 'orderDesk'))
  const asked = one((order) => order.approvals.some((step) => step.state === 'open' && step.role === 'salesManager'))
  const numberFor: Record<string, string> = { review: held, confirm: waived, approve: asked }
  const proof = (): string => join(inFolder('proofs'), readdirSync(inFolder('proofs')).find((name) => name.endsWith('.json'))!)
  const filled = (command: string, word: string): string =>
    /^SO-\d+$/.test(word) ? numberFor[command] ?? accepted : /^[0-9a-f]{8}-/.test(word) ? refused.id : ['PO-4711', '4500118840'].includes(word) ? accepted
      : word === 'his-order.edi' || word === 'company' ? inFolder(word) : /^proofs\/.*\.json$/.test(word) ? proof() : word

  expect((await cli('run', 'nightly')).exit).not.toBe(1)
  for (const line of lines) {
    const [command = '', ...rest] = wordsOf(line)
    const argv = [command, ...rest.map((word, index) => (rest[index - 1] === '--wait' ? '3' : filled(command, word)))]
    // what is waived by hand is the order desk's here
    if (command === 'confirm') argv[argv.indexOf('--as') + 1] = 'meike'
    if (command === 'restored') argv.push('--taken-at', new Date(Date.now() - 60_000).toISOString())
    const { exit, err } = await cli(...argv)
    expect({ line, exit, err: exit === 1 ? err : '' }).toEqual({ line, exit: expect.any(Number) as number, err: '' })
  }
  expect((await orders.get(store, 'TORNVIK', refused.stream.slice('order/'.length)))!.status).toBe('toShip')
  expect((await outbox.ofStream(store, 'TORNVIK', refused.stream)).find(({ id }) => id === refused.id)).toMatchObject({ state: 'done' })
  expect((await cli('verify')).exit).toBe(0)
  expect(existsSync(inFolder('company'))).toBe(true)
}, 120_000)
