import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from './generate'
import { type Measured } from './measure'

const PEERS = ['node-x12@1.7.1', '@stedi/x12-tools@1.12.0', 'edifact@1.2.12']

/** Ratios that we hold ourselves to: ours, the peer, how many times its speed. */
const GOALS: [ours: string, peer: string, times: number][] = [
  ['ours x12 checks', 'node-x12 stream', 4], ['ours x12 checks', '@stedi/x12-tools ack()', 1.8], ['ours x12 drafts', 'node-x12 stream', 2],
  ['ours edifact checks', 'edifact parser', 1.5], ['ours edifact drafts', 'edifact parser', 1],
]

interface Run extends Measured {
  /** Milliseconds from the start of the process to its end. Others on the machine lengthen it more than the time of a processor. */
  wall: number
}

function run(subject: string, file: string, peers: string): Run {
  const started = performance.now()
  const child = spawnSync(process.execPath, [process.argv[1]!, '--subject', subject, '--file', file], { encoding: 'utf8', env: { ...process.env, PEERS: peers } })
  if (child.status !== 0) throw new Error(`${subject} failed: ${child.stderr.slice(-300)}`)
  return { ...(JSON.parse(child.stdout) as Measured), wall: performance.now() - started }
}

/** `order-to-cash read` of a file of 2 kB, its start included, beside the start of Node alone: as it is published, and as it is built here. */
function readOne(work: string): void {
  const published = join(work, 'published')
  const { status } = spawnSync(process.execPath, ['scripts/bundle.mjs', '--out', published], { stdio: 'inherit' })
  const built = join(process.cwd(), 'dist', 'cli.js')
  if (status !== 0 || !existsSync(built)) return console.log('read of 2 kB: not measured, npm run build first')
  const file = join(work, 'one.x12')
  generate('x12', 0.002, file, 2)
  const took = (args: string[]): number => {
    const started = performance.now()
    spawnSync(process.execPath, args)
    return performance.now() - started
  }
  const times = Array.from({ length: 15 }, () => [['-e', '0'], [join(published, 'cli.js'), 'read', file, '--json'], [built, 'read', file, '--json']].map(took))
  const [node, read, here] = [0, 1, 2].map((kind) => median(times.map((one) => one[kind]!))) as [number, number, number]
  console.log(`read of 2 kB: ${read.toFixed(0)} ms as published (goal 150) ${read <= 150 ? 'reached' : 'missed'}, ${here.toFixed(0)} ms as built here; Node alone starts in ${node.toFixed(0)} ms`)
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Measures every subject so many times over files of so many bytes (10^6 each), and prints its speed and the ratios. The peers are installed where no folder has them. */
export function compare(megabytes: number, times: number, peersIn: string | undefined): void {
  const work = mkdtempSync(join(tmpdir(), 'bench-documents-'))
  const peers = peersIn ?? join(work, 'peers')
  if (!existsSync(join(peers, 'node_modules'))) {
    const install = spawnSync('npm', ['install', '--prefix', peers, '--no-audit', '--no-fund', '--ignore-scripts', ...PEERS], { stdio: 'inherit' })
    if (install.status !== 0) throw new Error('the peers could not be installed')
  }
  const files = { x12: join(work, 'orders.x12'), edifact: join(work, 'orders.edifact') }
  for (const format of ['x12', 'edifact'] as const) generate(format, megabytes, files[format])
  const subjects = [...new Set(GOALS.flatMap(([ours, peer]) => [ours, peer]))]
  const runs = new Map<string, Run[]>(subjects.map((subject) => [subject, []]))
  for (let i = 0; i < times; i++) for (const subject of subjects) runs.get(subject)!.push(run(subject, subject.includes('edifact') ? files.edifact : files.x12, peers))
  const time = (subject: string, kind: 'wall' | 'processor'): number => median(runs.get(subject)!.map((found) => found[kind]))
  for (const [subject, found] of runs) {
    console.log(`${subject.padEnd(26)} ${(megabytes / time(subject, 'wall') * 1000).toFixed(1).padStart(7)} MB/s  ${time(subject, 'processor').toFixed(0).padStart(6)} ms of a processor  `
      + `${String(Math.max(...found.map(({ peakMiB }) => peakMiB))).padStart(5)} MiB  ${found[0]!.messages} messages, ${found[0]!.problems} problems`)
  }
  for (const [ours, peer, goal] of GOALS) {
    const [wall, processor] = (['wall', 'processor'] as const).map((kind) => time(peer, kind) / time(ours, kind)) as [number, number]
    console.log(`${ours} : ${peer} = ${wall.toFixed(2)} by the clock, ${processor.toFixed(2)} by processor time (goal ${goal}) ${Math.max(wall, processor) >= goal ? 'reached' : 'missed'}`)
  }
  readOne(work)
  rmSync(work, { recursive: true })
}
