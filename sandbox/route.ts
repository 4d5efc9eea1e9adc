import { type Records, type Row } from './records'

/** A request as a route sees it: path parameters by name, JSON body parsed. */
export interface Inquiry {
  parameters: ReadonlyMap<string, string>
  query: URLSearchParams
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: unknown
  records: Records
  /** Set by faults: turns the rows of a change feed into what is answered. */
  shapeFeed?: (rows: Row<unknown>[]) => Row<unknown>[]
  /** Set by faults: told of each page of a list that has a successor. */
  onPage?: (rows: readonly Row<unknown>[]) => void
}

/** What goes back: a body to be written as JSON. */
export interface Answer {
  status: number
  body: unknown
}

/**
 * One endpoint. `:name` in the path is a parameter of one segment. `answer` is synchronous and runs inside one transaction,
 * which a thrown {@link Refusal} rolls back.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  path: string
  answer(inquiry: Inquiry): Answer
}

/** A request that the system does not take: HTTP status, the system's own code, a text for a person. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })

export interface Match {
  route: Route
  parameters: ReadonlyMap<string, string>
}

/** Finds the route of a request; a 404 or 405 Refusal where there is none. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  let known = false
  for (const route of routes) {
    const parameters = matchPath(route.path, path)
    if (!parameters) continue
    known = true
    if (route.method === method) return { route, parameters }
  }
  throw known
    ? new Refusal(405, 'method-not-allowed', `${path} does not take ${method}`)
    : new Refusal(404, 'not-found', `there is nothing at ${path}`)
}

function matchPath(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const parameters = new Map<string, string>()
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? ''
    if (part.startsWith(':')) parameters.set(part.slice(1), decodeSegment(text))
    else if (part !== text) return undefined
  }
  return parameters
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Refusal(400, 'bad-path', `the path holds a broken escape: ${text.slice(0, 60)}`)
  }
}
