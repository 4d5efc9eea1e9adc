import { type Problem } from '../../../orders/problem'
import { type ReceivedGroup, type ReceivedInterchange, type ReceivedMessage } from '../received'
import { type SegmentToWrite } from '../write/segment'
import { byPlace, namesOf, verdict } from './codes'

/** Actions (0083): 4 this level and all lower ones rejected, 7 this level acknowledged. */
const REJECTED = '4'
const ACKNOWLEDGED = '7'

/**
 * Segments of a CONTRL (ISO 9735-4) that answers one interchange. A message with warnings is acknowledged with its faults named,
 * one with errors is rejected.
 */
export function contrl(interchange: ReceivedInterchange, rejected: boolean): SegmentToWrite[] {
  const own = interchange.problems.filter((problem) => problem.severity !== 'note' && !isOfGroup(problem))
  const [first] = own
  const party = ([qualifier, id]: readonly [string, string]): string[] => [id, qualifier]
  const segments: SegmentToWrite[] = [['UCI', interchange.control, party(interchange.from), party(interchange.to),
    rejected && verdict(own) === 'rejected' ? REJECTED : ACKNOWLEDGED, ...(first ? fault(first) : [])]]
  for (const group of interchange.groups) {
    // messages outside any group stand in one without a name
    if (group.control !== '') segments.push(groupAcknowledgement(group))
    for (const message of group.messages) segments.push(...messageAcknowledgement(message))
  }
  return segments
}

/** UCF: what is wrong with the group's own header and trailer. */
function groupAcknowledgement({ control, from, to, problems }: ReceivedGroup): SegmentToWrite {
  const first = problems.find((problem) => problem.severity !== 'note' && isOfGroup(problem))
  return ['UCF', control, from, to, ACKNOWLEDGED, ...(first ? fault(first) : [])]
}

const isOfGroup = ({ tag }: Problem): boolean => tag === 'UNG' || tag === 'UNE'

/** 0085, the service segment, and S011 where the fault is of an element. */
const fault = (problem: Problem): SegmentToWrite[number][] => [errorOf(problem), problem.tag ?? '', ...(problem.element === undefined ? [] : [placeOf(problem)])]

/** 2: the syntax that is announced is none that is supported. */
const errorOf = (problem: Problem): string => (problem.code === 'element-code' && problem.tag === 'UNB' ? '2' : namesOf(problem).edifact)

/** Positions count the tag as the first stand-alone element (ISO 9735-4 S011). */
const placeOf = ({ element, component }: Problem): string[] => [String(element! + 1), component === undefined ? '' : String(component)]

function messageAcknowledgement(message: ReceivedMessage): SegmentToWrite[] {
  const places = byPlace(message.problems)
  const action = verdict(message.problems) === 'rejected' ? REJECTED : ACKNOWLEDGED
  const service = [...places.values()].flat().find(isService)
  const segments: SegmentToWrite[] = [['UCM', message.control, message.identifier, action, ...(service ? fault(service) : [])]]
  for (const [at, problems] of places) {
    const inside = problems.filter((problem) => !isService(problem))
    // what the whole lacks, and no segment of it, is no fault of its header
    if (inside.length === 0 || (at === message.first && inside.every(({ code }) => code === 'reference-missing'))) continue
    const whole = inside.find(({ element }) => element === undefined)
    segments.push(['UCS', String(at === 0 ? 1 : at - message.first + 1), whole ? namesOf(whole).edifact : ''])
    const notes = inside.filter(({ element }) => element !== undefined).map((problem): SegmentToWrite => ['UCD', namesOf(problem).edifact, placeOf(problem)])
    segments.push(...new Map(notes.map((note) => [JSON.stringify(note), note])).values())
  }
  return segments
}

const isService = ({ code }: Problem): boolean => ['message-unterminated', 'control-number-differs', 'segment-count-differs', 'count-unreadable', 'message-duplicate', 'group-duplicate', 'control-number-missing', 'message-empty', 'message-type-unknown', 'message-type-unsupported', 'version-unknown'].includes(code)
