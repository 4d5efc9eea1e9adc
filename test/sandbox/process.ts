import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

export interface Started {
  child: ChildProcess
  url: string
  pid: number
}

/** Bundles the sandbox's program into a temporary file, so that tests need no build. */
export function bundleSandbox(): string {
  const outfile = join(mkdtempSync(join(tmpdir(), 'sandbox-program-')), 'main.js')
  buildSync({ entryPoints: [join(__dirname, '../../sandbox/main.ts')], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' })
  return outfile
}

/** Starts a program and waits for its line; rejects with its standard error where it ends first. */
export async function start(program: string, args: string[], options: { ipc?: boolean } = {}): Promise<Started> {
  const child = spawn(process.execPath, [program, ...args], { stdio: options.ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr!.on('data', (chunk: Buffer) => { errors += chunk.toString() })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${errors}`)))
  })
  const { url, pid } = JSON.parse(line) as { url: string; pid: number }
  return { child, url, pid }
}

export const ended = (child: ChildProcess): Promise<number | NodeJS.Signals | null> =>
  (child.exitCode !== null || child.signalCode !== null ? Promise.resolve(child.exitCode ?? child.signalCode)
    : new Promise((resolve) => { child.once('exit', (code, signal) => resolve(code ?? signal)) }))

/** Waits until nothing answers there any more; false where something still does after `withinMs`. A process id would not do: a dead process keeps it until it is reaped. */
export async function silent(url: string, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs
  while (Date.now() < until) {
    try {
      await fetch(`${url}/health`)
    } catch {
      return true
    }
    await new Promise((resolve) => { setTimeout(resolve, 25) })
  }
  return false
}
