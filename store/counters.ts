import { counters } from './models/orders'
import { refuseUnlearned } from './restored'
import { insertIfNew, select, selectOne } from './rows'
import { type Db, type Tx } from './store'

/** The next number of a range, from 1. Without gaps: where the caller's transaction is rolled back, the number is given to the next. */
export async function next(tx: Tx, company: string, range: string): Promise<number> {
  const { changes } = await tx.execute('UPDATE counters SET value = value + 1 WHERE company = $1 AND range_name = $2', [company, range])
  if (changes === 0) {
    if (await insertIfNew(tx, counters, { company, range_name: range, value: 1 })) return 1
    return next(tx, company, range)
  }
  return current(tx, company, range)
}

/** Numbers of a range for one transaction, which holds the range until it ends. */
export interface Numbers {
  next(): Promise<number>
  /** The number that would be next, where the range is held already; it is given only by {@link next}. */
  readonly ready: number | undefined
  /** Keeps what was given; to be called before the transaction ends. */
  keep(): Promise<void>
}

/**
 * As {@link next}, for many numbers in one transaction: the first one locks the range, and the last one is written. Throws `NotLearned` where the
 * store was put back from a backup, and a number might have been given already.
 */
export function numbers(tx: Tx, company: string, range: string): Numbers {
  let first: number | undefined
  let last = 0
  return {
    async next() {
      if (first === undefined) {
        await refuseUnlearned(tx)
        return last = first = await next(tx, company, range)
      }
      return ++last
    },
    get ready() { return first === undefined ? undefined : last + 1 },
    async keep() {
      if (first !== undefined && last > first) await tx.execute('UPDATE counters SET value = $1 WHERE company = $2 AND range_name = $3', [last, company, range])
    },
  }
}

/** Lifts a range so that its next number is above `atLeast`: after a restore, no number that was given out is given again. */
export async function raise(tx: Tx, company: string, range: string, atLeast: number): Promise<void> {
  if (await insertIfNew(tx, counters, { company, range_name: range, value: atLeast })) return
  await tx.execute('UPDATE counters SET value = $1 WHERE company = $2 AND range_name = $3 AND value < $4', [atLeast, company, range, atLeast])
}

/** The ranges whose name begins with `prefix`, with the last number given of each. */
export async function ranges(db: Db, company: string, prefix: string): Promise<{ range: string; value: number }[]> {
  const rows = await select(db, counters, { company, range_name: { gte: prefix } }, { order: ['range_name'] })
  return rows.filter((row) => row.range_name.startsWith(prefix)).map((row) => ({ range: row.range_name, value: row.value }))
}

/** The last number given; 0 where there is none yet. */
export async function current(tx: Tx, company: string, range: string): Promise<number> {
  return (await selectOne(tx, counters, { company, range_name: range }))?.value ?? 0
}
