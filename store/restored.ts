import { settings } from './models/documents'
import { put, remove, selectOne } from './rows'
import { type Db, type Tx } from './store'

/** Setting of a copy that was taken as a backup: when. In the store that it was taken of there is none. */
export const TAKEN_AT = 'backup-taken-at'

/** This store was put back from a backup and has not learned yet what happened since: numbers that it would give may be in use. */
export class NotLearned extends Error {
  override readonly name = 'NotLearned'
  constructor(readonly takenAt: string) {
    super(`this store was put back from a backup of ${takenAt}: it takes no new orders and gives no numbers until it has learned from the systems what happened since. `
      + 'Any job does it first ("order-to-cash run nightly"), or "order-to-cash restored" does it alone; every live system must be reachable')
  }
}

/** When the backup was taken that this store was put back from, an instant; undefined where it was not, or has learned what happened since. */
export async function restoredFrom(db: Db): Promise<string | undefined> {
  return (await selectOne(db, settings, { name: TAKEN_AT }))?.value
}

/** Throws {@link NotLearned} where the store was put back and has not learned. */
export async function refuseUnlearned(db: Db): Promise<void> {
  const takenAt = await restoredFrom(db)
  if (takenAt !== undefined) throw new NotLearned(takenAt)
}

/** Says that the database was put back as it was at `takenAt`, where a server's own backup was used, which does not say so itself. */
export const noteRestored = (tx: Tx, takenAt: string): Promise<void> => put(tx, settings, { name: TAKEN_AT, value: takenAt })

/** What happened since is learned. */
export async function noteLearned(tx: Tx): Promise<void> {
  await remove(tx, settings, { name: TAKEN_AT })
}
