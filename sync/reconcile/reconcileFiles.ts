import { type Decimal, isDecimal } from '../../orders/decimal'
import { openBoth, type Pair, type Sorted } from './files/open'
import { type FileDifference, type KeyCounts, Tally } from './files/tally'
import { merge, NotOrdered } from './merge'
import { Scratch, Spool } from './spool'

export { type FileDifference } from './files/tally'

export interface FileQuestion {
  /** Paths of two CSV files (with header) or NDJSON files, or one of each. */
  left: string
  right: string
  /** Column or member that both rows of a pair have in common, byte for byte. */
  key: string
  /** What is compared. (Default: every column that both have; of NDJSON every member that a row has) */
  fields?: readonly string[]
  /** By how much two numbers may differ. (Default: `'0'`) */
  tolerance?: Decimal
  signal?: AbortSignal
  /** Folder for what does not fit into memory. (Default: the system's) */
  scratch?: string
}

export interface FileSummary extends KeyCounts {
  /** Rows of each side. */
  left: number
  right: number
}

export interface FileComparison {
  summary: FileSummary
  /** What was compared. */
  fields: readonly string[]
  /** Sides that were not in the byte order of their keys and had to be sorted first. */
  sorted: readonly ('left' | 'right')[]
  /** In the order of the keys. May be read more than once, until `close`. */
  differences: AsyncIterable<FileDifference>
  /** Removes what was kept on disk. */
  close(): Promise<void>
}

/**
 * Compares two files of any size in constant memory: ordered ones by one walk through both, others after sorting them on
 * disk. Throws UnreadableFile, with the row, where a file is not what it should be, and the signal's reason on abort.
 */
export async function reconcileFiles(question: FileQuestion): Promise<FileComparison> {
  if (question.tolerance !== undefined && !isDecimal(question.tolerance)) throw new RangeError(`the tolerance must be a decimal such as 0.01, not ${JSON.stringify(question.tolerance)}`)
  const scratch = new Scratch(question.scratch)
  const sorted: Sorted = new Map()
  try {
    for (;;) {
      const pair = await openBoth(question, scratch, sorted)
      try {
        return await compareAll(pair, question, scratch, sorted)
      } catch (error) {
        if (!(error instanceof NotOrdered)) throw error
        sorted.set(error.side as 'left' | 'right', undefined)
      } finally {
        await pair.close()
      }
    }
  } catch (error) {
    await scratch.remove()
    throw error
  }
}

async function compareAll(pair: Pair, question: FileQuestion, scratch: Scratch, sorted: Sorted): Promise<FileComparison> {
  const differences = new Spool<FileDifference>(scratch)
  const tally = new Tally(pair, question.tolerance ?? '0', differences)
  await merge(pair.left, pair.right, tally)
  return {
    summary: { left: pair.left.count, right: pair.right.count, ...tally.keys }, fields: pair.fields.names, sorted: [...sorted.keys()].sort(), differences, close: () => scratch.remove(),
  }
}
