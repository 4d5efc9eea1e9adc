import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import * as arrivals from '../../store/arrivals'
import * as documents from '../../store/documents'
import * as orders from '../../store/orders'
import { receive } from '../../sync/receive'
import { openWorld } from '../sync/world'
import { corpora } from './corpora'

/** Every real file through `receive` into a store: each ends as something, none crashes, none is lost. */
test('every file of the corpora is received, kept and accounted for (R-INT-02, R-INT-08)', async () => {
  const world = await openWorld()
  const files = ['x12', 'edifact', 'csv', 'ubl', 'cxml', 'idoc', 'camt', 'cii', 'mt940', 'email', 'opentrans', 'orderx', 'soap'].flatMap((standard) => filesOf(join(corpora, standard)))
  expect(files.length).toBeGreaterThan(300)
  const table: string[] = []
  const ends = new Map<string, number>()
  for (const file of files) {
    const bytes = readFileSync(file)
    const { arrival, items } = await receive(world.as('inbox'), { channel: 'corpus', transportId: file, bytes, fileName: basename(file) })
    expect(['order', 'held', 'document', 'duplicate', 'quarantined']).toContain(arrival.outcome)
    expect(await documents.read(world.store, arrival.sha256)).toEqual(bytes)
    for (const item of items) {
      if (item.outcome === 'order' || item.outcome === 'held') expect(await orders.get(world.store, 'OC', item.order!)).toBeDefined()
      // a reason for everything that does not simply go on
      if (item.outcome === 'held' || item.outcome === 'quarantined') expect(item.text).toBeTruthy()
    }
    if (arrival.outcome === 'quarantined' && items.length === 0) expect(arrival.problems.length).toBeGreaterThan(0)
    ends.set(arrival.outcome, (ends.get(arrival.outcome) ?? 0) + 1)
    const why = items.find((item) => item.text)?.text ?? arrival.problems[0]?.message ?? ''
    table.push(`${arrival.outcome.padEnd(12)} ${String(items.length).padStart(5)}  ${relative(corpora, file).padEnd(70)} ${why.slice(0, 90)}`)
  }
  process.stdout.write(`${table.sort().join('\n')}\n${[...ends].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}\n`)
  expect((await arrivals.pending(world.store, '9999-12-31T00:00:00.000Z'))).toEqual([])
  expect([...ends.values()].reduce((a, b) => a + b, 0)).toBe(files.length)
})

const filesOf = (dir: string): string[] => readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => join(dir, name)).filter((path) => statSync(path).isFile()).sort()
