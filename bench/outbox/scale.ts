import { receive } from '../../sync/receive'
import { type Context } from '../../sync/context'
import { furnish } from './company'
import { median, rate } from './figures'
import { orderFile } from './file'
import { fill } from './fill'
import { type Kind } from './places'

const FILE = 1000

/** Orders a second of files of a thousand with `few` stored, and with `many`; what lies between is filled in by bulk inserts. */
export async function scaleRound(kind: Kind, few: number, many: number, files: number): Promise<{ few: number; many: number }> {
  const place = await kind.fresh()
  const context = await furnish(place.store)
  let next = 1
  for (; next <= few; next += FILE) await take(context, next)
  const atFew: number[] = []
  for (let file = 0; file < files; file++, next += FILE) atFew.push(await rate(FILE, () => take(context, next)))
  await fill(place, many)
  const atMany: number[] = []
  for (let file = 0; file < files; file++, next += FILE) atMany.push(await rate(FILE, () => take(context, next)))
  await place.close()
  return { few: median(atFew), many: median(atMany) }
}

async function take(context: Context, first: number): Promise<void> {
  const { items } = await receive(context, { channel: 'bench', transportId: String(first), bytes: orderFile(FILE, first), fileName: 'orders.x12' })
  if (items.some((item) => item.outcome !== 'order')) throw new Error('an order was not numbered')
}
