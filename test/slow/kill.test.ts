import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mulberry } from '../chance'

const ROOT = resolve(__dirname, '..', '..')
const KILLS = 20
const SEED = Number(process.env.SEED ?? 20260302)

/** The whole tree of `npm start` under SIGKILL: whichever process, at any moment, the next start goes on and nothing is lost or doubled. */
describe('a day that is killed twenty times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-kill-'))
  const data = join(folder, 'data')
  afterAll(() => { rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) })

  test('every order is in every system once, and verify is content (R-ENT-06, R-SYS-02)', async () => {
    const chance = mulberry(SEED)
    const victims: string[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      const day = start(data)
      const after = 300 + chance() * 7000
      await Promise.race([day.ended, elapse(after)])
      victims.push(`${Math.round(after)} ms ${killOne(day.child, chance)}`)
      // where a system was killed, the day starts it again and goes on: end it as hard a little later
      await Promise.race([day.ended, elapse(chance() * 3000)])
      day.child.kill('SIGKILL')
      await day.ended
    }
    const last = start(data)
    expect({ code: await last.ended, seed: SEED, victims, output: last.output().slice(-2000) }).toMatchObject({ code: 0 })
    cpSync(data, join(folder, 'before'), { recursive: true })
    const next = start(data)
    expect({ code: await next.ended, output: next.output().slice(-2000) }).toMatchObject({ code: 0 })

    expect(run(['scripts/compare-days.mjs', join(folder, 'before'), data])).toContain('every order is in every system once')
    expect(run(['dist/cli.js', 'verify', '--store', `sqlite:${join(data, 'order-to-cash.db')}`, '--json'])).toBeTruthy()
  }, 420_000)
})

function start(data: string): { child: ChildProcess; ended: Promise<number | null>; output: () => string } {
  const child = spawn(process.execPath, ['dist/examples/day.js', '--exit', '--data', data, '--port', '0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString() })
  return { child, ended: new Promise((done) => { child.once('exit', (code) => { done(code) }) }), output: () => output }
}

/** Kills the day itself or one of its systems; says which. */
function killOne(day: ChildProcess, chance: () => number): string {
  const tree = [day.pid!, ...childrenOf(day.pid!)]
  const index = Math.floor(chance() * tree.length)
  try {
    process.kill(tree[index]!, 'SIGKILL')
    return index === 0 ? 'the day' : `system ${index}`
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended already'
    throw error
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((candidate) => parentOf(candidate) === pid)
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])
  } catch (error) {
    // it ended while we looked
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

const run = (args: string[]): string => execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
const elapse = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms) })
