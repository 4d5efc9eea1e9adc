import { openStore } from '../../../store/open'
import * as counters from '../../../store/counters'
import { append } from '../../../store/streams'

/** Writes one small stream a transaction and says each number only after the commit. usage: URL KEYS NAME COUNT */
const [url, keys, name, count] = process.argv.slice(2)

async function main(): Promise<void> {
  const store = await openStore(url!, { keys })
  console.log('open')
  for (let index = 0; index < Number(count); index++) {
    const number = await store.write(async (tx) => {
      const circumstance = { at: '2026-03-02T08:00:00.000Z', actor: name!, cause: 'command', correlation: name! }
      await append(tx, [{ company: 'acme', stream: `order/${name}-${index}`, expected: 0, circumstance, events: [{ type: 'cancelled', data: { by: name, reason: '' } }] }])
      return counters.next(tx, 'acme', 'order')
    })
    console.log(`${number} order/${name}-${index}`)
  }
  await store.close()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
