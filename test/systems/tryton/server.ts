import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PYTHON = '/usr/bin/python3'
const TRYTOND = '/usr/bin/trytond'
const SEED = join(__dirname, '../../../examples/company/seed')
const READY_MS = 30_000

export interface Access { database: string; users: Record<'admin' | 'connector' | 'clerk' | 'nobody', string> }

/** A Tryton of our own with a database of its own, on a free port of this machine. */
export interface TrytonServer {
  port: number
  /** As a system record has it. */
  url: string
  access: Access
  folder: string
  /** Signals to its process: KILL ends it in the middle of whatever it does. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Puts the first data back in place while it runs; every session is gone. */
  reset(): void
  close(): Promise<void>
}

/** Where the built database is kept between runs: by the content of what builds it. */
export function pristineFolder(): string {
  const cache = process.env.ORDER_TO_CASH_CACHE ?? join(tmpdir(), 'order-to-cash-cache')
  const parts = [join(__dirname, 'setup.py'), join(SEED, 'erp.json'), join(SEED, 'wms.json')].map((path) => readFileSync(path))
  // fiscal years and stock dates are of the day that it is built on
  const key = createHash('sha256').update(Buffer.concat(parts)).update(new Date().toISOString().slice(0, 4)).digest('hex').slice(0, 12)
  return join(cache, `tryton-${key}`)
}

/** Builds the database where there is none yet (a minute). Throws with what to install where Tryton is missing. */
export function build(): string {
  if (!existsSync(TRYTOND)) throw new Error('Tryton is not installed: run test/systems/tryton/install.sh')
  const pristine = pristineFolder()
  if (existsSync(join(pristine, 'access.json'))) return pristine
  mkdirSync(join(pristine, '..'), { recursive: true })
  const building = mkdtempSync(`${pristine}-building-`)
  execFileSync(PYTHON, ['-W', 'ignore', '-B', join(__dirname, 'setup.py'), building, '--erp', join(SEED, 'erp.json'), '--stock', join(SEED, 'wms.json')], { stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    renameSync(building, pristine)
  } catch (error) {
    // another run was first, and its database is as good
    if (!existsSync(join(pristine, 'access.json'))) throw error
    rmSync(building, { recursive: true })
  }
  return pristine
}

/** Starts a Tryton on a copy of the built database, and waits until it answers. */
export async function startTryton(): Promise<TrytonServer> {
  const pristine = build()
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-tryton-'))
  const port = await freePort()
  const access = JSON.parse(readFileSync(join(pristine, 'access.json'), 'utf8')) as Access
  const file = join(folder, 'db', `${access.database}.sqlite`)
  mkdirSync(join(folder, 'db'))
  copyFileSync(join(pristine, 'db', `${access.database}.sqlite`), file)
  const conf = join(folder, 'trytond.conf')
  writeFileSync(conf, `[database]\nuri = sqlite://\npath = ${join(folder, 'db')}\nlist = True\n[web]\nlisten = 127.0.0.1:${port}\n`)
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    const dying = child
    child = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const gone = new Promise((resolve) => dying.once('exit', resolve))
    dying.kill('SIGKILL')
    await gone
  }
  const start = async (): Promise<void> => {
    const log = openSync(join(folder, 'trytond.log'), 'a')
    child = spawn(PYTHON, ['-W', 'ignore', '-B', TRYTOND, '-c', conf, '-d', access.database], { stdio: ['ignore', log, log] })
    await answers(port, child, join(folder, 'trytond.log'))
  }
  await start()
  return {
    port, url: `http://127.0.0.1:${port}/${access.database}/`, access, folder, kill, start,
    reset: () => {
      execFileSync(PYTHON, ['-c', BACKUP, join(pristine, 'db', `${access.database}.sqlite`), file])
    },
    close: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Page by page under SQLite's own locks, so that a running server sees all of it or nothing. */
const BACKUP = 'import sqlite3, sys\na = sqlite3.connect(sys.argv[1])\nb = sqlite3.connect(sys.argv[2], timeout=10)\na.backup(b)'

async function answers(port: number, child: ChildProcess, log: string): Promise<void> {
  const until = Date.now() + READY_MS
  while (Date.now() < until) {
    if (child.exitCode !== null) break
    const version = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":0,"method":"common.server.version","params":[]}' })
      .then((response) => response.ok, () => false)
    if (version) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Tryton did not start within ${READY_MS / 1000} s: ${readFileSync(log, 'utf8').slice(-2000)}`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
