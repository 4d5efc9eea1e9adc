import { actors, type ActorRow } from './models/config'
import { type Actor } from './records'
import { put, select, selectOne } from './rows'
import { type Db, type Tx } from './store'

/** Writes a person, system or partner that acts, over the one of the same id. */
export const save = (tx: Tx, actor: Actor): Promise<void> =>
  put(tx, actors, { id: actor.id, name: actor.name, roles: JSON.stringify(actor.roles), scope: JSON.stringify(actor.scope) })

export async function get(db: Db, id: string): Promise<Actor | undefined> {
  const row = await selectOne(db, actors, { id })
  return row && fromRow(row)
}

export const list = async (db: Db): Promise<Actor[]> => (await select(db, actors, {}, { order: ['id'] })).map(fromRow)

const fromRow = (row: ActorRow): Actor => ({ id: row.id, name: row.name, roles: JSON.parse(row.roles) as string[], scope: JSON.parse(row.scope) as Actor['scope'] })
