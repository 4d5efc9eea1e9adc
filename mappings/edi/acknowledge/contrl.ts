import { type Problem } from '../../../orders/problem'
import { type ReceivedInterchange, type ReceivedMessage } from '../received'
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
  const own = interchange.problems.filter(({ severity }) => severity !== 'note')
  const [first] = own
  const party = ([qualifier, id]: readonly [string, string]): string[] => [id, qualifier]
  const segments: SegmentToWrite[] = [['UCI', interchange.control, party(interchange.from), party(interchange.to),
    rejected && verdict(own) === 'rejected' ? REJECTED : ACKNOWLEDGED, ...(first ? [namesOf(first).edifact, first.tag ?? ''] : [])]]
  for (const group of interchange.groups) for (const message of group.messages) segments.push(...messageAcknowledgement(message))
  return segments
}

function messageAcknowledgement(message: ReceivedMessage): SegmentToWrite[] {
  const places = byPlace(message.problems)
  const action = verdict(message.problems) === 'rejected' ? REJECTED : ACKNOWLEDGED
  const service = [...places.values()].flat().find(isService)
  const segments: SegmentToWrite[] = [['UCM', message.control, message.identifier, action, ...(service ? [namesOf(service).edifact, service.tag ?? ''] : [])]]
  for (const [at, problems] of places) {
    const inside = problems.filter((problem) => !isService(problem))
    if (inside.length === 0) continue
    const whole = inside.find(({ element }) => element === undefined)
    segments.push(['UCS', String(at === 0 ? 1 : at - message.first + 1), whole ? namesOf(whole).edifact : ''])
    // positions count the tag as the first stand-alone element (ISO 9735-4 S011)
    const notes = inside.filter(({ element }) => element !== undefined).map((problem): SegmentToWrite =>
      ['UCD', namesOf(problem).edifact, [String(problem.element! + 1), problem.component === undefined ? '' : String(problem.component)]])
    segments.push(...new Map(notes.map((note) => [JSON.stringify(note), note])).values())
  }
  return segments
}

const isService = ({ code }: Problem): boolean => ['message-unterminated', 'control-number-differs', 'segment-count-differs', 'count-unreadable', 'message-duplicate', 'control-number-missing', 'message-empty', 'message-type-unknown', 'message-type-unsupported', 'version-unknown'].includes(code)
