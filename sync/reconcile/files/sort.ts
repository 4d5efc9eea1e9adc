import { rm } from 'node:fs/promises'
import { compareBytes } from '../merge'
import { type Scratch } from '../spool'
import { writeLines } from './lines'
import { type Rows } from './rows'

/** Bytes of rows that are sorted at once, and of their keys. */
const RUN = 16 * 1024 * 1024
/** Runs that are merged at once. */
const WAYS = 64

/**
 * Sorts the rows of a file by the bytes of their keys, equal ones in the order they came, in constant memory: sorted runs
 * are written and merged. `reread` opens a run as rows. Answers the sorted file, without a header.
 */
export async function sortRows(rows: Rows, scratch: Scratch, reread: (path: string) => Promise<Rows>, limits = { run: RUN, ways: WAYS }): Promise<string> {
  rows.ordered = false
  let runs = await sortedRuns(rows, scratch, limits.run)
  while (runs.length > 1) {
    const merged: string[] = []
    for (let i = 0; i < runs.length; i += limits.ways) merged.push(await mergeRuns(runs.slice(i, i + limits.ways), scratch, reread))
    runs = merged
  }
  return runs[0] ?? writeLines(await scratch.file(), () => Promise.resolve())
}

async function sortedRuns(rows: Rows, scratch: Scratch, size: number): Promise<string[]> {
  const runs: string[] = []
  const run = new Run(size)
  for (;;) {
    const next = rows.advance()
    if (!(typeof next === 'boolean' ? next : await next)) break
    if (!run.fits(rows)) runs.push(await run.write(await scratch.file()))
    run.add(rows)
  }
  if (run.count > 0) runs.push(await run.write(await scratch.file()))
  return runs
}

/** Rows side by side in one buffer and their keys in another: no object a row. */
class Run {
  count = 0
  private bytes: Buffer = Buffer.allocUnsafe(FIRST)
  private keys: Buffer = Buffer.allocUnsafe(FIRST)
  private rowEnds: number[] = []
  private keyEnds: number[] = []

  constructor(private readonly size: number) {}

  fits(rows: Rows): boolean {
    return this.count === 0 || (this.rowEnd(this.count) + rows.rowEnd - rows.rowStart <= this.size
      && this.keyEnd(this.count) + rows.keyEnd - rows.keyStart <= this.size / 4)
  }

  add(rows: Rows): void {
    const row = rows.raw()
    const at = this.rowEnd(this.count)
    this.bytes = roomFor(this.bytes, at, row.length)
    row.copy(this.bytes, at)
    const keyAt = this.keyEnd(this.count)
    const length = rows.keyEnd - rows.keyStart
    this.keys = roomFor(this.keys, keyAt, length)
    rows.bytes.copy(this.keys, keyAt, rows.keyStart, rows.keyEnd)
    this.rowEnds[this.count] = at + row.length
    this.keyEnds[this.count] = keyAt + length
    this.count++
  }

  async write(path: string): Promise<string> {
    const order = this.order()
    await writeLines(path, async (out) => {
      for (const index of order) {
        const full = out.line(this.bytes.subarray(this.rowEnd(index), this.rowEnd(index + 1)))
        if (full) await full
      }
    })
    this.count = 0
    return path
  }

  /** Rows mostly differ within few bytes after what all keys begin with: those are compared as one number. */
  private order(): Uint32Array {
    const { keys, count } = this
    const common = this.commonLength()
    const heads = Float64Array.from({ length: count }, (_, index) => {
      const from = this.keyEnd(index) + common
      const length = Math.min(6, this.keyEnd(index + 1) - from)
      return length <= 0 ? 0 : keys.readUIntBE(from, length) * 2 ** (8 * (6 - length))
    })
    return Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => heads[a]! - heads[b]!
      || compareBytes(keys, this.keyEnd(a), this.keyEnd(a + 1), keys, this.keyEnd(b), this.keyEnd(b + 1)) || a - b)
  }

  /** How many bytes all keys have in common at their beginning. */
  private commonLength(): number {
    let common = this.keyEnd(1)
    for (let index = 1; index < this.count && common > 0; index++) {
      const from = this.keyEnd(index)
      const most = Math.min(common, this.keyEnd(index + 1) - from)
      let same = 0
      while (same < most && this.keys[same] === this.keys[from + same]) same++
      common = same
    }
    return common
  }

  private rowEnd(count: number): number { return count === 0 ? 0 : this.rowEnds[count - 1]! }
  private keyEnd(count: number): number { return count === 0 ? 0 : this.keyEnds[count - 1]! }
}

/** A small file needs no large buffer: it grows as it fills. */
const FIRST = 64 * 1024

function roomFor(buffer: Buffer, filled: number, more: number): Buffer {
  if (filled + more <= buffer.length) return buffer
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, filled + more))
  buffer.copy(larger, 0, 0, filled)
  return larger
}

async function mergeRuns(paths: readonly string[], scratch: Scratch, reread: (path: string) => Promise<Rows>): Promise<string> {
  const runs = await Promise.all(paths.map(reread))
  const path = await scratch.file()
  try {
    const heap: Waiting[] = []
    for (const [no, rows] of runs.entries()) if (await rows.advance()) heap.push({ rows, no })
    heap.sort(before)
    await writeLines(path, async (out) => {
      while (heap.length > 0) {
        const { rows } = heap[0]!
        const full = out.line(rows.raw())
        if (full) await full
        const next = rows.advance()
        if (!(typeof next === 'boolean' ? next : await next)) {
          const last = heap.pop()!
          if (heap.length > 0) heap[0] = last
        }
        sink(heap)
      }
    })
  } finally {
    await Promise.all(runs.map((rows) => rows.close()))
  }
  await Promise.all(paths.map((old) => rm(old)))
  return path
}

/** A run with its next row in hand. */
interface Waiting { rows: Rows; no: number }

const before = (a: Waiting, b: Waiting): number =>
  compareBytes(a.rows.bytes, a.rows.keyStart, a.rows.keyEnd, b.rows.bytes, b.rows.keyStart, b.rows.keyEnd) || a.no - b.no

/** The first of the heap goes down until no child comes before it. */
function sink(heap: Waiting[]): void {
  for (let at = 0; ;) {
    const left = 2 * at + 1
    if (left >= heap.length) return
    const child = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) < 0 ? left + 1 : left
    if (before(heap[child]!, heap[at]!) >= 0) return
    [heap[at], heap[child]] = [heap[child]!, heap[at]!]
    at = child
  }
}
