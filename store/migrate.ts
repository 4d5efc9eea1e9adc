import { QueryTypes, type Sequelize, type Transaction } from 'sequelize'
import { type Connection } from './connection'
import { migrations } from './migrations'
import { type Migration, type MigrationContext } from './migrations/table'
import { type Db } from './store'

/**
 * Brings the database to this version's tables. One process migrates, the others wait for it; a database of a newer version is refused.
 * On SQLite all of it is one transaction; MariaDB cannot roll a table back, so there every migration can be run again.
 */
export async function migrate(connection: Connection, known: readonly Migration[] = migrations): Promise<void> {
  const pending = async (transaction?: Transaction): Promise<boolean> => {
    const done = await applied(connection.sequelize, transaction)
    refuseUnknown(done, known)
    return done.length < known.length
  }
  if (!await pending()) return
  if (connection.dialect === 'sqlite') await migrateSqlite(connection, known, pending)
  else await migrateMariadb(connection, known, pending)
}

/** A newer version of order-to-cash has changed the tables: this one may not go on with them. */
export class NewerVersion extends Error {
  override readonly name = 'NewerVersion'
}

/**
 * Throws {@link NewerVersion} where another process has migrated the database on while this one had it open. What was begun may be finished:
 * migrations only add, so that both versions work side by side for as long as the older one takes to notice.
 */
export async function refuseNewer({ sequelize }: Pick<Db, 'sequelize'>, known: readonly Migration[] = migrations): Promise<void> {
  refuseUnknown(await applied(sequelize), known)
}

function refuseUnknown(done: readonly string[], known: readonly Migration[]): void {
  const unknown = done.filter((name) => !known.some((migration) => migration.name === name))
  if (unknown.length > 0) throw new NewerVersion(`this store was migrated by a newer version of order-to-cash (${unknown.join(', ')}): use that version`)
}

async function migrateSqlite(connection: Connection, known: readonly Migration[], pending: (transaction: Transaction) => Promise<boolean>): Promise<void> {
  await connection.exclusive(() => connection.sequelize.transaction(async (transaction) => {
    if (await pending(transaction)) await run(connection, known, { transaction })
  }))
}

/** The lock belongs to the session, which the transaction keeps for us; the tables are made on other connections. */
async function migrateMariadb(connection: Connection, known: readonly Migration[], pending: () => Promise<boolean>): Promise<void> {
  await connection.sequelize.transaction(async (transaction) => {
    const [lock] = await connection.sequelize.query<{ got: number }>("SELECT GET_LOCK(CONCAT('order-to-cash migrations ', SHA1(DATABASE())), 120) AS got", { type: QueryTypes.SELECT, transaction })
    if (lock?.got !== 1) throw new Error('another process has been migrating this database for two minutes: see what it is doing, then start again')
    try {
      if (await pending()) await run(connection, known, {})
    } finally {
      await connection.sequelize.query("SELECT RELEASE_LOCK(CONCAT('order-to-cash migrations ', SHA1(DATABASE())))", { type: QueryTypes.SELECT, transaction })
    }
  })
}

async function run(connection: Connection, known: readonly Migration[], options: MigrationContext['options']): Promise<void> {
  const { Umzug } = await import('umzug')
  const { sequelize, dialect, collate } = connection
  const context: MigrationContext = { query: sequelize.getQueryInterface(), dialect, options, collate }
  await context.query.createTable(TABLE, { name: { type: 'VARCHAR(128)', primaryKey: true, allowNull: false } }, options)
  await new Umzug({
    migrations: known.map((migration) => ({ name: migration.name, up: () => migration.up(context) })),
    storage: {
      logMigration: async ({ name }) => { await context.query.bulkInsert(TABLE, [{ name }], options) },
      unlogMigration: async ({ name }) => { await context.query.bulkDelete(TABLE, { name }, options) },
      executed: () => applied(sequelize, options.transaction ?? undefined),
    },
    logger: undefined,
  }).up()
}

const TABLE = 'migrations'

async function applied(sequelize: Sequelize, transaction?: Transaction): Promise<string[]> {
  const there = sequelize.getDialect() === 'sqlite'
    ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
    : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'migrations'"
  if ((await sequelize.query(there, { type: QueryTypes.SELECT, transaction })).length === 0) return []
  return (await sequelize.query<{ name: string }>('SELECT name FROM migrations ORDER BY name', { type: QueryTypes.SELECT, transaction })).map((row) => row.name)
}
