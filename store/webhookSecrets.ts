import * as secrets from './secrets'
import { type Db, type Tx } from './store'

/** Kept apart from the secret that we log in with: whoever signs to us need not be let in by it. */
const nameOf = (system: string): string => `webhook/${system}`

export const put = (tx: Tx, company: string, system: string, secret: string, at: string): Promise<void> => secrets.put(tx, company, nameOf(system), secret, at)

/** What a system signs its webhooks with, or undefined where none is kept. */
export const get = (db: Db, company: string, system: string): Promise<string | undefined> => secrets.get(db, company, nameOf(system))
