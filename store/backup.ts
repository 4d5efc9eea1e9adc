import { existsSync } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
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
  try {
    await store.query('VACUUM INTO $1', [draft])
    await noteTaken(draft, takenAt)
    await rename(draft, target)
  } catch (cause) {
    // a piece of a copy would only keep the disk full
    await rm(draft, { force: true })
    throw new Error(`no backup was written to ${file}, and nothing is left of it: ${cause instanceof Error ? cause.message : String(cause)}. See that its folder is there and has room for ${await sizeOf(store)} bytes`, { cause })
  }
  return (await stat(target)).size
}

/** What was itself put back from a backup, and has not learned yet what happened since, is still as old as that. */
async function noteTaken(copyOf: string, takenAt: string): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite')
  const copy = new DatabaseSync(copyOf)
  try {
    copy.prepare('INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)').run(TAKEN_AT, takenAt)
  } finally {
    copy.close()
  }
}

async function sizeOf(store: Store): Promise<number> {
  const [row] = await store.query<{ bytes: number }>('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()')
  return row?.bytes ?? 0
}
