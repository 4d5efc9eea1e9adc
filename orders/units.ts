import { type Decimal } from './decimal'
import { type ItemFact } from './facts'

/** Codes of Rec 20 that all mean one piece: one, each, piece. Partners use them side by side. */
const PIECES: ReadonlySet<string> = new Set(['C62', 'EA', 'H87'])

export const sameUnit = (a: string, b: string): boolean => a === b || (PIECES.has(a) && PIECES.has(b))

/** How many of the item's own unit one of the other is; undefined where the item is not sold by it. */
export function unitFactor(item: ItemFact, unit: string | undefined): Decimal | undefined {
  if (unit === undefined) return undefined
  if (sameUnit(unit, item.unit)) return '1'
  return Object.entries(item.units).find(([other]) => sameUnit(other, unit))?.[1]
}
