import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { type Records, type Row } from '../records'

const MOST = 100
const DEFAULT = 10

/** A list of one kind at `path`, the newest first; `keep` is which rows a query wants. */
export function listRoute<T>(path: string, type: string, body: (row: Row<T>) => unknown, keep: (row: Row<T>, query: URLSearchParams) => boolean = () => true): Route {
  return { method: 'GET', path, answer: (inquiry) => listOf(inquiry, path, inquiry.records.all<T>(type).filter((row) => keep(row, inquiry.query)), body) }
}

/** One of a kind by its id, at `path`. */
export function readRoute<T>(path: string, type: string, body: (row: Row<T>) => unknown): Route {
  return { method: 'GET', path: `${path}/:id`, answer: ({ records, parameters }) => ok(body(rowAt<T>(records, type, parameters.get('id')))) }
}

export function rowAt<T>(records: Records, type: string, id = ''): Row<T> {
  const row = records.get<T>(type, id)
  if (!row) throw new Refusal(404, 'resource_missing', `No such ${type}: '${id}'`)
  return row
}

/**
 * A page of a list: what was made after `ending_before`, or before `starting_after`, the newest first. Ids are in the order in which things were made,
 * so that a row that comes or goes moves nothing.
 */
export function listOf<T>({ query, onPage, shapeFeed }: Inquiry, url: string, rows: readonly Row<T>[], body: (row: Row<T>) => unknown): Answer {
  const limit = Number(query.get('limit') ?? DEFAULT)
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) throw new Refusal(400, 'parameter_invalid_integer', `limit must be 1 to ${MOST}`)
  const [after, before] = [query.get('ending_before'), query.get('starting_after')]
  const found = rows.filter(({ id }) => (after === null || id > after) && (before === null || id < before)).toSorted((a, b) => (a.id < b.id ? 1 : -1))
  const shown = after === null ? found.slice(0, limit) : found.slice(-limit)
  if (found.length > limit) onPage?.(shown)
  return ok({ object: 'list', url, has_more: found.length > limit, data: (shapeFeed?.(shown) as Row<T>[] | undefined ?? shown).map(body) })
}

/** What a search asks for: the value of a name in `metadata`. */
export function wanted(query: URLSearchParams, name: string): string {
  const [, of, quoted] = /^metadata\['(\w+)'\]:'((?:[^'\\]|\\.)*)'$/.exec(query.get('query') ?? '') ?? []
  if (quoted === undefined || of !== name) throw new Refusal(400, 'parameter_invalid', `query must be metadata['${name}']:'…'`)
  return quoted.replace(/\\(.)/g, '$1')
}
