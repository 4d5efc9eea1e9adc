import { DatabaseSync } from 'node:sqlite'

const PATIENCE_MS = 5000

/**
 * One day at a time in a data folder. The lock is the operating system's on an open file, so that it ends with its process
 * however that dies. Waits a little for one that is just ending; throws where another goes on.
 */
export async function lockDay(file: string): Promise<() => void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const database = new DatabaseSync(file)
    try {
      database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
      return () => { database.close() }
    } catch (error) {
      database.close()
      if (!/locked|busy/i.test(String(error))) throw error
    }
    if (Date.now() > until) throw new Error('Another day is running in this data folder. Stop it with Ctrl-C first, or give this one a folder of its own: npm start -- --data DIR')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
