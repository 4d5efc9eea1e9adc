import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection as connectMysql } from 'mysql2/promise'
import { freePort, isListening } from '../../soak/children'
import { installMariadb } from '../../soak/mariadb'

/** A server of our own in a folder of its own, with what it was told to do about the disk. */
export interface Server {
  port: number
  close(): Promise<void>
}

/** MariaDB as a small production server has it: every commit on disk, a buffer that holds the working set. */
export async function startMariadb(folder: string): Promise<Server & { url: (database: string) => string; create: (database: string) => Promise<void> }> {
  const port = await freePort()
  const own = join(folder, 'mariadb')
  mkdirSync(own)
  const child = spawn('mariadbd', [...installMariadb(own, port),
    '--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=2G', '--innodb-log-file-size=1G', '--skip-log-bin'], { stdio: 'ignore' })
  await listening(child, port)
  const url = (database: string): string => `mysql://root@127.0.0.1:${port}/${database}`
  return {
    port, url, close: () => ended(child),
    async create(database) {
      const connection = await connectMysql(url(''))
      await connection.query(`CREATE DATABASE ${database}`)
      await connection.end()
    },
  }
}

/** Redis that acknowledges only what is on disk. */
export async function startRedis(folder: string): Promise<Server> {
  const data = join(folder, 'redis')
  mkdirSync(data)
  const port = await freePort()
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', data, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'], { stdio: 'ignore' })
  await listening(child, port)
  return { port, close: () => ended(child) }
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let failure: Error | undefined
  child.once('error', (error) => { failure = error })
  for (let tries = 0; tries < 300; tries++) {
    if (failure || child.exitCode !== null) break
    if (await isListening(port)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${child.spawnfile} does not listen on port ${port}: is it installed?`, { cause: failure })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const end = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await end
}
