import { type Marks, type SegmentToWrite, segmentToText } from './segment'

/** What an X12 interchange to be written is about; control numbers are the caller's, who keeps them without gaps. */
export interface X12Envelope {
  /** Qualifier (I05) and id, at most 15 characters. */
  from: readonly [qualifier: string, id: string]
  to: readonly [qualifier: string, id: string]
  /** Application codes of the group (GS02, GS03); the ids where there are none. */
  group?: { from: string; to: string; control: number }
  /** ISA13, 1 to 999999999. */
  control: number
  /** Local time of the interchange, `YYYY-MM-DDTHH:MM`. */
  at: string
  test: boolean
  /** `004010`; decides ISA12 and whether ISA11 is a repetition separator. */
  version: string
  marks?: Partial<Marks>
}

export interface X12Message {
  /** Transaction set: `855`. */
  type: string
  /** ST03, where the version has it. */
  implementation?: string
  segments: SegmentToWrite[]
}

/** Functional identifier (GS01, X12 479) of each transaction set that is written. */
const FUNCTIONAL = new Map([['850', 'PO'], ['855', 'PR'], ['856', 'SH'], ['860', 'PC'], ['865', 'CA'], ['810', 'IN'], ['940', 'OW'], ['204', 'SM'], ['997', 'FA'], ['999', 'FA']])

/** Candidates for marks, tried in turn where the text has the ones before. */
const ELEMENT = ['*', '|', '\x1d'], COMPONENT = ['>', ':', '\x1f'], TERMINATOR = ['~', '\n', '\x1c'], REPETITION = ['^', '!', '\x1e']

/**
 * Writes one interchange with one group of transaction sets of one type, or with none (`interchange` segments such as TA1 only).
 * Delimiters are chosen so that no text holds them. Throws a RangeError where an id is too long.
 */
export function writeX12(envelope: X12Envelope, messages: X12Message[], interchange: SegmentToWrite[] = []): string {
  const marks = chosen(envelope, [...messages.flatMap(({ segments }) => segments), ...interchange])
  const put = (segment: SegmentToWrite): string => segmentToText(segment, marks)
  const control = String(envelope.control).padStart(9, '0')
  const written = [isa(envelope, marks, control), ...interchange.map(put)]
  const group = envelope.group
  if (group && messages.length > 0) {
    const day = envelope.at.slice(0, 10).replaceAll('-', '')
    const clock = envelope.at.slice(11, 16).replace(':', '')
    const functional = FUNCTIONAL.get(messages[0]!.type)
    if (functional === undefined) throw new RangeError(`transaction set ${messages[0]!.type} is not written`)
    written.push(put(['GS', functional, group.from, group.to, day, clock, String(group.control), 'X', envelope.version]))
    messages.forEach((message, i) => {
      const number = String(i + 1).padStart(4, '0')
      written.push(put(['ST', message.type, number, message.implementation ?? '']), ...message.segments.map(put), put(['SE', String(message.segments.length + 2), number]))
    })
    written.push(put(['GE', String(messages.length), String(group.control)]))
  }
  written.push(put(['IEA', group && messages.length > 0 ? '1' : '0', control]))
  return written.join('')
}

/** An X12 text in bytes: Latin 1 where it has all of it, else UTF-8, which readers find by its bytes since X12 announces nothing. */
export const x12Bytes = (text: string): Buffer => Buffer.from(text, /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf8')

/** ISA has fixed widths (X12.5): 106 bytes with its terminator. */
function isa(envelope: X12Envelope, marks: Marks, control: string): string {
  const padded = ([qualifier, id]: readonly [string, string]): string[] => {
    if (id.length > 15 || qualifier.length !== 2) throw new RangeError(`no interchange id of X12: ${qualifier} ${id}`)
    return [qualifier, id.padEnd(15)]
  }
  const version = envelope.version.slice(0, 5)
  const repetition = version >= '00402' ? marks.repetition : 'U'
  return ['ISA', '00', ' '.repeat(10), '00', ' '.repeat(10), ...padded(envelope.from), ...padded(envelope.to), envelope.at.slice(2, 10).replaceAll('-', ''),
    envelope.at.slice(11, 16).replace(':', ''), repetition, version, control, '0', envelope.test ? 'T' : 'P', marks.component].join(marks.element) + marks.terminator
}

function chosen(envelope: X12Envelope, segments: readonly SegmentToWrite[]): Marks {
  const used = new Set<string>([...envelope.from.join(''), ...envelope.to.join(''), ...envelope.group?.from ?? '', ...envelope.group?.to ?? ''])
  for (const segment of segments) for (const element of segment) for (const text of typeof element === 'string' ? [element] : element) for (const character of text) used.add(character)
  const { marks = {} } = envelope
  const taken = new Set<string>()
  const pick = (wanted: string | undefined, candidates: string[]): string => {
    const found = (wanted === undefined ? candidates : [wanted, ...candidates]).find((mark) => !used.has(mark) && !taken.has(mark))
    if (found === undefined) throw new RangeError('no delimiter is left that the text does not have')
    taken.add(found)
    return found
  }
  return { element: pick(marks.element, ELEMENT), component: pick(marks.component, COMPONENT), terminator: pick(marks.terminator, TERMINATOR),
    repetition: pick(marks.repetition, REPETITION), release: '' }
}
