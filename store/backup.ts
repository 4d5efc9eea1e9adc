import { existsSync } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { TAKEN_AT } from './restored'
import { type Store } from './store'

/**
 * Copies the database as it is at one moment into a new file while others go on reading and writing; answers with its bytes.
 * The copy says of itself when it was taken, so that a store which was put back from it knows that it must learn what happened since.
 * The keys are not in it. Throws where the file is there already, and on MariaDB, which has tools of its own for this.
 */
export async function backUp(store: Store, file: string): Promise<number> {
  if (store.dialect !== 'sqlite') throw new Error('a MariaDB or MySQL store is backed up with its own tools, such as: mariadb-dump --single-transaction DATABASE')
  const target = resolve(file)
  if (existsSync(target)) throw new Error(`${file} is there already: name a file that is not`)
  const draft = `${target}.${process.pid}.tmp`
  const takenAt = new Date().toISOString()
  await store.query('VACUUM INTO $1', [draft])
  const { DatabaseSync } = await import('node:sqlite')
  const copy = new DatabaseSync(draft)
  try {
    copy.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)').run(TAKEN_AT, takenAt)
  } finally {
    copy.close()
  }
  await rename(draft, target)
  return (await stat(target)).size
}
