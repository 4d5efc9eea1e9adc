import { type ReceivedGroup, type ReceivedInterchange } from '../received'
import { type Marks } from '../write/segment'
import { writeEdifact } from '../write/edifact'
import { writeX12 } from '../write/x12'
import { contrl } from './contrl'
import { verdict } from './codes'
import { groupAcknowledgement, interchangeAcknowledgement } from './x12'

export type Acknowledgement = '997' | '999' | 'TA1' | 'CONTRL'

/** Control numbers of one acknowledgement; TA1 and CONTRL have no group. */
export interface AnswerNumbers { interchange: number; group: number }

/** An acknowledgement that is written as soon as it has its control numbers. */
export interface AnswerToWrite {
  as: Acknowledgement
  /** Does it stand in a group, and so take a number of the group's? */
  grouped: boolean
  write: (numbers: AnswerNumbers, at: string, marks?: Partial<Marks>) => string
}

/** The acknowledgement of one interchange, addressed back to its sender; undefined where there is nothing to answer, or it is an acknowledgement itself (X12.20, ISO 9735-4). */
export function answerTo(interchange: ReceivedInterchange, as: Acknowledgement): AnswerToWrite | undefined {
  switch (as) {
    case 'CONTRL': return contrlOf(interchange)
    case 'TA1': return ta1Of(interchange)
    default: return functionalOf(interchange, as)
  }
}

/** What an interchange is as a whole: rejected where none of its messages was taken, or its envelope cannot be trusted. */
export function takenAs({ problems, groups }: ReceivedInterchange): 'accepted' | 'acceptedWithErrors' | 'partial' | 'rejected' {
  const messages = groups.flatMap((group) => group.messages.map((message) => verdict(message.problems)))
  const envelope = verdict(problems)
  const rejected = messages.filter((found) => found === 'rejected').length
  if ((messages.length > 0 && rejected === messages.length) || (messages.length === 0 && envelope === 'rejected')) return 'rejected'
  if (rejected > 0) return 'partial'
  return [envelope, ...messages].every((found) => found === 'accepted') ? 'accepted' : 'acceptedWithErrors'
}

function contrlOf(interchange: ReceivedInterchange): AnswerToWrite | undefined {
  const messages = interchange.groups.flatMap((group) => group.messages)
  if (messages.length > 0 && messages.every(({ type }) => type === 'CONTRL')) return undefined
  return {
    as: 'CONTRL', grouped: false,
    write: (numbers, at, marks) => writeEdifact({ from: interchange.to, to: interchange.from, at, test: interchange.test, control: String(numbers.interchange), marks },
      [{ type: 'CONTRL', version: ['D', '3', 'UN'], segments: contrl(interchange, takenAs(interchange) === 'rejected') }]),
  }
}

/** Is nothing wrong around a group? What another group has is told of that. */
function soundAround({ problems, groups }: ReceivedInterchange): (group: ReceivedGroup) => boolean {
  const ofGroups = new Set(groups.flatMap((group) => group.problems))
  const ofEnvelope = new Set(problems)
  const sound = verdict(problems.filter((problem) => !ofGroups.has(problem))) === 'accepted'
  return (group) => sound && verdict(group.problems.filter((problem) => ofEnvelope.has(problem))) === 'accepted'
}

function ta1Of(interchange: ReceivedInterchange): AnswerToWrite | undefined {
  // an interchange that holds a TA1 only is itself an acknowledgement
  if (interchange.groups.length === 0 && !interchange.asked && verdict(interchange.problems) !== 'rejected') return undefined
  return {
    as: 'TA1', grouped: false,
    write: (numbers, at, marks) => writeX12({ from: interchange.to, to: interchange.from, at, test: interchange.test, version: interchange.syntax[0] ?? '00401', control: numbers.interchange, marks }, [],
      [interchangeAcknowledgement(interchange)]),
  }
}

function functionalOf(interchange: ReceivedInterchange, as: '997' | '999'): AnswerToWrite | undefined {
  // AK1 names the group by its kind and number: what stands in none is answered by the envelope's TA1
  const groups = interchange.groups.filter(({ functional, control }) => functional !== 'FA' && functional !== '' && control !== '')
  const [first] = groups
  if (!first) return undefined
  const version = as === '999' ? '005010X231A1' : '004010'
  const isSound = soundAround(interchange)
  return {
    as, grouped: true,
    write: (numbers, at, marks) => writeX12({ from: interchange.to, to: interchange.from, at, test: interchange.test, version, control: numbers.interchange, group: { from: first.to, to: first.from, control: numbers.group }, marks },
      groups.map((group) => ({ type: as, ...(as === '999' ? { implementation: version } : {}), segments: groupAcknowledgement(group, as, isSound(group)) }))),
  }
}
