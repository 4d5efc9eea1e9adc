import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const module_ = resolve(__dirname, '../../scripts/packing.mjs')
const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-packing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A process that begins a pack, writes that it did, and ends it when its input ends. */
const packs = (name: string) => promisify(execFile)(process.execPath, ['--input-type=module', '-e', `
  const { appendFileSync } = await import('node:fs')
  const { beginPacking, endPacking } = await import(${JSON.stringify(module_)})
  await beginPacking()
  appendFileSync('said', '${name} begins\\n')
  for (let round = 0; round < 20; round++) await new Promise(setImmediate)
  appendFileSync('said', '${name} ends\\n')
  endPacking()`], { cwd: folder })

test('of packs at the same time each packs by itself', async () => {
  await Promise.all(['a', 'b', 'c'].map(packs))
  const said = readFileSync(join(folder, 'said'), 'utf8').trim().split('\n')
  expect(said).toHaveLength(6)
  for (let no = 0; no < said.length; no += 2) expect(said[no + 1]).toBe(said[no]!.replace('begins', 'ends'))
})

test('what a killed pack left behind keeps nobody waiting', async () => {
  mkdirSync(join(folder, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'dist/.packing'), '')
  utimesSync(join(folder, 'dist/.packing'), new Date(0), new Date(0))
  await packs('d')
  expect(existsSync(join(folder, 'dist/.packing'))).toBe(false)
})
