// How fast EDI is read, against what npm has: npm run bench -- documents [--mb 50] [--runs 5] [--peers DIR]
// Every subject reads the same file in a process of its own, its start included; subjects take turns, so that a busy machine is busy for all.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generate } from './generate'
import { type Measured, measure } from './measure'

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

/** `order-to-cash read` of a file of 2 kB, its start included, beside the start of Node alone. */
function readOne(work: string): void {
  const cli = join(process.cwd(), 'dist', 'cli.js')
  if (!existsSync(cli)) return console.log('read of 2 kB: not measured, npm run build first')
  const file = join(work, 'one.x12')
  generate('x12', 0.002, file, 2)
  const took = (args: string[]): number => {
    const started = performance.now()
    spawnSync(process.execPath, args)
    return performance.now() - started
  }
  const times = Array.from({ length: 15 }, () => [took(['-e', '0']), took([cli, 'read', file, '--json'])] as const)
  const [node, read] = [median(times.map(([first]) => first)), median(times.map(([, second]) => second))]
  console.log(`read of 2 kB: ${read.toFixed(0)} ms (goal 150) ${read <= 150 ? 'reached' : 'missed'}; Node alone starts in ${node.toFixed(0)} ms`)
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

function main(): void {
  const { values } = parseArgs({ options: { mb: { type: 'string', default: '50' }, runs: { type: 'string', default: '5' }, peers: { type: 'string' }, subject: { type: 'string' }, file: { type: 'string' } } })
  if (values.subject !== undefined && values.file !== undefined) return void measure(values.subject, values.file)
  const work = mkdtempSync(join(tmpdir(), 'bench-documents-'))
  const peers = values.peers ?? join(work, 'peers')
  if (!existsSync(join(peers, 'node_modules'))) {
    const install = spawnSync('npm', ['install', '--prefix', peers, '--no-audit', '--no-fund', '--ignore-scripts', ...PEERS], { stdio: 'inherit' })
    if (install.status !== 0) throw new Error('the peers could not be installed')
  }
  const files = { x12: join(work, 'orders.x12'), edifact: join(work, 'orders.edifact') }
  const megabytes = Number(values.mb)
  for (const format of ['x12', 'edifact'] as const) generate(format, megabytes, files[format])
  const subjects = [...new Set(GOALS.flatMap(([ours, peer]) => [ours, peer]))]
  const runs = new Map<string, Run[]>(subjects.map((subject) => [subject, []]))
  for (let i = 0; i < Number(values.runs); i++) for (const subject of subjects) runs.get(subject)!.push(run(subject, subject.includes('edifact') ? files.edifact : files.x12, peers))
  const time = (subject: string, kind: 'wall' | 'processor'): number => median(runs.get(subject)!.map((found) => found[kind]))
  for (const [subject, found] of runs) {
    console.log(`${subject.padEnd(26)} ${(megabytes / time(subject, 'wall') * 1000).toFixed(1).padStart(7)} MB/s  ${time(subject, 'processor').toFixed(0).padStart(6)} ms of a processor  `
      + `${String(Math.max(...found.map(({ peakMiB }) => peakMiB))).padStart(5)} MiB  ${found[0]!.messages} messages, ${found[0]!.problems} problems`)
  }
  for (const [ours, peer, times] of GOALS) {
    const [wall, processor] = (['wall', 'processor'] as const).map((kind) => time(peer, kind) / time(ours, kind)) as [number, number]
    console.log(`${ours} : ${peer} = ${wall.toFixed(2)} by the clock, ${processor.toFixed(2)} by processor time (goal ${times}) ${Math.max(wall, processor) >= times ? 'reached' : 'missed'}`)
  }
  readOne(work)
  rmSync(work, { recursive: true })
}

main()
