import { type Keys } from '../keys'
import { type PrivateValueRow, type StreamRow } from '../models/events'
import { type Db } from '../store'
import { envelopeOf } from '../streams'
import { type Defect } from './defect'
import { defectsOf, type StoredRow } from './stream'
import { unreadable } from './unreadable'

/** A stream that was checked: its end, so that more can be checked by whoever knows what it means, and what is wrong with it. */
export interface Checked {
  company: string
  stream: string
  /** Events that are there. */
  version: number
  /** Digest of the last of them. */
  head: string
  defects: Defect[]
}

/** Checks every stream against itself, by company and name, in constant memory. May run while others write. */
export async function* verifyStreams(db: Db, keys: Keys = db.keys): AsyncGenerator<Checked> {
  for (const { company } of await db.query<{ company: string }>('SELECT company FROM streams UNION SELECT company FROM events ORDER BY company')) {
    for (let last: string | undefined; ;) {
      const page = await names(db, company, last)
      if (page.length === 0) break
      yield* await readPage(db, keys, company, page)
      last = page.at(-1)!
    }
  }
}

/** Checks these streams of a company against themselves, in their order; one that is not there has no events. */
export async function checkStreams(db: Db, company: string, names: readonly string[]): Promise<Checked[]> {
  const checked: Checked[] = []
  for (const name of names) checked.push(...await readPage(db, db.keys, company, [name]))
  return checked
}

const PAGE = 100

/** Names of streams that have a row, or events without one. */
async function names(db: Db, company: string, last: string | undefined): Promise<string[]> {
  const after = last === undefined ? '' : 'AND stream > $2'
  const params = last === undefined ? [company] : [company, last]
  const of = (table: string) => `SELECT DISTINCT stream FROM ${table} WHERE company = $1 ${after} ORDER BY stream LIMIT ${PAGE}`
  const rows = [...await db.query<{ stream: string }>(of('streams'), params), ...await db.query<{ stream: string }>(of('events'), params)]
  return [...new Set(rows.map((row) => row.stream))].sort(byBytes).slice(0, PAGE)
}

/** As the database orders them: JavaScript compares UTF-16 units, which differs above U+FFFF. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Where one of the streams cannot be read, the others are checked all the same. */
async function readPage(db: Db, keys: Keys, company: string, page: readonly string[]): Promise<Checked[]> {
  try {
    return await checkedPage(db, keys, company, page)
  } catch (error) {
    const [stream] = page
    const defect = unreadable('an event', { company, stream }, error)
    if (!defect) throw error
    if (page.length === 1) return [{ company, stream: stream!, version: 0, head: '', defects: [defect] }]
    const checked: Checked[] = []
    for (const one of page) checked.push(...await readPage(db, keys, company, [one]))
    return checked
  }
}

async function checkedPage(db: Db, keys: Keys, company: string, page: readonly string[]): Promise<Checked[]> {
  const range = [company, page[0]!, page.at(-1)!]
  // one statement sees one state of the database: a stream and its events as they belong together
  const rows = await db.query<JoinedRow>(`SELECT s.stream AS head_stream, s.version AS head_version, s.head AS head_digest, e.* FROM streams s
      LEFT JOIN events e ON e.company = s.company AND e.stream = s.stream WHERE s.company = $1 AND s.stream >= $2 AND s.stream <= $3
    UNION ALL SELECT NULL, NULL, NULL, e.* FROM events e WHERE e.company = $4 AND e.stream >= $5 AND e.stream <= $6
      AND NOT EXISTS (SELECT 1 FROM streams s WHERE s.company = e.company AND s.stream = e.stream) ORDER BY sequence`, [...range, ...range])
  const values = await db.query<PrivateValueRow>('SELECT * FROM private_values WHERE company = $1 AND stream >= $2 AND stream <= $3', range)
  const rowsOf = Map.groupBy(rows, (row) => row.head_stream ?? row.stream!)
  const valuesOf = Map.groupBy(values, (value) => value.stream)
  const checked: Checked[] = []
  for (const stream of page) {
    const own = rowsOf.get(stream) ?? []
    const events: StoredRow[] = []
    for (const row of own) if (isEvent(row)) events.push({ ...row, envelope: await envelopeOf(db, row) })
    const defects = defectsOf(keys, { company, stream }, headOf(company, own[0]), events, valuesOf.get(stream) ?? [])
    checked.push({ company, stream, version: events.length, head: events.at(-1)?.digest ?? '', defects })
  }
  return checked
}

/** Where a stream has no event, the event's columns are null. */
type JoinedRow = { head_stream: string | null; head_version: number | null; head_digest: string | null } & (EventColumns | { sequence: null; stream: null })
type EventColumns = StoredRow & { envelope_parts: number }

const isEvent = (row: JoinedRow): row is JoinedRow & EventColumns => row.sequence !== null

const headOf = (company: string, row: JoinedRow | undefined): StreamRow | undefined =>
  row && row.head_stream !== null ? { company, stream: row.head_stream, version: row.head_version!, head: row.head_digest! } : undefined
