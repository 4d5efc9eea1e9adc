import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type StoredEvent } from '../../orders/event'
import { fold } from '../../orders/evolve'

const names = readdirSync(__dirname).filter((name) => name.endsWith('.ndjson')).map((name) => name.replace('.ndjson', ''))

// recorded from stores of earlier versions, and never written again: what was stored keeps its meaning
describe('recorded lives of orders', () => {
  test('there are some of every kind', () => expect(names).toEqual(expect.arrayContaining(['approved', 'changed', 'closed', 'rejected', 'waiting'])))

  test.each(names)('%s folds to the same state, byte for byte', (name) => {
    const lines = readFileSync(join(__dirname, `${name}.ndjson`), 'utf8').trim().split('\n')
    const events = lines.map((line) => JSON.parse(line) as StoredEvent)
    expect(`${JSON.stringify(fold(events))}\n`).toBe(readFileSync(join(__dirname, `${name}.state.json`), 'utf8'))
    for (const [index, event] of events.entries()) expect(event.previous).toBe(events[index - 1]?.digest ?? '')
    expect(new Set(events.map((event) => event.digest)).size).toBe(events.length)
  })
})
