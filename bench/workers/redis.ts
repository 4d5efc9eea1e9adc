import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort, pause } from '../../soak/children'

const PASSWORD = 'redis-password-that-no-log-may-show'

/** A Redis of our own, with a password, that keeps nothing on disk. */
export interface RedisServer {
  url: string
  password: string
  /** Speaks to it. */
  client: Redis
  flush: () => Promise<void>
  /** Ends it, and all that it knew with it. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-redis-'))
  const port = await freePort()
  const url = `redis://:${PASSWORD}@127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    let failure: Error | undefined
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', '--requirepass', PASSWORD], { stdio: 'ignore' })
    child.once('error', (error) => { failure = error })
    for (let tries = 0; tries < 100; tries++) {
      await pause(50)
      if (failure) throw new Error('redis-server is not installed; on Debian: apt-get install redis-server', { cause: failure })
      if (await client.ping().then(() => true, () => false)) return
    }
    throw new Error(`redis-server does not answer on port ${port}`)
  }
  const stop = async (): Promise<void> => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill('SIGKILL')
    await ended
  }
  const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 100 }).on('error', () => undefined)
  await start().catch(async (error: unknown) => {
    client.disconnect()
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  return {
    url, password: PASSWORD, client, start, stop,
    flush: async () => { await client.flushall() },
    close: async () => {
      client.disconnect()
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
