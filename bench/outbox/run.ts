import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { syncsPerSecond } from './disk'
import { type Comparison, report } from './figures'
import { intakeRound } from './intake'
import { type Kind, mariadb, sqlite } from './places'
import { queueRound } from './queue'
import { installPeer, peerRound } from './peer'
import { scaleRound } from './scale'
import { type Server, startMariadb, startRedis } from './servers'
import { wholeRound } from './whole'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' }, orders: { type: 'string', default: '10000' }, messages: { type: 'string', default: '10000' },
    few: { type: 'string', default: '10000' }, many: { type: 'string', default: '1000000' }, files: { type: 'string', default: '10' },
    only: { type: 'string' }, parts: { type: 'string', default: 'queue,peer,intake,scale' },
  },
})

const wants = (part: string): boolean => options.parts.split(',').includes(part)
const rounds = Number(options.rounds)
const shown = (perSecond: number): string => `${Math.round(perSecond)}/s`

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-bench-'))
  const servers: Server[] = []
  try {
    const kinds: Kind[] = []
    if (options.only !== 'mariadb') kinds.push(sqlite(folder))
    if (options.only !== 'sqlite') {
      const server = await startMariadb(folder)
      servers.push(server)
      kinds.push(mariadb(folder, server))
    }
    const peer = wants('peer') ? await preparePeer(folder, servers) : undefined
    const comparisons: Comparison[] = []
    for (const kind of kinds) comparisons.push(...await measure(kind, folder, peer))
    console.log()
    process.exitCode = report(comparisons) ? 0 : 1
  } finally {
    for (const server of servers) await server.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

type Peer = (count: number, atOnce: number) => Promise<number>

async function preparePeer(folder: string, servers: Server[]): Promise<Peer> {
  const bullmq = installPeer(folder)
  const redis = await startRedis(folder)
  servers.push(redis)
  return (count, atOnce) => peerRound(bullmq, redis, count, atOnce)
}

async function measure(kind: Kind, folder: string, peer: Peer | undefined): Promise<Comparison[]> {
  const against = `${kind.driver} alone`
  const comparison = (what: string, goal: number | undefined, other = against): Comparison => ({ store: kind.name, what, against: other, ours: [], theirs: [], ...(goal === undefined ? {} : { goal }) })
  const add = comparison('enqueue, 100 a commit', kind.name === 'SQLite' ? 0.4 : 0.5)
  const take = comparison('claim 50 + done', 0.7)
  const byFour = comparison('messages in, claimed, done, by four', 1.5, 'BullMQ by four, fsync always')
  const withOrders = comparison('the same, with their orders', undefined, 'BullMQ by four, without orders')
  const byOne = comparison('the same by one', undefined, 'BullMQ by one')
  const intake = comparison(`a file of ${options.orders} orders to numbered`, 0.3)
  const scale = comparison(`the same with ${options.many} orders stored`, 1 / 1.3, `with ${options.few} stored`)
  const note = (one: Comparison, ours: number, theirs: number): void => {
    one.ours.push(ours)
    one.theirs.push(theirs)
    console.log(`  ${one.what}: ${shown(ours)}, ${one.against}: ${shown(theirs)}`)
  }
  for (let round = 1; round <= rounds && (wants('queue') || peer || wants('intake')); round++) {
    console.log(`${kind.name}, round ${round} of ${rounds}: ${syncsPerSecond(folder)} syncs a second`)
    if (wants('queue')) {
      const { ours, raw } = await queueRound(kind, Number(options.messages))
      note(add, ours.add, raw.add)
      note(take, ours.take, raw.take)
    }
    if (peer) {
      const count = Number(options.messages)
      const theirsByFour = await peer(count, 4)
      note(byFour, await wholeRound(kind, count, { atOnce: 4, orders: false }), theirsByFour)
      note(withOrders, await wholeRound(kind, count, { atOnce: 4, orders: true }), theirsByFour)
      note(byOne, await wholeRound(kind, count, { atOnce: 1, orders: false }), await peer(count, 1))
    }
    if (wants('intake')) {
      const { ours, raw } = await intakeRound(kind, Number(options.orders))
      note(intake, ours, raw)
    }
  }
  if (wants('scale')) {
    console.log(`${kind.name}, filling: ${syncsPerSecond(folder)} syncs a second`)
    await scaleRound(kind, Number(options.few), Number(options.many), Number(options.files), (atMany, atFew) => { note(scale, atMany, atFew) })
  }
  return [add, take, byFour, withOrders, byOne, intake, scale].filter((one) => one.ours.length > 0)
}

void main()
