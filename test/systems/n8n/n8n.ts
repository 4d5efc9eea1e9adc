import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type IDataObject, type IRun } from 'n8n-workflow'

const root = resolve(__dirname, '../../..')

/** Where the real n8n lies; installed where it is not there yet (four minutes). */
export const installed = (): string => process.env.N8N_DIR ?? execFileSync(join(__dirname, 'install.sh'), { encoding: 'utf8' }).trim().split('\n').at(-1)!

const tarball = join(root, 'node_modules/.cache/order-to-cash-n8n/package.tgz')

/** Our package as `npm pack` makes it, once for all tests of a run. */
export function packed(): string {
  const began = Date.now() - process.uptime() * 1000
  if (existsSync(tarball) && statSync(tarball).mtimeMs > began) return tarball
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-pack-'))
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  mkdirSync(dirname(tarball), { recursive: true })
  copyFileSync(join(folder, readdirSync(folder)[0]!), `${tarball}.${process.pid}`)
  renameSync(`${tarball}.${process.pid}`, tarball)
  rmSync(folder, { recursive: true })
  return tarball
}

export interface Workflow { id: string; name: string; nodes: { name: string; type: string; parameters: IDataObject; credentials?: object }[]; connections: object; settings?: object }

/** Ids of the credentials here: a workflow of the package only names them, so that n8n's editor finds those of whoever imports it. */
const IDS: Record<string, string> = { orderStoreApi: 'orderStore', orderSandboxApi: 'orderSandbox' }

/** A workflow of the package; `change` says what is different here. */
export function workflow(file: string, change: (nodes: Map<string, Workflow['nodes'][number]>) => void = () => undefined): Workflow {
  const read = JSON.parse(readFileSync(join(root, 'workflows', `${file}.json`), 'utf8')) as Workflow
  for (const { credentials } of read.nodes) for (const [type, credential] of Object.entries(credentials ?? {}) as [string, { id: string | null }][]) credential.id = IDS[type]!
  change(new Map(read.nodes.map((node) => [node.name, node])))
  return read
}

/** An n8n with a user folder of its own. */
export class N8n {
  readonly home = mkdtempSync(join(tmpdir(), 'order-to-cash-n8n-'))
  private readonly children: ChildProcess[] = []

  constructor(private readonly env: Record<string, string> = {}) {}

