import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { installMariadb } from './mariadb'

/** A program of ours that is started again whenever it ends, until it is no more wanted. */
export class Kept {
  child!: ChildProcess
  starts = 0
  private wanted = true

  constructor(private readonly begin: () => ChildProcess, private readonly afterMs = 200) {
    this.start()
  }

  private start(): void {
    this.starts++
    this.child = this.begin()
    this.child.once('exit', () => { if (this.wanted) setTimeout(() => { if (this.wanted) this.start() }, this.afterMs) })
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  async end(): Promise<void> {
    this.wanted = false
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGCONT')
    this.child.kill('SIGTERM')
    const hard = setTimeout(() => this.child.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(hard)
  }
}

/** Starts a program of Node with its errors in a file. */
export function startNode(log: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', openSync(log, 'a')] })
}

/** A MariaDB of our own on a free port; killed, it comes back with what it had committed. */
export async function startMariadb(folder: string): Promise<{ server: Kept; url: string; answers: () => Promise<boolean> }> {
  const port = await freePort()
  const own = join(folder, 'mariadb')
  mkdirSync(own)
  const options = [...installMariadb(own, port), '--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=256M', '--skip-log-bin']
  const server = new Kept(() => spawn('mariadbd', options, { stdio: 'ignore' }), 500)
  const answers = (): Promise<boolean> => isListening(port)
  for (let tries = 0; !await answers(); tries++) {
    if (tries > 300) throw new Error('mariadbd does not listen: is it installed?')
    await pause(100)
  }
  return { server, url: `mysql://root@127.0.0.1:${port}`, answers }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => { resolve(port) })
    })
  })
}

export const isListening = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = createConnection({ port, host: '127.0.0.1' }, () => { socket.destroy(); resolve(true) }).once('error', () => { resolve(false) })
})

export const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
