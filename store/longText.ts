import { keyDigest } from './digest'
import { textParts } from './models/events'
import { insertMany, remove, select } from './rows'
import { type Db, type Tx } from './store'

/** UTF-16 units in one value: at most 6 MiB as UTF-8, where MariaDB takes 16 MiB a packet by default. */
const PIECE = 2 * 1024 * 1024

/** A text as a row can hold it, and what goes beside it. */
export interface Split { head: string; rest: string[] }

/** Cuts a text into pieces that the database takes, never inside a surrogate pair. */
export function split(text: string): Split {
  const pieces: string[] = []
  let from = 0
  do {
    let to = Math.min(from + PIECE, text.length)
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to--
    pieces.push(text.slice(from, to))
    from = to
  } while (from < text.length)
  const [head = '', ...rest] = pieces
  return { head, rest }
}

/** Keeps the pieces after the first in place of those that `owner` (a table and a key) had. */
export async function keepRest(tx: Tx, owner: readonly (string | number)[], rest: string[], had = 0): Promise<void> {
  const digest = keyDigest(...owner)
  if (had > 0) await remove(tx, textParts, { owner: digest })
  for (const [no, text] of rest.entries()) await insertMany(tx, textParts, [{ owner: digest, no, text }])
}

/** The whole text again. */
export async function joined(db: Db, owner: readonly (string | number)[], head: string, parts: number): Promise<string> {
  if (parts === 0) return head
  const rows = await select(db, textParts, { owner: keyDigest(...owner) }, { order: ['no'] })
  return head + rows.map((row) => row.text).join('')
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
