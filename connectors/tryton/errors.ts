import { z } from 'zod'
import { Fault, type FaultKind } from '../fault'

/** A question of Tryton's: it did nothing, and asks whether it shall. */
export class Warned extends Error {
  override readonly name = 'Warned'
  constructor(readonly warning: string, readonly text: string) {
    super(text)
  }
}

const errorSchema = z.object({ error: z.tuple([z.string()]).rest(z.unknown()) })
const RECENT_STATE = 'ConcurrencyException'

/** What any other Python exception says when only the moment was wrong; its transaction was rolled back. */
const PASSING = /database is locked|could not obtain lock|deadlock|could not serialize|server closed the connection|connection .*refused|too many connections/i

/**
 * The error in an answer (HTTP 200 with a key `error`), undefined where there is none. Only the first word is stable: all texts
 * are translated. The transaction of a call that raised was rolled back, so nothing of it is done: what was wrong with the
 * moment may go again, what was wrong with the content is refused.
 */
export function errorIn(body: unknown, method: string, system: string): Fault | Warned | undefined {
  const parsed = errorSchema.safeParse(body)
  if (!parsed.success) return undefined
  const [type, detail] = parsed.data.error
  const said = textsOf(detail)
  const fault = (kind: FaultKind, text: string): Fault => new Fault(kind, `${system}: ${method}: ${text}`, { code: type.slice(0, 60) })
  switch (type) {
    case 'UserWarning': return new Warned(said[0] ?? '', said[1] ?? '')
    case 'UserError': return fault('refused', said.filter((text) => text !== '').slice(0, 2).join(' ') || 'refused without a text')
    case 'LoginException': return fault('login', 'the user must sign in anew')
    case RECENT_STATE: return fault('again', `${said[0] ?? 'the record'}: it was changed there meanwhile`)
    default: return PASSING.test(type) ? fault('again', `${type}; nothing was written`) : fault('refused', `it broke off with ${type}`)
  }
}

/** A warning that nobody allowed us to answer. */
export const unanswered = (warning: Warned, system: string): Fault => new Fault('refused',
  `${system} asks: ${warning.text} Confirm it there, or add the beginning of ${JSON.stringify(warning.warning)} to the system's options.accept.`, { code: 'UserWarning' })

const textsOf = (detail: unknown): string[] => {
  if (typeof detail === 'string') return [detail]
  return Array.isArray(detail) ? detail.map((part) => (typeof part === 'string' ? part : '')) : []
}
