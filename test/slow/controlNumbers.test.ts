import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as config from '../../store/config'
import * as interchanges from '../../store/interchanges'
import { x12 } from '../sync/edi/desk'
import { freshStore } from '../store/open'

const WORKER = resolve(__dirname, 'acknowledgeFiles.cjs')
const FILES = 60
const KILLS = 25

/** Each process is killed at some moment; the partner fetches each file at once, so that what was put out is gone when somebody looks. */
test('25 kills: every interchange is acknowledged once, under control numbers without a gap, and no file is put out twice (R-INT-02)', async () => {
  const store = await freshStore({ environment: 'test' })
  const outbox = join(store.folder, 'outbox')
  const fetched = join(store.folder, 'fetched')
  for (const folder of [outbox, fetched]) mkdirSync(folder)
  await store.write(async (tx) => {
    await config.saveCompany(tx, { code: 'OC', name: 'Our Company', body: { currency: 'EUR', zone: 'Europe/Berlin', identifiers: [{ scheme: 'ISA:ZZ', value: 'OURCOMPANY' }] } })
    // a short limit, so that what a killed process had claimed is free again soon
    await config.saveSystem(tx, { company: 'OC', name: 'edi', role: 'edi', body: { connector: 'folder', url: pathToFileURL(outbox).href, mode: 'live', environment: 'test', timeout: 100, settle: 0 } })
    await config.savePartner(tx, {
      company: 'OC', code: 'ACME', name: 'Acme', version: 1, roles: ['customer'], identifiers: [{ scheme: 'ISA:ZZ', value: 'ACME' }],
      profile: { edi: { standard: 'x12', us: { qualifier: 'ZZ', id: 'OURCOMPANY' }, them: { qualifier: 'ZZ', id: 'ACME' }, channel: 'edi', acknowledge: ['997'] } },
    })
  })
  const files = Array.from({ length: FILES }, (_, index) => {
    const file = join(store.folder, `in-${String(index + 1).padStart(3, '0')}.x12`)
    writeFileSync(file, x12([`PO-${index + 1}`], { control: index + 1 }))
    return file
  })

  const doubled: string[] = []
  const fetching = setInterval(() => fetchAll(outbox, fetched, doubled), 3)
  try {
    for (let kill = 0; kill < KILLS; kill++) await run(store.url, store.keysFolder, kill, files, 40 + ((kill * 97) % 700))
    expect(await run(store.url, store.keysFolder, KILLS, files)).toEqual({ code: 0, errors: '' })
  } finally {
    clearInterval(fetching)
  }
  fetchAll(outbox, fetched, doubled)

  const texts = readdirSync(fetched).sort().map((name) => readFileSync(join(fetched, name), 'latin1'))
  expect(doubled).toEqual([])
  expect(texts.map((text) => Number(/^ISA(?:\*[^*]*){12}\*(\d{9})/.exec(text)?.[1]))).toEqual(Array.from({ length: FILES }, (_, index) => index + 1))
  expect(texts.map((text) => Number(/~GS\*FA(?:\*[^*]*){4}\*(\d+)/.exec(text)?.[1]))).toEqual(Array.from({ length: FILES }, (_, index) => index + 1))
  expect(texts.map((text) => Number(/~AK1\*PO\*(\d+)/.exec(text)?.[1])).sort((a, b) => a - b)).toEqual(Array.from({ length: FILES }, (_, index) => index + 1))
  expect(await interchanges.list(store, 'OC', { direction: 'out', limit: 1000 })).toHaveLength(FILES)
}, 240_000)

function fetchAll(outbox: string, fetched: string, doubled: string[]): void {
  const folder = join(outbox, 'ACME')
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (existsSync(join(fetched, name))) doubled.push(name)
    renameSync(join(folder, name), join(fetched, name))
  }
}

/** Runs a process, and kills it so many ms after it has begun; without, it runs to its end. */
function run(url: string, keys: string, no: number, files: readonly string[], killAfterMs?: number): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, [WORKER, url, keys, String(no), ...files], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString() })
  child.stdout.once('data', () => { if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs) })
  return new Promise((done) => { child.once('exit', (code) => { done({ code, errors }) }) })
}
