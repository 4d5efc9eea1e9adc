import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startTrytonErp } from './tryton'

export const ROLES = ['erp', 'wms', 'finance', 'mes', 'crm', 'tms', 'bank', 'shop', 'service', 'wms-south', 'gateway'] as const
export type Role = (typeof ROLES)[number]

/** Who plays the ERP. */
export const ERPS = ['sandbox', 'tryton'] as const
export type Erp = (typeof ERPS)[number]

/** One system around the orders: a process of its own with stored state, reached over HTTP. */
export interface RoleSystem {
  role: Role
  url: string
  /** The secret of its system record. */
  token: string
  /** What people in that system do: `ship`, `pay`, `plant`, … */
  operate(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>>
  seed(records: unknown): Promise<void>
  stop(): Promise<void>
}

const RESTART_MS = 300

/**
 * Starts the systems of the sample below `data`, on the ports of the configuration where they are free: simulated ones, and a
 * Tryton in the ERP role where it is asked for. One that dies is started again on its port, as an operator would; the orders
 * wait meanwhile.
 */
export async function startSystems(data: string, main: string, { erp, ports, faults, say }: { erp: Erp; ports: ReadonlyMap<Role, number>; faults?: string | undefined; say: (text: string) => void }): Promise<Map<Role, RoleSystem>> {
  const dir = join(data, 'sandbox')
  mkdirSync(dir, { recursive: true })
  const token = kept(join(dir, 'token'), () => randomBytes(24).toString('base64url'))
  const systems = await Promise.all(ROLES.map((role) => {
    const port = ports.get(role) ?? 0
    return role === 'erp' && erp === 'tryton' ? startTrytonErp(data, port, say) : startSystem(role, { dir, main, token, faults, say }, port)
  }))
  return new Map(systems.map((system) => [system.role, system]))
}

/** Says what is wrong in a file of faults before anything is started. */
export function checkFaults(main: string, file: string): void {
  const { status, stderr } = spawnSync(process.execPath, [main, '--faults', file, '--check'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr.trim().replace(/^sandbox: /, ''))
}

interface Launch { dir: string; main: string; token: string; faults?: string | undefined; say: (text: string) => void }

async function startSystem(role: Role, { dir, main, token, faults, say }: Launch, wanted: number): Promise<RoleSystem> {
  let child: ChildProcess | undefined
  let stopped = false
  const launch = async (port: number): Promise<string> => {
    const started = spawn(process.execPath, [main, '--system', role, '--port', String(port), '--state', join(dir, `${role}.db`), ...(faults === undefined ? [] : ['--faults', faults])], {
      // a Ctrl-C is for us: we end them
      detached: true, stdio: ['ignore', 'pipe', 'ignore', 'ipc'], env: { ...process.env, SANDBOX_TOKEN: token },
    })
    child = started
    const url = await announced(started)
    started.once('exit', () => {
      if (stopped) return
      say(`   ${role} went down; it is started again`)
      setTimeout(() => { if (!stopped) launch(portOf(url)).catch((error: unknown) => say(`   ${role} does not come back: ${String(error)}`)) }, RESTART_MS)
    })
    return url
  }
  // the port of the configuration may be taken: any other will do, and the configuration follows
  const url = await launch(wanted).catch(() => launch(0))
  const call = async (method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(url + path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${role} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`)
    return (await response.json()) as Record<string, unknown>
  }
  return {
    role, url, token,
    operate: (action, body) => again(() => call('POST', `/operator/${action}`, body)),
    seed: async (records) => { await again(() => call('PUT', '/admin/seed', records)) },
    stop: async () => { stopped = true; child?.kill('SIGTERM') },
  }
}

/** The line that a system prints when it listens. */
function announced(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! })
    lines.once('line', (line) => { resolve((JSON.parse(line) as { url: string }).url) })
    child.once('exit', (code) => { reject(new Error(`it ended with ${code} before it listened`)) })
  })
}

/** People try again when their system is just coming back. What they do has no effect a second time. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= 20 || !(error instanceof TypeError)) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

const portOf = (url: string): number => Number(new URL(url).port)

/** A value that is made once and read from then on. */
function kept(file: string, make: () => string): string {
  try {
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
