import { type Profile } from '../mappings/profile'
import { type DraftLine } from '../orders/draft'
import { type Partner } from '../store/records'
import * as references from '../store/references'
import { type Db } from '../store/store'

/** Lines of one order, and the partner whose codes they are in. */
export interface Codes { partner: Partner | undefined; lines: readonly DraftLine[] }

/**
 * R-ENT-03: our item of each line of many orders, by line id: our own code as the line gives it, else the buyer's code by the partner's
 * cross-reference, else the GTIN. A line whose codes name different items, or none, is left out, and the review holds it.
 */
export async function resolveItems(db: Db, company: string, orders: readonly Codes[]): Promise<Record<string, string>[]> {
  const candidates = orders.map(({ partner, lines }) => {
    const cross = new Map(Object.entries((partner?.profile as Profile | undefined)?.codes?.item ?? {}))
    return lines.map((line) => ({ line, own: [line.sellersItem, line.buyersItem && cross.get(line.buyersItem)].filter((code) => code !== undefined && code !== '') as string[] }))
  })
  const lines = candidates.flat()
  const [known, gtins] = await Promise.all([
    references.many(db, company, 'item', [...new Set(lines.flatMap(({ own }) => own))]),
    references.many(db, company, 'gtin', [...new Set(lines.map(({ line }) => line.standardItem).filter((gtin) => gtin !== undefined))]),
  ])
  const items = new Set(known.map((reference) => reference.key))
  const byGtin = new Map(gtins.map((reference) => [reference.key, String(reference.value.item)]))
  return candidates.map((of) => Object.fromEntries(of.flatMap(({ line, own }) => {
    const named = new Set([...own.filter((code) => items.has(code)), ...(line.standardItem && byGtin.has(line.standardItem) ? [byGtin.get(line.standardItem)!] : [])])
    return named.size === 1 ? [[line.id, [...named][0]!]] : []
  })))
}
