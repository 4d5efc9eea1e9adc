/** One side of a merge: a row in hand at a time, its key a range of bytes. Rows come in ascending byte order of their keys. */
export interface Side {
  readonly name: string
  readonly bytes: Uint8Array
  readonly keyStart: number
  readonly keyEnd: number
  /** The row in hand has the key of the one before it. */
  readonly repeated: boolean
  /** Takes the next row into the hand; false at the end. A promise only where rows must be fetched first. Throws {@link NotOrdered}. */
  advance(): boolean | Promise<boolean>
}

/** What is to be done with each key; called while its rows are in hand. */
export interface Visitor {
  both(): void
  onlyLeft(): void
  onlyRight(): void
  /** A further row of the key just met. */
  again(side: 'left' | 'right'): void
  /** All rows of the key have been seen. A promise where there is something to wait for. */
  settled(): void | Promise<void>
}

/** A row came with a smaller key than the one before: this side must be sorted first. */
export class NotOrdered extends Error {
  override readonly name = 'NotOrdered'
  constructor(readonly side: string) {
    super(`${side} is not in the byte order of its keys`)
  }
}

/** Walks two ordered sides together in constant memory: every key once, with all its rows. */
export async function merge(left: Side, right: Side, visit: Visitor): Promise<void> {
  let hasLeft = await left.advance()
  let hasRight = await right.advance()
  while (hasLeft || hasRight) {
    const order = !hasLeft ? 1 : !hasRight ? -1 : compareBytes(left.bytes, left.keyStart, left.keyEnd, right.bytes, right.keyStart, right.keyEnd)
    if (order === 0) visit.both()
    else if (order < 0) visit.onlyLeft()
    else visit.onlyRight()
    if (order <= 0) {
      for (;;) {
        const next = left.advance()
        hasLeft = typeof next === 'boolean' ? next : await next
        if (!hasLeft || !left.repeated) break
        visit.again('left')
      }
    }
    if (order >= 0) {
      for (;;) {
        const next = right.advance()
        hasRight = typeof next === 'boolean' ? next : await next
        if (!hasRight || !right.repeated) break
        visit.again('right')
      }
    }
    const settled = visit.settled()
    if (settled) await settled
  }
}

/** Below 0, 0 or above 0, as the first range of bytes comes before, equals or comes after the second. */
export function compareBytes(a: Uint8Array, aStart: number, aEnd: number, b: Uint8Array, bStart: number, bEnd: number): number {
  const length = Math.min(aEnd - aStart, bEnd - bStart)
  for (let i = 0; i < length; i++) {
    const difference = a[aStart + i]! - b[bStart + i]!
    if (difference !== 0) return difference
  }
  return (aEnd - aStart) - (bEnd - bStart)
}
