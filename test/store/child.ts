import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-child-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Makes a script of `children/` runnable by node and answers with its path. */
export function child(name: string): string {
  const file = join(folder, `${basename(name, '.ts')}.cjs`)
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [join(__dirname, 'children', name), '--bundle', '--platform=node', '--target=node24', '--packages=external',
    '--supported:dynamic-import=false', `--outfile=${file}`, '--log-level=error'])
  return file
}

export interface Running {
  /** What it wrote so far, a line each. */
  lines: string[]
  kill(signal: NodeJS.Signals): void
  ended: Promise<{ code: number | null; errors: string }>
  /** Resolves with the first line that it has not been asked for yet. */
  line(): Promise<string>
}

/** Starts a script in a process of its own. */
export function start(file: string, ...args: (string | number)[]): Running {
  const started = spawn(process.execPath, [file, ...args.map(String)], { env: { ...process.env, NODE_PATH: join(root, 'node_modules') }, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  let rest = ''
  let errors = ''
  let asked = 0
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop()!
    for (const line of parts) {
      lines.push(line)
      waiting.shift()?.(line)
    }
  })
  started.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text })
  return {
    lines,
    kill: (signal) => started.kill(signal),
    ended: new Promise((resolve) => started.on('close', (code) => resolve({ code, errors }))),
    line: () => new Promise((resolve) => {
      const next = lines[asked++]
      if (next === undefined) waiting.push(resolve)
      else resolve(next)
    }),
  }
}
