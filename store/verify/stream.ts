import { sha256 } from '../digest'
import { type Keys } from '../keys'
import { type EventRow, type PrivateValueRow, type StreamRow } from '../models/events'
import { marksOf, privateDigest } from '../personal'
import { type Defect, type DefectCode } from './defect'

/** An event as it stands in the database, with its whole envelope. */
export type StoredRow = Omit<EventRow, 'envelope_parts'>
/** The same with what its envelope says, read once; nothing where it is no JSON any more. */
type ReadRow = StoredRow & { said: Record<string, unknown> | undefined }

/** Checks one stream against itself: every digest, seal and column, the chain, its end, and the personal values beside it. */
export function defectsOf(keys: Keys, stream: Pick<StreamRow, 'company' | 'stream'>, head: StreamRow | undefined, stored: readonly StoredRow[], values: readonly PrivateValueRow[]): Defect[] {
  const defects: Defect[] = []
  const found = (code: DefectCode, sequence: number | undefined, text: string): void => { defects.push({ code, company: stream.company, stream: stream.stream, sequence, text }) }
  let before: ReadRow | undefined
  const rows = stored.map((row): ReadRow => ({ ...row, said: parsed(row.envelope) }))
  const erased = new Set(rows.filter((row) => row.type === 'erased').flatMap(erasedBy))
  for (const row of rows) {
    checkEvent(keys, row, found)
    checkChain(before, row, found)
    checkValues(row, values.filter((value) => value.sequence === row.sequence), erased, found)
    before = row
  }
  checkEnd(head, before, rows.length, found)
  return defects
}

type Found = (code: DefectCode, sequence: number | undefined, text: string) => void

function checkEvent(keys: Keys, row: ReadRow, found: Found): void {
  const digest = sha256(row.envelope)
  if (digest !== row.digest) found('event-changed', row.sequence, `event ${row.sequence} (${row.type}) was changed after it was written: its text does not have the digest beside it`)
  else if (keys.seal(digest) !== row.seal) found('seal-wrong', row.sequence, `event ${row.sequence} (${row.type}) was not written by this store: its seal is not of our key`)
  const { said } = row
  if (!said) return
  const differing = COLUMNS.filter((column) => said[column] !== row[column])
  if (differing.length > 0) found('columns-differ', row.sequence, `event ${row.sequence} says another ${differing.join(', ')} than the columns of its row`)
}

const COLUMNS = ['company', 'stream', 'sequence', 'type', 'at', 'correlation'] as const

function checkChain(before: ReadRow | undefined, row: ReadRow, found: Found): void {
  const expected = (before?.sequence ?? 0) + 1
  if (row.sequence > expected) {
    const gone = row.sequence - 1 === expected ? `event ${expected} is` : `events ${expected} to ${row.sequence - 1} are`
    return found('event-removed', expected, `${gone} gone`)
  }
  const previous = row.said?.previous
  if (previous !== undefined && previous !== (before?.digest ?? '')) found('event-moved', row.sequence, `event ${row.sequence} was not written after the event that stands before it now`)
}

function checkEnd(head: StreamRow | undefined, last: StoredRow | undefined, count: number, found: Found): void {
  if (!head) return found('stream-row-removed', undefined, `the stream's own row is gone, and ${count} events of it are there`)
  if (!last) return found('stream-removed', undefined, `all ${head.version} events of the stream are gone`)
  if (last.sequence < head.version) {
    const gone = last.sequence + 1 === head.version ? `event ${head.version} is` : `events ${last.sequence + 1} to ${head.version} are`
    found('stream-cut', last.sequence + 1, `${gone} gone from the end of the stream`)
  } else if (last.sequence > head.version || last.digest !== head.head) {
    found('stream-cut', last.sequence, `the stream ends with event ${last.sequence}, and its own row says that it ended with another event ${head.version}`)
  }
}

/** The places whose values an event says were erased. */
function erasedBy(row: ReadRow): string[] {
  const { values } = (row.said?.data ?? {}) as { values?: { sequence: number; path: string }[] }
  return (values ?? []).map(placeOf)
}

const placeOf = ({ sequence, path }: { sequence: number; path: string }): string => `${sequence} ${path}`

function checkValues(row: ReadRow, values: readonly PrivateValueRow[], erased: ReadonlySet<string>, found: Found): void {
  const byPath = new Map(values.map((value) => [value.path, value]))
  for (const { path, digest } of marksOf(row.said?.data)) {
    const value = byPath.get(path)
    if (!value) found('personal-missing', row.sequence, `the personal value ${path} of event ${row.sequence} is gone, and was not erased by order`)
    else if (value.digest !== digest) found('personal-changed', row.sequence, `the personal value ${path} of event ${row.sequence} is not the one of the chain`)
    else if (value.erased_at !== null) {
      if (!erased.has(placeOf(value))) found('personal-missing', row.sequence, `the personal value ${path} of event ${row.sequence} is marked as erased, and no event says that somebody erased it`)
    } else if (value.salt === null || value.value === null || privateDigest(value.salt, value.value) !== digest) {
      found('personal-changed', row.sequence, `the personal value ${path} of event ${row.sequence} was changed after it was written`)
    }
  }
}

function parsed(envelope: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(envelope)
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : undefined
  } catch (error) {
    // a text that is no JSON any more has been reported by its digest
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
