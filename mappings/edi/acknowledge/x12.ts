import { type Problem } from '../../../orders/problem'
import { type ReceivedGroup, type ReceivedInterchange, type ReceivedMessage } from '../received'
import { type SegmentToWrite } from '../write/segment'
import { byPlace, namesOf, verdict } from './codes'

/** Segments of a 997 (004010) or 999 (005010 X231) that answers one group. Nothing is said of notes. */
export function groupAcknowledgement(group: ReceivedGroup, as: '997' | '999'): SegmentToWrite[] {
  const verdicts = group.messages.map(({ problems }) => verdict(problems))
  const segments: SegmentToWrite[] = [['AK1', group.functional, group.control, ...(as === '999' ? [group.version] : [])]]
  group.messages.forEach((message, i) => segments.push(...messageAcknowledgement(message, verdicts[i]!, as)))
  const accepted = verdicts.filter((found) => found !== 'rejected').length
  const codes = groupCodes(group.problems)
  const plain = verdicts.every((found) => found === 'accepted') && codes.length === 0
  const status = accepted === 0 && group.messages.length > 0 ? 'R' : accepted < group.messages.length ? 'P' : plain ? 'A' : 'E'
  segments.push(['AK9', status, String(group.declared ?? group.messages.length), String(group.messages.length), String(accepted), ...codes.slice(0, 5)])
  return segments
}

function messageAcknowledgement(message: ReceivedMessage, found: ReturnType<typeof verdict>, as: '997' | '999'): SegmentToWrite[] {
  const [AK3, AK4, AK5] = as === '997' ? ['AK3', 'AK4', 'AK5'] as const : ['IK3', 'IK4', 'IK5'] as const
  const segments: SegmentToWrite[] = [['AK2', message.type, message.control, ...(as === '999' ? [message.identifier[0] ?? ''] : [])]]
  const setCodes = new Set<string>()
  for (const [at, problems] of byPlace(message.problems)) {
    const inside = problems.filter((problem) => namesOf(problem).set === undefined)
    for (const problem of problems) setCodes.add(namesOf(problem).set ?? '5')
    if (inside.length === 0) continue
    const position = at === 0 ? 1 : at - message.first + 1
    const [first] = inside
    const whole = inside.map((problem) => namesOf(problem).segment).find((code) => code !== undefined)
    segments.push([AK3, first!.tag ?? '', String(Math.max(position, 1)), '', whole ?? '8'])
    const notes = inside.filter((problem) => namesOf(problem).segment === undefined && problem.element !== undefined).map((problem) => elementNote(AK4, problem))
    segments.push(...new Map(notes.map((note) => [JSON.stringify(note), note])).values())
  }
  const status = { accepted: 'A', 'accepted with errors': 'E', rejected: 'R' }[found]
  segments.push([AK5, status, ...[...setCodes].sort((a, b) => Number(a) - Number(b)).slice(0, 5)])
  return segments
}

/** AK4/IK4: position, reference number (not repeated here), code, and the offending text where it can be sent back. */
function elementNote(tag: 'AK4' | 'IK4', problem: Problem): SegmentToWrite {
  const position = problem.component === undefined ? String(problem.element) : [String(problem.element), String(problem.component)]
  const text = (problem.text ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 99)
  return [tag, position, '', namesOf(problem).element ?? '7', text]
}

/** AK905 (716): what is wrong with the group itself. */
function groupCodes(problems: readonly Problem[]): string[] {
  const codes = new Map([['group-unterminated', '3'], ['control-number-differs', '4'], ['message-count-differs', '5'], ['count-unreadable', '5'], ['control-number-missing', '6'], ['group-duplicate', '6'], ['element-type', '6'],
    ['element-too-long', '6']])
  return [...new Set(problems.filter(({ severity }) => severity !== 'note').map(({ code }) => codes.get(code)).filter((code) => code !== undefined))].sort()
}

/** TA1 (X12.5): the interchange envelope alone. */
export function interchangeAcknowledgement(interchange: ReceivedInterchange): SegmentToWrite {
  const codes = new Map([['control-number-differs', '001'], ['interchange-duplicate', '025'], ['interchange-unterminated', '023'], ['segment-unterminated', '023'], ['group-count-differs', '021'],
    ['count-unreadable', '021'], ['isa-width', '022'], ['control-number-missing', '018'], ['trailer-without-header', '022'], ['segment-outside-message', '024'], ['trailing-bytes', '022']])
  const own = interchange.problems.filter(({ severity, tag, code }) => severity !== 'note' && (tag === undefined || !['GE', 'GS'].includes(tag) || ['interchange-unterminated', 'segment-unterminated'].includes(code)) && !code.startsWith('group-dup') && code !== 'group-unterminated')
  const status = { accepted: 'A', 'accepted with errors': 'E', rejected: 'R' }[verdict(own)]
  const code = own.map((problem) => codes.get(problem.code)).find((found) => found !== undefined) ?? (own.length === 0 ? '000' : '024')
  return ['TA1', interchange.control.padStart(9, '0'), interchange.date, interchange.time, status, code]
}
