import { execFileSync } from 'node:child_process'
import { buildSync } from 'esbuild'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fold } from '../../orders/evolve'
import { type StoredEvent } from '../../orders/event'
import * as config from '../../store/config'
import * as orders from '../../store/orders'
import { append } from '../../store/streams'
import { uuidv7 } from '../../sync/ids'
import { verify } from '../../sync/proof/verify'
import { writeProof } from '../../sync/proof/write'
import { silent } from '../../sync/log'
import { freshStore } from '../store/open'

const ROOT = join(__dirname, '../..')
let folder: string
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'verify-')) })
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

test('three thousand orders are proved and verified in constant memory, and one that somebody deletes is named', async () => {
  const store = await freshStore({ environment: 'test' })
  const context = { store, clock: { now: () => new Date('2026-03-02T08:00:00.000Z') }, log: silent, actor: 'system', owner: 'test', connect: () => { throw new Error('no system is configured') } }
  await store.write((tx) => config.saveCompany(tx, { code: 'OC', name: 'Our Company', body: { currency: 'EUR', zone: 'Europe/Berlin' } }))
  for (let batch = 0; batch < 30; batch++) await store.write(async (tx) => { await addOrders(tx, Array.from({ length: 100 }, (_, i) => `PO-${batch}-${i}`)) })
  const dir = join(folder, 'proofs')
  const { proof } = await writeProof(context, { company: 'OC', scheduledFor: '2026-03-02T23:00:00.000Z', dir })
  expect(proof).toMatchObject({ streams: 3000, events: 6000 })
  global.gc?.()
  const before = process.memoryUsage().heapUsed
  const verified = await verify(context, { root: join(dir, 'OC-2026-03-03.json') })
  expect(verified).toMatchObject({ streams: 3000, events: 6000, defects: [] })
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024)

  const [victim] = await orders.search(store, 'OC', { limit: 1 })
  for (const table of ['events', 'streams', 'private_values']) await store.write((tx) => tx.execute(`DELETE FROM ${table} WHERE stream = 'order/${victim!.id}'`))
  await store.write((tx) => tx.execute(`DELETE FROM orders WHERE id = '${victim!.id}'`))
  const again = await verify(context, { root: join(dir, 'OC-2026-03-03.json') })
  expect(again.defects.map((defect) => [defect.code, defect.stream])).toEqual([['proof-stream-removed', `order/${victim!.id}`]])
})

test('two files of a million rows are compared with a heap of 32 MB, in order and shuffled', async () => {
  const [left, right, shuffled] = ['left', 'right', 'shuffled'].map((name) => join(folder, `${name}.csv`)) as [string, string, string]
  await rows(left, (i) => i, (i) => (i % 7919) / 100)
  await rows(right, (i) => i, (i) => (i % 1000 === 0 ? -1 : (i % 7919) / 100))
  await rows(shuffled, (i) => (i * 600_011) % 1_000_000, (i) => (((i * 600_011) % 1_000_000) % 7919) / 100)
  const script = join(folder, 'compare.cjs')
  buildSync({
    stdin: { contents: `import { reconcileFiles } from './sync/reconcile/reconcileFiles'
      reconcileFiles({ left: process.argv[2], right: process.argv[3], key: 'id' }).then(async (found) => { console.log(JSON.stringify(found.summary)); await found.close() })`, resolveDir: ROOT, loader: 'ts' },
    bundle: true, platform: 'node', target: 'node20', outfile: script,
  })
  const compare = (a: string, b: string): unknown => JSON.parse(execFileSync(process.execPath, ['--max-old-space-size=32', script, a, b], { encoding: 'utf8' }))
  expect(compare(left, right)).toEqual({ left: 1_000_000, right: 1_000_000, agreed: 999_000, onlyLeft: 0, onlyRight: 0, different: 1000, doubles: 0 })
  expect(compare(left, shuffled)).toMatchObject({ agreed: 1_000_000, different: 0 })
})

async function addOrders(tx: Parameters<typeof append>[0], references: string[]): Promise<void> {
  const stored = await append(tx, references.map((reference) => {
    const id = uuidv7()
    return {
      company: 'OC', stream: `order/${id}`, expected: 0, circumstance: { at: '2026-03-02T08:00:00.000Z', actor: 'system', cause: 'test', correlation: id },
      events: [
        { type: 'received', data: { order: id, company: 'OC', buyer: 'NORDBAU', reference, release: '', generation: 0, channel: 'test', createdBy: 'system', items: { 1: 'A-1' },
          draft: { lines: [{ id: '1', quantity: '10', unit: 'C62', price: { amount: '12.50' } }], shipTo: { name: 'Lager', identifiers: [] } } } },
        { type: 'reviewed', data: { rules: '1', findings: [] } },
      ],
    }
  }))
  await orders.save(tx, [...Map.groupBy(stored, (event: StoredEvent) => event.stream).values()].map((events) => fold(events)!))
}

async function rows(path: string, id: (i: number) => number, amount: (i: number) => number): Promise<void> {
  const out = createWriteStream(path)
  out.write('id,amount,status\n')
  for (let i = 0; i < 1_000_000; i += 10_000) {
    const piece = Array.from({ length: 10_000 }, (_, k) => `SO-${String(id(i + k)).padStart(8, '0')},${amount(i + k).toFixed(2)},open\n`).join('')
    if (!out.write(piece)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
