import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { freePort } from '../../../soak/children'
import { installMariadb } from '../../../soak/mariadb'

const READY_MS = 30_000

/** A MariaDB of our own on a free port, as its package sets it up, with a folder that is removed at the end. */
export interface MariadbServer {
  port: number
  folder: string
  /** Runs statements as root, one after the other; answers with the rows of the last. */
  root(...statements: string[]): Promise<unknown>
  /** Signals KILL and waits until it is gone: as when the power fails. */
  kill(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** Starts it; `prepare` may put files into its folder and answers with more options of `mariadbd`. Throws with what it said where it does not start. */
export async function startMariadb(prepare: (folder: string) => string[] = () => []): Promise<MariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-mariadb-'))
  const port = await freePort()
  const options = [...installMariadb(folder, port), '--innodb-buffer-pool-size=64M', ...prepare(folder)]
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    const dying = child
    child = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const gone = new Promise((resolve) => dying.once('exit', resolve))
    dying.kill('SIGKILL')
    await gone
  }
  const root = async (...statements: string[]): Promise<unknown> => {
    const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' })
    try {
      let rows: unknown
      for (const sql of statements) [rows] = await connection.query(sql)
      return rows
    } finally {
      await connection.end()
    }
  }
  const start = async (): Promise<void> => {
    const started = spawn('mariadbd', options, { stdio: ['ignore', 'ignore', 'pipe'] })
    child = started
    let said = ''
    started.stderr.on('data', (text: Buffer) => { said = (said + text.toString()).slice(-4000) })
    for (const until = Date.now() + READY_MS; Date.now() < until && started.exitCode === null;) {
      if (await root('SELECT 1').then(() => true, () => false)) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`mariadbd did not start within ${READY_MS / 1000} s: ${said}`)
  }
  await start()
  return {
    port, folder, root, kill, start,
    close: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
