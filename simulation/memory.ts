import { DatabaseSync } from 'node:sqlite'
import { asSequelizes, type Connection, type Ongoing } from '../store/connection'
import { toSqliteError } from '../store/sqlite/errors'
import { Prepared } from '../store/sqlite/prepared'
import { insertion, updating } from '../store/sqlite/texts'
import { Queue } from '../store/sqlite/queue'
import { type Store, type Value } from '../store/store'
import { reading, write } from '../store/write'

/** A store with the tables, rows and keys of another, in the memory of this process. It ends with the process. */
export function inMemory(file: string, store: Store): Store {
  const connection = connect(copyOf(file), store.sequelize)
  return { ...reading(connection, store.keys), url: store.url, environment: store.environment, write: (work) => write(connection, store.keys, work), close: () => connection.close() }
}

/** All of a database file, in memory. */
function copyOf(file: string): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  db.exec(`ATTACH '${file.replaceAll("'", "''")}' AS file`)
  const made = db.prepare("SELECT name, type, sql FROM file.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").all() as { name: string; type: string; sql: string }[]
  for (const { sql } of made) db.exec(sql)
  for (const { name } of made.filter(({ type }) => type === 'table')) db.exec(`INSERT INTO main."${name}" SELECT * FROM file."${name}"`)
  db.exec('DETACH file')
  return db
}

/**
 * The one connection of a database in memory. Transactions go one after the other, and whoever reads beside one waits for its end, so that nobody sees what may
 * still be rolled back.
 */
function connect(db: DatabaseSync, sequelize: Store['sequelize']): Connection {
  const statements = new Map<string, Prepared>()
  const prepared = (sql: string): Prepared => {
    let statement = statements.get(sql)
    if (!statement) statements.set(sql, statement = new Prepared(db.prepare(sql.replace(/\$(\d+)/g, '?$1'))))
    return statement
  }
  const asked = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw asSequelizes(sequelize, toSqliteError(error))
    }
  }
  const all = (sql: string, values: readonly Value[]): object[] => asked(() => prepared(sql).all(values))
  const run = (sql: string, values: readonly Value[]): number => asked(() => Number(prepared(sql).run(values).changes))
  const queue = new Queue()
  let ongoing: Promise<unknown> | undefined
  return {
    dialect: 'sqlite', sequelize, triesFor: () => 1,
    exclusive: (work) => queue.run(work),
    async transaction(work) {
      const ended = transaction({ db, begin: prepared('BEGIN'), commit: prepared('COMMIT') }, work)
      ongoing = ended.catch(() => undefined)
      try {
        return await ended
      } finally {
        ongoing = undefined
      }
    },
    async read(sql, values) {
      while (ongoing) await ongoing
      return all(sql, values)
    },
    async statement(_, sql, values, how) {
      return how === 'read' ? { rows: all(sql, values), changes: 0 } : { rows: [], changes: run(sql, values) }
    },
    async insertRows(_, insert, rows) {
      const sql = insertion(insert)
      for (const row of rows) run(sql, row)
    },
    async insertNew(_, insert, rows) {
      const sql = insertion({ ...insert, ending: 'ON CONFLICT DO NOTHING' })
      return rows.map((row) => run(sql, row) === 1)
    },
    async updateRows(_, update, rows) {
      const sql = updating(update)
      return rows.reduce((changes, row) => changes + run(sql, [...row.values, ...row.key]), 0)
    },
    async close() { db.close() },
  }
}

async function transaction<T>({ db, begin, commit }: { db: DatabaseSync; begin: Prepared; commit: Prepared }, work: (transaction: Ongoing) => Promise<T>): Promise<T> {
  const ongoing = { finished: false }
  begin.run([])
  try {
    const result = await work(ongoing)
    commit.run([])
    return result
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  } finally {
    ongoing.finished = true
  }
}
