import { type Value } from '../store'

/**
 * Rows that one statement writes: few sizes, so that a prepared statement comes again. To read a hundred rows as text would cost the server more
 * than to write them.
 */
const SIZES = [100, 50, 20, 10, 5, 2, 1]

/** In UTF-16 units: at most 6 MiB as UTF-8, where the server takes packets of 16 MiB by default. */
const PACKET = 2 * 1024 * 1024

/** Rows in parts of few sizes that the server takes at once; a longer row goes by itself. */
export function* parts(rows: readonly (readonly Value[])[]): Generator<readonly (readonly Value[])[]> {
  for (let from = 0; from < rows.length;) {
    let fitting = 1
    for (let length = lengthOf(rows[from]!); fitting < SIZES[0]! && from + fitting < rows.length; fitting++) {
      length += lengthOf(rows[from + fitting]!)
      if (length > PACKET) break
    }
    const size = SIZES.find((one) => one <= fitting)!
    yield rows.slice(from, from + size)
    from += size
  }
}

const lengthOf = (row: readonly Value[]): number => row.reduce<number>((sum, value) => sum + (typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8), 0)
