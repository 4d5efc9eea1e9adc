import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

const root = resolve(__dirname, '../..')

/** The product as the build makes it, in a folder of its own that is removed after the tests of the file; answers with its `cli.js`. */
export function built(): string {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const parts = ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'web', 'cli', 'sandbox'].flatMap((part) => globSync(`${part}/**/*.ts`, { cwd: root }))
  buildSync({ absWorkingDir: root, entryPoints: ['cli.ts', ...parts], outdir: join(folder, 'dist'), outbase: '.', platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' })
  return join(folder, 'dist/cli.js')
}

export interface Ended { code: number | null; signal: NodeJS.Signals | null; out: string; err: string }

/** Starts the built command line as a process of its own. */
export function start(cli: string, args: readonly string[], env: Record<string, string> = {}): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => { said.out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said.err += text })
  return { child, ended: new Promise((done) => { child.on('close', (code, signal) => done({ code, signal, ...said })) }) }
}
