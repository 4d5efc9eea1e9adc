import { receive } from '../../sync/receive'
import { type Context } from '../../sync/context'
import { furnish } from './company'
import { rate } from './figures'
import { orderFile } from './file'
import { fill } from './fill'
import { type Kind, type Place } from './places'

const FILE = 1000

/**
 * Orders a second of files of a thousand, with `few` stored and with `many`, most of which are filled in by bulk inserts. Both stores take turns with
 * each file, since the machine is not the same minutes later.
 */
export async function scaleRound(kind: Kind, few: number, many: number, files: number, note: (atMany: number, atFew: number) => void): Promise<void> {
  const [small, large] = [await stored(kind, few), await stored(kind, few)]
  await fill(large.place, many)
  for (let file = 0, next = few + 1; file < files; file++, next += FILE) {
    const atFew = await rate(FILE, () => take(small.context, next))
    note(await rate(FILE, () => take(large.context, next)), atFew)
  }
  await small.place.close()
  await large.place.close()
}

async function stored(kind: Kind, count: number): Promise<{ place: Place; context: Context }> {
  const place = await kind.fresh()
  const context = await furnish(place.store)
  for (let next = 1; next <= count; next += FILE) await take(context, next)
  return { place, context }
}

async function take(context: Context, first: number): Promise<void> {
  const { items } = await receive(context, { channel: 'bench', transportId: String(first), bytes: orderFile(FILE, first), fileName: 'orders.x12' })
  if (items.some((item) => item.outcome !== 'order')) throw new Error('an order was not numbered')
}
