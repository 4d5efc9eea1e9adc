import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pristineDatabase } from './database'
import { PYTHON, TRYTOND } from './installed'

const READY_MS = 60_000

export interface Access { database: string; users: Record<'admin' | 'connector' | 'approver' | 'clerk' | 'nobody', string> }

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
  /** Ends it; a temporary folder is removed. */
  close(): Promise<void>
}

export interface TrytonPlace {
  /** (Default: a temporary one) where the database stays; a copy of the built one where there is none yet. */
  folder?: string
  /** (Default: any) port, where it is free. */
  port?: number
  /** (Default: nobody) who is told what happens; with somebody there, one that goes down by itself is started again on its port. */
  watched?: (text: string) => void
}

/** Starts a Tryton on a copy of the built database, and waits until it answers. It never outlives this process. */
export async function startTryton({ folder: wanted, port: preferred = 0, watched }: TrytonPlace = {}): Promise<TrytonServer> {
  const pristine = wanted !== undefined && existsSync(join(wanted, 'access.json')) ? undefined : await pristineDatabase(() => watched?.('Tryton\'s database is built, once for this machine: about a minute.'))
  const folder = wanted ?? mkdtempSync(join(tmpdir(), 'order-to-cash-tryton-'))
  if (pristine !== undefined) copyDatabase(pristine, folder)
  const access = JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8')) as Access
  const port = await freePort(preferred).catch(() => freePort(0))
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
    const started = spawn(PYTHON, ['-c', TOGETHER, String(process.pid), PYTHON, '-W', 'ignore', '-B', TRYTOND, '-c', conf, '-d', access.database], {
      stdio: ['ignore', log, log],
      // a Ctrl-C is for us: we end it
      detached: true,
    })
    child = started
    await answers(port, started, join(folder, 'trytond.log'))
    if (watched) {
      started.once('exit', () => {
        if (child !== started) return
        watched('   Tryton went down; it is started again')
        start().catch((error: unknown) => { watched(`   Tryton does not come back: ${error instanceof Error ? error.message : String(error)}`) })
      })
    }
  }
  await start()
  return {
    port, url: `http://127.0.0.1:${port}/${access.database}/`, access, folder, kill, start,
    reset: () => {
      if (pristine === undefined) throw new Error(`${folder} is kept: what was done in it is not taken back`)
      execFileSync(PYTHON, ['-c', BACKUP, databaseOf(pristine, access), databaseOf(folder, access)])
    },
    close: async () => {
      await kill()
      if (wanted === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

const databaseOf = (folder: string, { database }: Access): string => join(folder, 'db', `${database}.sqlite`)

/** The access file comes last: with it the copy is whole. */
function copyDatabase(pristine: string, folder: string): void {
  const access = JSON.parse(readFileSync(join(pristine, 'access.json'), 'utf8')) as Access
  mkdirSync(join(folder, 'db'), { recursive: true, mode: 0o700 })
  copyFileSync(databaseOf(pristine, access), databaseOf(folder, access))
  copyFileSync(join(pristine, 'access.json'), join(folder, 'access.json.part'))
  renameSync(join(folder, 'access.json.part'), join(folder, 'access.json'))
}

/** Becomes the program that it is given, which then dies with its parent (prctl PR_SET_PDEATHSIG, SIGKILL) however that ends. */
const TOGETHER = 'import ctypes, os, sys\nctypes.CDLL(None).prctl(1, 9)\nif os.getppid() != int(sys.argv[1]): sys.exit(1)\nos.execv(sys.argv[2], sys.argv[2:])'

/** Page by page under SQLite's own locks, so that a running server sees all of it or nothing. */
const BACKUP = 'import sqlite3, sys\na = sqlite3.connect(sys.argv[1])\nb = sqlite3.connect(sys.argv[2], timeout=10)\na.backup(b)'

async function answers(port: number, child: ChildProcess, log: string): Promise<void> {
  const until = Date.now() + READY_MS
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const version = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":0,"method":"common.server.version","params":[]}' })
      .then((response) => response.ok, () => false)
    if (version) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Tryton did not start within ${READY_MS / 1000} s: ${readFileSync(log, 'utf8').slice(-2000)}`)
}

async function freePort(wanted: number): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(wanted, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
