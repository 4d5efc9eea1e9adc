import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const script = resolve(__dirname, '../../scripts/build.mjs')
const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-build-'))
const dist = (name: string): string => join(folder, 'dist', name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const build = (...options: string[]): Promise<number | null> =>
  new Promise((done) => { spawn(process.execPath, [script, ...options], { cwd: folder, stdio: 'ignore' }).on('close', done) })

describe('a build beside a running worker and other builds', () => {
  beforeAll(async () => {
    mkdirSync(join(folder, 'orders'))
    writeFileSync(join(folder, 'cli.ts'), 'export const version: number = 1\n')
    writeFileSync(join(folder, 'orders/gone.ts'), 'export const gone = 1\n')
    expect(await build()).toBe(0)
  })

  test('leaves alone what did not change and what no source makes any more, and writes the rest', async () => {
    const before = statSync(dist('package.json')).ino
    rmSync(join(folder, 'orders/gone.ts'))
    writeFileSync(join(folder, 'cli.ts'), 'export const version: number = 2\n')
    expect(await build()).toBe(0)
    expect(statSync(dist('package.json')).ino).toBe(before)
    expect(readFileSync(dist('cli.js'), 'utf8')).toContain('version = 2')
    expect(statSync(dist('cli.js')).mode & 0o111).toBe(0o111)
    expect(existsSync(dist('orders/gone.js'))).toBe(true)
    expect(await build('--clean')).toBe(0)
    expect(existsSync(dist('orders/gone.js'))).toBe(false)
  })

  test('three at once all end well, and at no time is a file missing or half written', async () => {
    writeFileSync(join(folder, 'cli.ts'), 'export const version: number = 3\n')
    let looked = 0
    let running = true
    const looking = (async () => {
      while (running) {
        expect(readFileSync(dist('cli.js'), 'utf8')).toMatch(/version = [23];[^]*sourceMappingURL=cli\.js\.map\n$/)
        looked++
        await new Promise(setImmediate)
      }
    })()
    const exits = await Promise.all([build(), build(), build()])
    running = false
    await looking
    expect(exits).toEqual([0, 0, 0])
    expect(looked).toBeGreaterThan(10)
    expect(readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.new'))).toEqual([])
  })
})
