import { type Marks, type SegmentToWrite, segmentToText } from './segment'

/** What an EDIFACT interchange to be written is about; control references are the caller's, who keeps them without gaps. */
export interface EdifactEnvelope {
  /** Qualifier (0007, `''` for none) and id. */
  from: readonly [qualifier: string, id: string]
  to: readonly [qualifier: string, id: string]
  control: string
  /** `YYYY-MM-DDTHH:MM`. */
  at: string
  test: boolean
  marks?: Partial<Marks>
}

export interface EdifactMessage {
  /** `ORDRSP`. */
  type: string
  /** Version, release, agency and association code: `['D', '96A', 'UN', 'EAN008']`. */
  version: readonly string[]
  segments: SegmentToWrite[]
}

const DEFAULT: Marks = { component: ':', element: '+', release: '?', repetition: '', terminator: "'" }

/** Level B of ISO 9735: letters, digits and some marks, separators of its own besides. */
const UNOB = /^[A-Za-z0-9 .,\-()/'+:=?!"%&*;<>\x1c-\x1f]*$/
const UNOC = /^[\x1c-\x1f\x20-\x7e\xa0-\xff]*$/

/**
 * Writes one interchange (ISO 9735). UNA stands always, since readers guess without it. The syntax identifier is the smallest set
 * that has every character: UNOB (no @, # or _ among others), UNOC for Latin 1, else UNOW with syntax version 4; write the text in {@link charsetOf} it.
 */
export function writeEdifact(envelope: EdifactEnvelope, messages: EdifactMessage[]): string {
  const marks = { ...DEFAULT, ...envelope.marks }
  const put = (segment: SegmentToWrite): string => segmentToText(segment, marks)
  const body = messages.flatMap((message, i) => [
    put(['UNH', String(i + 1), [message.type, ...message.version]]), ...message.segments.map(put), put(['UNT', String(message.segments.length + 2), String(i + 1)])])
  const text = body.join('')
  const all = text + envelope.from.join('') + envelope.to.join('') + envelope.control
  const syntax = UNOB.test(all) ? ['UNOB', '3'] : UNOC.test(all) ? ['UNOC', '3'] : ['UNOW', '4']
  const day = envelope.at.slice(0, 10).replaceAll('-', '')
  const date = syntax[1] === '4' ? day : day.slice(2)
  const party = ([qualifier, id]: readonly [string, string]): string[] => [id, qualifier]
  return `UNA${marks.component}${marks.element}.${marks.release || ' '}${marks.repetition || ' '}${marks.terminator}`
    + put(['UNB', syntax, party(envelope.from), party(envelope.to), [date, envelope.at.slice(11, 16).replace(':', '')], envelope.control, '', '', '', '', '', envelope.test ? '1' : ''])
    + text + put(['UNZ', String(messages.length), envelope.control])
}

/** The encoding to write an EDIFACT text in, by its UNB: `latin1` or `utf8`. */
export const charsetOf = (text: string): 'latin1' | 'utf8' => (text.slice(0, 40).includes('UNOW') ? 'utf8' : 'latin1')