  /** As n8n's own UI does it: unpacked into its folder, without dev, peer and optional dependencies, and no script is run. */
  install(tarball: string): void {
    const nodes = join(this.home, '.n8n/nodes')
    const folder = join(nodes, 'node_modules/n8n-nodes-order-to-cash')
    mkdirSync(folder, { recursive: true })
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
    const { devDependencies: _dev, peerDependencies: _peer, optionalDependencies: _optional, ...manifest } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    execFileSync('npm', ['install', '--audit=false', '--fund=false', '--bin-links=false', '--install-strategy=shallow', '--ignore-scripts=true', '--package-lock=false'], { cwd: folder, stdio: 'ignore' })
    writeFileSync(join(nodes, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true, dependencies: { 'n8n-nodes-order-to-cash': manifest.version } }))
  }

  /** Decrypted credentials, as the import takes them. */
  credentials(...given: { id: string; name: string; type: string; data: object }[]): Promise<string> {
    return this.imported('credentials', given)
  }

  workflows(...given: Workflow[]): Promise<string> {
    return this.imported('workflow', given.map((one) => ({ active: false, settings: {}, ...one })))
  }

  /** Runs a workflow that starts by hand, and answers with its run. */
  async execute(id: string): Promise<IRun> {
    const said = await this.run(['execute', `--id=${id}`, '--rawOutput'])
    const from = said.indexOf('{\n  "data"')
    if (from < 0) throw new Error(`n8n executed nothing: ${said.slice(-2000)}`)
    return JSON.parse(said.slice(from, said.lastIndexOf('}') + 1)) as IRun
  }

  /** A command of n8n, with its results. Throws where it fails. */
  async run(args: string[], env: Record<string, string> = {}): Promise<string> {
    // n8n ends before a pipe has taken all of a large result: a file has it at once
    const file = join(this.home, `out-${this.children.length}`)
    const out = openSync(file, 'w')
    const child = this.spawned(args, env, out)
    closeSync(out)
    let said = ''
    child.stderr!.setEncoding('utf8').on('data', (text: string) => { said += text })
    const [code] = await once(child, 'close') as [number]
    const result = readFileSync(file, 'utf8')
    if (code !== 0) throw new Error(`n8n ${args.join(' ')} ended with ${code}: ${`${result}${said}`.slice(-3000)}`)
    return result
  }

  /** The editor and webhooks, ready; answers its address. */
  async start(env: Record<string, string> = {}): Promise<{ url: string; child: ChildProcess }> {
    const port = await freePort()
    const child = this.spawned(['start'], { ...env, N8N_PORT: String(port) })
    const url = `http://127.0.0.1:${port}`
    await this.until(child, 'Editor is now accessible')
    return { url, child }
  }

  /** A worker of queue mode, ready. */
  async worker(env: Record<string, string> = {}): Promise<ChildProcess> {
    const child = this.spawned(['worker', '--concurrency=5'], env)
    await this.until(child, 'n8n worker is now ready')
    return child
  }

  async close(): Promise<void> {
    await Promise.all(this.children.filter((child) => child.exitCode === null && child.signalCode === null).map((child) => {
      child.kill('SIGKILL')
      return once(child, 'close')
    }))
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 })
  }

  private async imported(what: 'credentials' | 'workflow', given: object[]): Promise<string> {
    const file = join(this.home, `${what}.json`)
    writeFileSync(file, JSON.stringify(given))
    return this.run([`import:${what}`, `--input=${file}`])
  }

  private spawned(args: string[], env: Record<string, string>, out: 'pipe' | number = 'pipe'): ChildProcess {
    const n8n = installed()
    const child = spawn(join(n8n, 'node_modules/.bin/node'), [join(n8n, 'node_modules/n8n/bin/n8n'), ...args], {
      stdio: ['ignore', out, 'pipe'],
      env: {
        PATH: `${join(n8n, 'node_modules/.bin')}:${process.env.PATH ?? ''}`, HOME: this.home, N8N_USER_FOLDER: this.home, N8N_LISTEN_ADDRESS: '127.0.0.1', N8N_SECURE_COOKIE: 'false', N8N_DIAGNOSTICS_ENABLED: 'false',
        N8N_VERSION_NOTIFICATIONS_ENABLED: 'false', N8N_TEMPLATES_ENABLED: 'false', N8N_PERSONALIZATION_ENABLED: 'false', N8N_RUNNERS_ENABLED: 'false', N8N_RESTRICT_FILE_ACCESS_TO: this.home,
        N8N_ENCRYPTION_KEY: 'a-key-for-testing', N8N_RUNNERS_BROKER_PORT: String(20_000 + this.children.length * 97 + process.pid % 20_000), ...this.env, ...env,
      },
    })
    this.children.push(child)
    return child
  }

  private async until(child: ChildProcess, words: string): Promise<void> {
    let said = ''
    await new Promise<void>((ready, failed) => {
      for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => { if ((said += text).includes(words)) ready() })
      child.once('close', () => failed(new Error(`n8n ended: ${said.slice(-3000)}`)))
    })
  }
}

/** What came out of a node at its last run, by output. */
export function outputOf(run: IRun, node: string, output = 0): IDataObject[] {
  const last = (run.data.resultData.runData[node])?.at(-1)
  if (last?.error) throw new Error(`${node}: ${last.error.message} ${String(last.error.description ?? '')}`)
  return (last?.data?.main?.[output] ?? []).map(({ json }) => json)
}

/** Throws what the run ended with, where it failed. */
export function wentWell(run: IRun): IRun {
  const { error } = run.data.resultData
  if (error) throw new Error(`${run.data.resultData.lastNodeExecuted ?? ''}: ${error.message} ${String(error.description ?? '')}`)
  return run
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
