import { receive } from '../../sync/receive'
import { furnish } from './company'
import { rate } from './figures'
import { orderFile } from './file'
import { type Kind } from './places'
import { storedRows } from './stored'

/** One file of so many orders, received to numbered orders; then the same rows by the bare driver, a hundred orders a commit. */
export async function intakeRound(kind: Kind, count: number): Promise<{ ours: number; raw: number }> {
  const [mine, bare] = [await kind.fresh(), await kind.fresh()]
  const context = await furnish(mine.store)
  const bytes = orderFile(count, 1)
  const ours = await rate(count, async () => {
    const { items } = await receive(context, { channel: 'bench', transportId: 'one', bytes, fileName: 'orders.x12' })
    const numbered = items.filter((item) => item.outcome === 'order').length
    if (numbered !== count) throw new Error(`${numbered} of ${count} orders were numbered: ${items.find((item) => item.outcome !== 'order')?.text}`)
  })
  const batches = await storedRows(mine.raw)
  const raw = await rate(count, async () => { for (const batch of batches) await bare.raw.insert(batch) })
  await mine.close()
  await bare.close()
  return { ours, raw }
}
