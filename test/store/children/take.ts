import { openStore } from '../../../store/open'
import * as resources from '../../../store/resources'

/** Takes a tenth of a credit for each order named, all at once, and says who got it. usage: URL KEYS ORDER… */
const [url, keys, ...orders] = process.argv.slice(2)

async function main(): Promise<void> {
  const store = await openStore(url!, { keys })
  console.log('open')
  await Promise.all(orders.map(async (order) => {
    const result = await store.write((tx) => resources.take(tx, 'acme', [{ resource: 'credit/C1', order, line: '1', quantity: '100.00' }]))
    console.log(`${order} ${result.taken ? 'taken' : `left ${result.left}`}`)
  }))
  await store.close()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
