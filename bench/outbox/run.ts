import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { syncsPerSecond } from './disk'
import { type Comparison, report } from './figures'
import { intakeRound } from './intake'
import { type Kind, mariadb, sqlite } from './places'
import { queueRound } from './queue'
import { startMariadb } from './servers'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' }, orders: { type: 'string', default: '10000' }, messages: { type: 'string', default: '10000' },
    only: { type: 'string' }, part: { type: 'string' },
  },
})

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-bench-'))
  const servers: { close(): Promise<void> }[] = []
  try {
    const kinds: Kind[] = []
    if (options.only !== 'mariadb') kinds.push(sqlite(folder))
    if (options.only !== 'sqlite') {
      const server = await startMariadb(folder)
      servers.push(server)
      kinds.push(mariadb(folder, server))
    }
    const comparisons: Comparison[] = []
    for (const kind of kinds) comparisons.push(...await measure(kind, folder))
    process.exitCode = report(comparisons) ? 0 : 1
  } finally {
    for (const server of servers) await server.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function measure(kind: Kind, folder: string): Promise<Comparison[]> {
  const comparison = (what: string, goal: number): Comparison => ({ store: kind.name, what, against: `${kind.driver} alone`, ours: [], theirs: [], goal })
  const add = comparison('enqueue, 100 a commit', kind.name === 'SQLite' ? 0.4 : 0.5)
  const take = comparison('claim 50 + done', 0.7)
  const intake = comparison(`one file of ${options.orders} orders to numbered`, 0.3)
  for (let round = 1; round <= Number(options.rounds); round++) {
    console.log(`${kind.name} round ${round}: ${syncsPerSecond(folder)} syncs a second`)
    if (options.part !== 'intake') {
      const { ours, raw } = await queueRound(kind, Number(options.messages))
      add.ours.push(ours.add); add.theirs.push(raw.add)
      take.ours.push(ours.take); take.theirs.push(raw.take)
      console.log(`  add ${Math.round(ours.add)} / ${Math.round(raw.add)}, take ${Math.round(ours.take)} / ${Math.round(raw.take)}`)
    }
    if (options.part !== 'queue') {
      const { ours, raw, rows } = await intakeRound(kind, Number(options.orders))
      intake.ours.push(ours); intake.theirs.push(raw)
      console.log(`  intake ${Math.round(ours)} / ${Math.round(raw)} (${rows} rows)`)
    }
  }
  return [add, take, intake].filter((one) => one.ours.length > 0)
}

void main()
