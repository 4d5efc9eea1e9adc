import { createHash } from 'node:crypto'
import { documentChunks, type DocumentRow, documents } from '../models/documents'
import { select, selectOne } from '../rows'
import { type Db } from '../store'
import { type Defect } from './defect'

const PAGE = 200

/** Reads every document again and compares it with the SHA-256 it is named by; documents that an arrival or an order names must be there. */
export async function* verifyDocuments(db: Db): AsyncGenerator<Defect> {
  let made: Promise<ReadonlySet<string>> | undefined
  const isMade = async (sha256: string): Promise<boolean> => (await (made ??= erasedWithOrders(db))).has(sha256)
  for (let last = ''; ;) {
    const page = await db.query<DocumentRow>(`SELECT * FROM documents WHERE sha256 > $1 ORDER BY sha256 LIMIT ${PAGE}`, [last])
    for (const document of page) {
      if (document.erased_at !== null) {
        if (!await isErasedByOrder(db, document.sha256) && !await isMade(document.sha256)) yield defect('document-missing', '', '', `the document ${document.sha256} is marked as erased, and no event says that somebody erased it`)
      } else if (!await isWhole(db, document)) yield defect('document-changed', '', '', `the document ${document.sha256} is not what it was when it came: its bytes do not have this SHA-256 any more`)
    }
    if (page.length < PAGE) break
    last = page.at(-1)!.sha256
  }
  for (const row of await db.query<{ id: string; company: string | null; sha256: string }>(
    'SELECT a.id, a.company, a.sha256 FROM arrivals a LEFT JOIN documents d ON d.sha256 = a.sha256 WHERE d.sha256 IS NULL ORDER BY a.id')) {
    yield defect('document-missing', row.company ?? '', '', `the document ${row.sha256} of the arrival ${row.id} is gone`)
  }
  for (const row of await db.query<{ company: string; stream: string; sha256: string; what: string }>(
    `SELECT i.company, i.stream, i.sha256, CONCAT(i.type, ' ', i.control, ' of ', i.partner) AS what FROM interchanges i LEFT JOIN documents d ON d.sha256 = i.sha256 WHERE d.sha256 IS NULL ORDER BY i.company, i.id`)) {
    yield defect('document-missing', row.company, row.stream, `the document ${row.sha256} of the interchange ${row.what} is gone`)
  }
  for (const row of await db.query<{ company: string; id: string; name: string; document: string }>(
    `SELECT o.company, o.id, COALESCE(o.number, o.id) AS name, o.document FROM orders o LEFT JOIN documents d ON d.sha256 = o.document
      WHERE o.document IS NOT NULL AND d.sha256 IS NULL ORDER BY o.company, o.id`)) {
    yield defect('document-missing', row.company, `order/${row.id}`, `the document ${row.document} that ${row.name} was read from is gone`)
  }
}

/** Does an event of an order say that its document was erased? */
async function isErasedByOrder(db: Db, sha256: string): Promise<boolean> {
  const orders = await db.query<{ company: string; id: string }>('SELECT company, id FROM orders WHERE document = $1', [sha256])
  for (const { company, id } of orders) {
    const rows = await db.query<{ envelope: string }>("SELECT envelope FROM events WHERE company = $1 AND stream = $2 AND type = 'erased'", [company, `order/${id}`])
    if (rows.some(({ envelope }) => envelope.includes(`"document":"${sha256}"`))) return true
  }
  return false
}

/** The documents made of orders, and heard of them, that events say were erased with them; only read where one is looked for. */
async function erasedWithOrders(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ envelope: string }>("SELECT envelope FROM events WHERE type = 'erased'")
  return new Set(rows.flatMap(({ envelope }) => [...envelope.matchAll(/"(?:made|heard)":\[([^\]]*)\]/g)].flatMap(([, list]) => list!.match(/[0-9a-f]{64}/g) ?? [])))
}

/** What became of a document: `other` where its bytes do not have its SHA-256 any more, or a part of it is gone. */
export async function keptAs(db: Db, sha256: string): Promise<'whole' | 'erased' | 'missing' | 'other'> {
  const document = await selectOne(db, documents, { sha256 })
  if (!document) return 'missing'
  if (document.erased_at !== null) return 'erased'
  return await isWhole(db, document) ? 'whole' : 'other'
}

async function isWhole(db: Db, { sha256, bytes, chunks }: DocumentRow): Promise<boolean> {
  const hash = createHash('sha256')
  let length = 0
  for (let no = 0; no < chunks; no++) {
    const [chunk] = await select(db, documentChunks, { sha256, no })
    if (!chunk) return false
    hash.update(chunk.bytes)
    length += chunk.bytes.length
  }
  return length === bytes && hash.digest('hex') === sha256
}

const defect = (code: Defect['code'], company: string, stream: string, text: string): Defect => ({ code, company, stream, text })
