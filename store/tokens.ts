import { tokens } from './models/engine'
import { insertIfNew, selectOne } from './rows'
import { type Db, type Tx, type Value } from './store'

/** Tokens of a system, as they were last given out. */
export interface Kept {
  access: string
  refresh?: string
  /** Real clock, ms; absent where nobody said how long it lasts. */
  expiresMs?: number
}

/** Whose tokens, and by which secret: a new secret begins anew. */
export interface TokensOf { company: string; system: string; secret: string }

/** The tokens, and which of their turns they are of (0: none was given out yet). */
export async function get(db: Db, of: TokensOf): Promise<{ kept?: Kept; generation: number }> {
  const row = await selectOne(db, tokens, { company: of.company, system: of.system })
  if (!row) return { generation: 0 }
  if (row.cipher === null || row.secret !== seal(db, of)) return { generation: row.generation }
  const { access, refresh } = JSON.parse(db.keys.decrypt(row.cipher, contextOf(of))) as Pick<Kept, 'access' | 'refresh'>
  return { generation: row.generation, kept: { access, ...(refresh === undefined ? {} : { refresh }), ...(row.expires_ms === null ? {} : { expiresMs: row.expires_ms }) } }
}

/** Who renews the tokens after this generation: of all that ask only one, until he is done or his time is over. */
export async function lock(tx: Tx, of: TokensOf, by: { owner: string; generation: number; nowMs: number; untilMs: number }): Promise<boolean> {
  if (by.generation === 0) await insertIfNew(tx, tokens, { company: of.company, system: of.system, secret: seal(tx, of), generation: 0, lock_until_ms: 0 })
  const { changes } = await tx.execute('UPDATE tokens SET lock_owner = $1, lock_until_ms = $2 WHERE company = $3 AND system = $4 AND generation = $5 AND lock_until_ms <= $6',
    [by.owner, by.untilMs, of.company, of.system, by.generation, by.nowMs])
  return changes === 1
}

/** Keeps what was given out, encrypted, and lets go of the lock; false where somebody else has had it since. */
export async function keep(tx: Tx, of: TokensOf, owner: string, token: Kept): Promise<boolean> {
  const { changes } = await tx.execute(`${WRITE} AND lock_owner = $6`, [...writtenOf(tx, of, token), owner])
  return changes === 1
}

/** Takes the place of whatever is kept: a secret that was tried has them already. Whoever is just renewing others is too late with them. */
export async function begin(tx: Tx, of: TokensOf, token: Kept): Promise<void> {
  await insertIfNew(tx, tokens, { company: of.company, system: of.system, secret: seal(tx, of), generation: 0, lock_until_ms: 0 })
  await tx.execute(WRITE, writtenOf(tx, of, token))
}

const WRITE = 'UPDATE tokens SET secret = $1, cipher = $2, expires_ms = $3, generation = generation + 1, lock_owner = NULL, lock_until_ms = 0 WHERE company = $4 AND system = $5'
const writtenOf = (tx: Tx, of: TokensOf, { expiresMs, ...token }: Kept): Value[] => [seal(tx, of), tx.keys.encrypt(JSON.stringify(token), contextOf(of)), expiresMs ?? null, of.company, of.system]

/** Nothing was given out: whoever asks next may try. */
export async function letGo(tx: Tx, of: TokensOf, owner: string): Promise<void> {
  await tx.execute('UPDATE tokens SET lock_owner = NULL, lock_until_ms = 0 WHERE company = $1 AND system = $2 AND lock_owner = $3', [of.company, of.system, owner])
}

/** Tells one secret from another without showing anything of it. */
const seal = ({ keys }: Db, { secret }: TokensOf): string => keys.seal(secret)

const contextOf = ({ company, system }: TokensOf): string => JSON.stringify(['tokens', company, system])
