import { type Problem } from '../../../orders/problem'
import { DATE, type Shape, TIME } from '../check/shape'
import { x12Shapes } from '../check/shapes'
import { type BusinessUnit, type ReceivedGroup, type ReceivedInterchange, type ReceivedMessage } from '../received'
import { numberOf } from '../tag'
import { type SegmentToWrite } from '../write/segment'
import { byPlace, namesOf, verdict } from './codes'

/** Segments of a 997 (004010) or 999 (005010 X231) that answers one group. Nothing is said of notes; what is wrong around it (not `soundAround`) keeps it from being accepted without a word. */
export function groupAcknowledgement(group: ReceivedGroup, as: '997' | '999', soundAround: boolean): SegmentToWrite[] {
  const verdicts = group.messages.map(({ problems }) => verdict(problems))
  const segments: SegmentToWrite[] = [['AK1', group.functional, group.control, ...(as === '999' ? [group.version] : [])]]
  group.messages.forEach((message, i) => segments.push(...messageAcknowledgement(message, verdicts[i]!, as, group.version)))
  const accepted = verdicts.filter((found) => found !== 'rejected').length
  const codes = groupCodes(as, [...group.problems, ...group.messages.flatMap(({ problems }) => problems.filter(({ code }) => code === 'version-unknown'))])
  const plain = verdicts.every((found) => found === 'accepted') && codes.length === 0 && soundAround
  const status = accepted === 0 && group.messages.length > 0 ? 'R' : accepted < group.messages.length ? 'P' : plain ? 'A' : 'E'
  segments.push(['AK9', status, String(group.declared ?? group.messages.length), String(group.messages.length), String(accepted), ...codes.slice(0, 5)])
  return segments
}

function messageAcknowledgement(message: ReceivedMessage, found: ReturnType<typeof verdict>, as: '997' | '999', version: string): SegmentToWrite[] {
  const [AK3, AK5] = as === '997' ? ['AK3', 'AK5'] as const : ['IK3', 'IK5'] as const
  const segments: SegmentToWrite[] = [['AK2', message.type, message.control, ...(as === '999' ? [message.identifier[0] ?? ''] : [])]]
  const setCodes = new Set<string>()
  for (const [at, problems] of byPlace(message.problems)) {
    const inside = problems.filter((problem) => namesOf(problem).set === undefined)
    for (const problem of problems) setCodes.add(namesOf(problem).set ?? '5')
    // what the whole lacks, and no segment of it, is no fault of its header
    const ofWhole = at === message.first && inside.every((problem) => problem.element === undefined && namesOf(problem).segment === undefined)
    if (inside.length === 0 || ofWhole) continue
    const position = at === 0 ? 1 : at - message.first + 1
    const [first] = inside
    const whole = inside.map((problem) => namesOf(problem).segment).find((code) => code !== undefined)
    segments.push([AK3, first!.tag ?? '', String(Math.max(position, 1)), '', whole ?? '8'])
    if (as === '999') segments.push(...businessUnit(message.units.get(at)))
    const notes = inside.filter((problem) => namesOf(problem).segment === undefined && problem.element !== undefined)
    for (const problem of onePerElement(notes, as === '999')) segments.push(...elementNote(as, problem, position, version))
  }
  const status = { accepted: 'A', 'accepted with errors': 'E', rejected: 'R' }[found]
  segments.push([AK5, status, ...[...setCodes].filter((code) => code !== '').sort((a, b) => Number(a) - Number(b)).slice(0, 5)])
  return segments
}

/** One problem an element, a component of it, or a repetition where that can be said: the worst, and of equals the first. */
function onePerElement(problems: readonly Problem[], byRepetition: boolean): Problem[] {
  const worst = new Map<string, Problem>()
  const isWorse = (one: Problem, other: Problem): boolean => verdict([one]) === 'rejected' && verdict([other]) !== 'rejected'
  for (const problem of problems) {
    const place = `${problem.element ?? 0}/${problem.component ?? 0}/${byRepetition ? problem.repetition ?? 1 : 1}`
    const known = worst.get(place)
    if (!known || isWorse(problem, known)) worst.set(place, problem)
  }
  return [...worst.values()].sort((a, b) => a.element! - b.element! || (a.component ?? 0) - (b.component ?? 0))
}

