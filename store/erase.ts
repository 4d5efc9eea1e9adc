import { type PersonalPlace } from '../orders/event'
import * as documents from './documents'
import * as exchanges from './exchanges'
import { keepRest, split } from './longText'
import { bodyOwner, toMessage } from './message'
import { arrivals } from './models/documents'
import { cases, links, messages } from './models/engine'
import { privateValues } from './models/events'
import { parts } from './models/orders'
import { select, update } from './rows'
import { type Db, type Tx } from './store'

/** Where the personal values of a stream stand that were not erased yet. */
export async function personalIn(db: Db, company: string, stream: string): Promise<PersonalPlace[]> {
  const rows = await select(db, privateValues, { company, stream, erased_at: null }, { order: ['sequence', 'path'] })
  return rows.map(({ sequence, path }) => ({ sequence, path }))
}

/** Takes the values away with their salts. The digests stay: the chain is over them, and nobody can guess what they were. */
export async function eraseValues(tx: Tx, company: string, stream: string, values: readonly PersonalPlace[], at: string): Promise<void> {
  for (const { sequence, path } of values) {
    await update(tx, privateValues, { salt: null, value: null, erased_at: at }, { company, stream, sequence, path, erased_at: null })
  }
}

/** Members under which the bodies around an order hold what is personal. */
const PERSONAL_MEMBERS = new Set(['shipTo', 'billTo', 'contact', 'address', 'signedBy', 'notes'])

/** Takes what is personal out of all that was copied of an order: messages to systems, what they said, parts and cases. */
export async function eraseCopies(tx: Tx, company: string, order: string): Promise<void> {
  const stream = `order/${order}`
  const sent = await select(tx, messages, { company, stream })
  await exchanges.erase(tx, sent.map(({ position }) => position))
  for (const row of sent) {
    const { head, rest } = split(JSON.stringify(impersonal((await toMessage(tx, row)).body)))
    await keepRest(tx, bodyOwner(row), rest, row.body_parts)
    await update(tx, messages, { body: head, body_parts: rest.length, result: withoutPersonal(row.result) }, { position: row.position })
  }
  for (const row of await select(tx, links, { company, stream })) {
    await update(tx, links, { body: withoutPersonal(row.body) }, { company, system: row.system, kind: row.kind, our_id: row.our_id })
  }
  for (const row of await select(tx, parts, { company, order_id: order })) await update(tx, parts, { body: withoutPersonal(row.body)! }, { company, order_id: order, no: row.no })
  for (const row of await select(tx, cases, { company, subject: stream })) await update(tx, cases, { detail: withoutPersonal(row.detail) }, { id: row.id })
}

const withoutPersonal = (text: string | null): string | null => (text === null ? null : JSON.stringify(impersonal(JSON.parse(text))))

function impersonal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(impersonal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !PERSONAL_MEMBERS.has(name)).map(([name, inner]) => [name, impersonal(inner)]))
}

/** Orders that came with this document and of whose persons nothing was erased: their document can't go. */
export async function othersOfDocument(db: Db, sha256: string, except: { company: string; order: string }): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `SELECT COALESCE(o.number, o.reference, o.id) AS name FROM orders o WHERE o.document = $1 AND NOT (o.company = $2 AND o.id = $3)
      AND NOT EXISTS (SELECT 1 FROM events e WHERE e.company = o.company AND e.stream = CONCAT('order/', o.id) AND e.type = 'erased') ORDER BY o.id`, [sha256, except.company, except.order])
  return rows.map((row) => row.name)
}

/** The documents that were made of an order and sent to its partner: their messages name them. */
export async function madeOf(db: Db, company: string, order: string): Promise<string[]> {
  const rows = await select(db, messages, { company, stream: `order/${order}`, kind: 'document' })
  const bodies = await Promise.all(rows.map(async (row) => (await toMessage(db, row)).body as { sha256?: unknown } | null))
  return [...new Set(bodies.flatMap((body) => (typeof body?.sha256 === 'string' ? [body.sha256] : [])))]
}

/**
 * What systems told by webhooks of an order, byte for byte as it was kept: those that name its id. None is older than the order. Read through, since no row
 * says which order a webhook is about; who erases can wait.
 */
export async function heardOf(db: Db, order: string, since: string): Promise<string[]> {
  const told = await db.query<{ sha256: string }>("SELECT DISTINCT a.sha256 FROM arrivals a JOIN documents d ON d.sha256 = a.sha256 WHERE a.channel LIKE 'webhook/%' AND a.at >= $1 AND d.erased_at IS NULL ORDER BY a.sha256", [since])
  const heard: string[] = []
  for (const { sha256 } of told) if ((await documents.read(db, sha256))?.includes(order)) heard.push(sha256)
  return heard
}

/** Takes away who sent a document where that is a person's e-mail address; an identifier of a company stays. */
export async function eraseSenders(tx: Tx, sha256: string): Promise<void> {
  for (const row of await select(tx, arrivals, { sha256 })) if (row.sender?.includes('@')) await update(tx, arrivals, { sender: null }, { id: row.id })
}

/** What was ever erased by order: so many personal values and received documents. */
export async function countErased(db: Db): Promise<{ values: number; documents: number }> {
  const [row] = await db.query<{ values_n: number; documents_n: number }>(
    'SELECT (SELECT count(*) FROM private_values WHERE erased_at IS NOT NULL) AS values_n, (SELECT count(*) FROM documents WHERE erased_at IS NOT NULL) AS documents_n')
  return { values: Number(row?.values_n ?? 0), documents: Number(row?.documents_n ?? 0) }
}
