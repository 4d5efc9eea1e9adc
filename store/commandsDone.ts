import { commandsDone } from './models/deliveries'
import { insertIfNew, selectOne } from './rows'
import { type Db, type Tx } from './store'

/** The stream that a command of this id has changed, or undefined where none was carried out. */
export const streamOf = async (db: Db, company: string, command: string): Promise<string | undefined> => (await selectOne(db, commandsDone, { company, command }))?.stream

/** Notes that a command is carried out, in the transaction that does so; false where it was before. `at` is a UTC instant. */
export const note = (tx: Tx, company: string, command: string, stream: string, at: string): Promise<boolean> => insertIfNew(tx, commandsDone, { company, command, stream, at })