/** AK4/IK4: position, number of the data element (725), code, and the offending text where it can be sent back; in a 999 also what calls for the element. */
function elementNote(as: '997' | '999', problem: Problem, position: number, version: string): SegmentToWrite[] {
  const { element, component, repetition, because, text = '' } = problem
  // the repetition has its place in C030 from 005010 on (C030-03)
  const places = [String(element), component === undefined ? '' : String(component), ...(as === '999' && repetition !== undefined ? [String(repetition)] : [])]
  const tag = problem.tag ?? ''
  const number = component === undefined ? dataElement(tag, element!, version) : ''
  const note: SegmentToWrite = [as === '997' ? 'AK4' : 'IK4', places, number, elementCode(as, problem, version), text.replace(/[^\x20-\x7e]/g, '').slice(0, 99)]
  if (as === '997' || because === undefined || because === element) return [note]
  return [note, ['CTX', 'SITUATIONAL TRIGGER', tag, String(position), '', String(because), dataElement(tag, because, version)]]
}

/** What the 999 has codes for (723, 005010) and the 997 does not. */
const LATER_CODES = new Map([['repetition-too-many', '12'], ['component-too-many', '13']])

/** AK403/IK403 (723): of what is wrongly typed, dates and times have codes of their own; an element that is there breaks a note only by excluding another. */
function elementCode(as: '997' | '999', problem: Problem, version: string): string {
  const { code, element, tag = '', text = '' } = problem
  const kind = code === 'element-type' ? shapeOf(tag, element!, version)?.kind : undefined
  if (kind === DATE || kind === TIME) return kind === DATE ? '8' : '9'
  if (code === 'syntax-note' && text !== '') return '10'
  return (as === '999' ? LATER_CODES.get(code) : undefined) ?? namesOf(problem).element ?? '7'
}

const shapeOf = (tag: string, element: number, version: string): Shape | undefined => x12Shapes(version).of(numberOf(tag))?.elements[element - 1]?.components[0]

/** Number of a data element in the dictionary; `''` for a composite and what no table lists. */
function dataElement(tag: string, element: number, version: string): string {
  const name = shapeOf(tag, element, version)?.name ?? ''
  return /^\d{1,4}$/.test(name) ? name : ''
}

/** CTX: what the sender calls that part of his message (C998: 35 characters at most). */
const businessUnit = (unit: BusinessUnit | undefined): SegmentToWrite[] => (unit === undefined || unit.number === '' ? [] : [['CTX', [unit.name, unit.number.replace(/[^\x20-\x7e]/g, '').slice(0, 35)]]])

/** AK905 (716): what is wrong with the group itself. */
function groupCodes(as: '997' | '999', problems: readonly Problem[]): string[] {
  const codes = new Map([['version-unknown', '2'], ['group-unterminated', '3'], ['control-number-differs', '4'], ['message-count-differs', '5'], ['count-unreadable', '5'], ['control-number-missing', '6'],
    ['group-duplicate', as === '999' ? '19' : '6']])
  const codeOf = ({ code, tag, element }: Problem): string | undefined => (tag === 'GS' && element === 6 && code.startsWith('element-') ? '6' : codes.get(code))
  return [...new Set(problems.filter(({ severity }) => severity !== 'note').map(codeOf).filter((code) => code !== undefined))].sort()
}

/** TA1 (X12.5): the interchange envelope alone. */
export function interchangeAcknowledgement(interchange: ReceivedInterchange): SegmentToWrite {
  const codes = new Map([['control-number-differs', '001'], ['interchange-duplicate', '025'], ['interchange-unterminated', '023'], ['segment-unterminated', '023'], ['group-count-differs', '021'],
    ['count-unreadable', '021'], ['isa-width', '022'], ['control-number-missing', '018'], ['trailer-without-header', '022'], ['segment-outside-message', '024'], ['trailing-bytes', '022']])
  const own = interchange.problems.filter(({ severity, tag, code }) => severity !== 'note' && (tag === undefined || !['GE', 'GS'].includes(tag) || ['interchange-unterminated', 'segment-unterminated'].includes(code)) && !code.startsWith('group-dup') && code !== 'group-unterminated')
  // what was taken all the same is not rejected: he would send it again
  const taken = interchange.groups.some((group) => group.messages.some(({ problems }) => verdict(problems) !== 'rejected')) && own.every(({ code }) => code !== 'interchange-duplicate')
  const status = { accepted: 'A', 'accepted with errors': 'E', rejected: taken ? 'E' : 'R' }[verdict(own)]
  const code = own.map((problem) => ofHeader(problem) ?? codes.get(problem.code)).find((found) => found !== undefined) ?? (own.length === 0 ? '000' : '024')
  return ['TA1', interchange.control.padStart(9, '0'), interchange.date, interchange.time, status, code]
}

/** I18 of the elements of an ISA by their places. */
const HEADER_CODES = ['010', '011', '012', '013', '005', '006', '007', '008', '014', '015', '016', '017', '018', '019', '020', '027']

const ofHeader = ({ tag, element, code }: Problem): string | undefined => (tag === 'ISA' && element !== undefined && code.startsWith('element-') ? HEADER_CODES[element - 1] : undefined)
