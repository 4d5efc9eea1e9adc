import { sha256 as digestOf } from './digest'
import { documentChunks, documents } from './models/documents'
import { insertMany, insertIfNew, remove, selectOne, select, update } from './rows'
import { type Db, type Tx } from './store'

/** MariaDB takes 16 MiB packets by default. */
const CHUNK = 1024 * 1024

/** Keeps a document whole; false where it was there already. Throws where the bytes do not have that SHA-256. */
export async function keep(tx: Tx, { sha256, bytes }: { sha256: string; bytes: Buffer }): Promise<boolean> {
  if (digestOf(bytes) !== sha256) throw new Error(`the document's bytes do not have the SHA-256 ${sha256}`)
  const chunks = Math.ceil(bytes.length / CHUNK)
  if (!await insertIfNew(tx, documents, { sha256, bytes: bytes.length, chunks })) {
    const known = await selectOne(tx, documents, { sha256 })
    // what was erased and is sent once more is received anew
    if (known?.erased_at == null) return false
    await update(tx, documents, { erased_at: null }, { sha256 })
  }
  for (let no = 0; no < chunks; no++) await insertMany(tx, documentChunks, [{ sha256, no, bytes: bytes.subarray(no * CHUNK, (no + 1) * CHUNK) }])
  return true
}

export const has = async (db: Db, sha256: string): Promise<boolean> => await selectOne(db, documents, { sha256 }) !== undefined

/** Takes a document's content away by order; its row stays, and says when. */
export async function erase(tx: Tx, sha256: string, at: string): Promise<void> {
  await remove(tx, documentChunks, { sha256 })
  await update(tx, documents, { erased_at: at }, { sha256, erased_at: null })
}

/** The document as it came, or undefined where we do not have it or its content was erased. Throws where a part of it is gone. */
export async function read(db: Db, sha256: string): Promise<Buffer | undefined> {
  const document = await selectOne(db, documents, { sha256 })
  if (!document || document.erased_at !== null) return undefined
  const parts: Buffer[] = []
  for (let no = 0; no < document.chunks; no++) {
    const [chunk] = await select(db, documentChunks, { sha256, no })
    if (!chunk) throw new Error(`part ${no + 1} of ${document.chunks} of the document ${sha256} is missing in the store: restore it from a backup`)
    parts.push(chunk.bytes)
  }
  return Buffer.concat(parts)
}

/** How the document was read last, so that it can be read again in the same way. */
export async function noteReadWith(tx: Tx, sha256: string, reading: { format: string; partner?: string; profileVersion?: number }): Promise<void> {
  await update(tx, documents, { format: reading.format, partner: reading.partner ?? null, profile_version: reading.profileVersion ?? null }, { sha256 })
}
