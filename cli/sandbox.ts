import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { type Command } from 'commander'
import { Failure } from './failure'
import { port } from './number'
import { type Act } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'

/** In the order of their ports. */
const SYSTEMS = ['erp', 'wms', 'finance', 'mes', 'crm', 'tms', 'bank', 'shop', 'service', 'wms-south', 'gateway'] as const
const MAIN = resolve(__dirname, '../sandbox/main.js')

interface Options { dir: string; port: number; seed?: string; faults?: string; json?: boolean }
interface Started { system: string; url: string; pid: number; child: ChildProcess }

export function declare(command: Command, act: Act): void {
  command.option('--dir <folder>', 'where the systems keep their state', './data/sandbox')
    .option('--port <port>', `of the ERP; the others take the next ones in the order ${SYSTEMS.join(', ')}, as examples/company has them`, port, 4101)
    .option('--seed <folder>', 'master data to begin with: erp.json, wms.json and so on (examples/company/seed)')
    .option('--faults <file>', 'what is to go wrong in which system: rules by system in YAML or JSON (sandbox/README.md)')
    .action(act(sandbox))
}

/** Runs the simulated systems, each a process of its own with stored state, until this one is stopped. */
async function sandbox(terminal: Terminal, options: Options): Promise<Exit> {
  if (options.faults !== undefined) await checkFaults(options.faults)
  const token = tokenOf(terminal, options.dir)
  const started = await Promise.all(SYSTEMS.map((system, index) => start(system, options, options.port === 0 ? 0 : options.port + index, token)))
  try {
    if (options.seed !== undefined) for (const system of started) await seed(system, options.seed, token)
    const shown = started.map(({ system, url, pid }) => ({ system, url, pid }))
    if (options.json) for (const system of shown) await terminal.out(`${JSON.stringify(system)}\n`)
    else await terminal.out(table([{ title: 'system', value: (one) => one.system }, { title: 'url', value: (one) => one.url }, { title: 'process', value: (one) => one.pid, right: true }], shown))
    terminal.err(`Their token is in ${join(options.dir, 'token')}: order-to-cash connect erp --as ACTOR < ${join(options.dir, 'token')}, and so on. Ctrl-C ends them.\n`)
    const ended = await Promise.race([once(terminal.signal, 'abort').then(() => undefined), ...started.map((one) => once(one.child, 'exit').then(() => one.system))])
    if (ended === undefined) return 0
    throw new Failure(`The simulated ${ended} has ended; the others are stopped too. What it said is above.`)
  } finally {
    for (const { child } of started) child.kill('SIGTERM')
  }
}

/** Made at the first start, so that a second one is let in with what was connected before. */
function tokenOf(terminal: Terminal, dir: string): string {
  if (terminal.env.SANDBOX_TOKEN) return terminal.env.SANDBOX_TOKEN
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'token')
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}

/** Before anything is started: each system would say the same of the file. */
async function checkFaults(file: string): Promise<void> {
  const check = spawn(process.execPath, [MAIN, '--faults', file, '--check'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  check.stderr.on('data', (text: Buffer) => { said += text.toString() })
  const [code] = await once(check, 'close') as [number | null]
  if (code !== 0) throw new Failure(said.trim().replace(/^sandbox: /, ''))
}

async function start(system: string, { dir, faults }: Options, at: number, token: string): Promise<Started> {
  mkdirSync(dir, { recursive: true })
  const child = spawn(process.execPath, [MAIN, '--system', system, '--port', String(at), '--state', join(dir, `${system}.db`), ...(faults === undefined ? [] : ['--faults', faults])],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...process.env, SANDBOX_TOKEN: token } })
  const said = await Promise.race([
    once(createInterface({ input: child.stdout! }), 'line') as Promise<[string]>,
    once(child, 'exit').then(() => { throw new Failure(`The simulated ${system} does not start; what it said is above.`) }),
  ])
  return { ...(JSON.parse(said[0]) as { system: string; url: string; pid: number }), child }
}

async function seed({ system, url }: Started, folder: string, token: string): Promise<void> {
  const file = join(folder, `${system}.json`)
  const answer = await fetch(`${url}/admin/seed`, { method: 'PUT', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: readFileSync(file) })
  if (!answer.ok) throw new Failure(`${file}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
}
