import { type Field } from './profile'
import { kindOf } from './target'

/** A value that a field table took from a record: where it goes, how it is to be read, and where it came from. */
export interface Taken {
  to: string
  as: NonNullable<Field['as']>
  text: string
  /** The column or path that had it; undefined for a default. */
  from?: string
}

/**
 * Runs a field table over one record: for each field the first of its sources that has a text, else its default, else nothing.
 * `look` answers the trimmed text under a name, and undefined where the record has no such name.
 */
export function takeFields(fields: readonly Field[], look: (name: string) => string | undefined): Taken[] {
  const taken: Taken[] = []
  for (const field of fields) {
    const from = typeof field.from === 'string' ? (look(field.from) ? field.from : undefined) : field.from?.find((name) => look(name))
    const text = from === undefined ? field.default : look(from)
    if (text) taken.push({ to: field.to, as: kindOf(field), text, from })
  }
  return taken
}
