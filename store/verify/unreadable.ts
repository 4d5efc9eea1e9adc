import { type Defect } from './defect'

/** What is thrown where a row does not hold what it should: no JSON, no list, a number that is none. Not where the store does not answer. */
const NAMES = ['SyntaxError', 'TypeError', 'RangeError']

/** The defect that an error is; undefined where it says nothing of what is stored. One row that cannot be read must not hide all others. */
export function unreadable(what: string, { company, stream = '' }: { company: string; stream?: string }, error: unknown): Defect | undefined {
  if (!(error instanceof Error) && !(typeof error === 'object' && error !== null && 'message' in error)) return undefined
  const { name, message, parent } = error as Error & { parent?: unknown }
  if (NAMES.includes(name)) return { code: 'row-unreadable', company, stream, text: `${what} cannot be read, and was not checked further: ${message}` }
  return parent === undefined ? undefined : unreadable(what, { company, stream }, parent)
}

/** The defects of a part, and of what of it cannot be read. */
export async function* readable<Found>(what: string, company: string, part: AsyncIterable<Found>): AsyncGenerator<Found | Defect> {
  try {
    yield* part
  } catch (error) {
    const defect = unreadable(what, { company }, error)
    if (!defect) throw error
    yield defect
  }
}
