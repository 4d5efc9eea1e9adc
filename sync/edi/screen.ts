import { createHash } from 'node:crypto'
import { applyProfile } from '../../mappings/applyProfile'
import { type Envelope, type EnvelopeMessage, envelopesOf, refusedEnvelope } from '../../mappings/edi/envelopes'
import { isaIdentifier, unbIdentifier } from '../../mappings/edi/identifiers'
import { type EdiProfile } from '../../mappings/edi/profile'
import { type ReceivedGroup } from '../../mappings/edi/received'
import { type InterchangeAnswer, interchangeAnswers } from '../../mappings/edi/ta1'
import { type Profile } from '../../mappings/profile'
import { type Identifier } from '../../orders/draft'
import { type Problem, stops } from '../../orders/problem'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as controls from '../../store/controlsSeen'
import { type Arrival, type Partner } from '../../store/records'
import { type Tx } from '../../store/store'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { type PartnerBook } from '../partners'

/** An envelope of a partner with whom we exchange by EDI, and what its control numbers say. */
export interface Screened {
  envelope: Envelope
  partner: Partner
  edi: EdiProfile
  /** The same interchange came before, with the same content. */
  repeated: boolean
  /** It is not addressed to us: nothing is answered in the name of somebody else. */
  misdirected: boolean
  /** Numbers that this arrival has taken for it. */
  taken: Numbered[]
}

/** A TA1 of a partner. */
export interface Answered { partner: Partner; edi: EdiProfile; answer: InterchangeAnswer }

/** What is found of an arrival before its messages are read on. */
export interface Screening {
  envelopes: Screened[]
  /** Problems of messages by their ordinal in the file, besides those that the reader finds. */
  problems: ReadonlyMap<number, Problem[]>
  /** Messages that came before with the same content. */
  repeated: ReadonlySet<number>
  /** What it says of interchanges of ours, outside of any message. */
  answered: Answered[]
}

const NOTHING: Screening = { envelopes: [], problems: new Map(), repeated: new Set(), answered: [] }
const DAYS = 90
const DAY_MS = 86_400_000

/**
 * Looks at the envelopes of an X12 or EDIFACT document: is it addressed to us, and were its control numbers there before within the partner's window?
 * The same again is a repeat; the same number on something else is a case that shows both. Nothing is looked at where the sender is no EDI partner.
 */
export async function screen(context: Context, arrival: Arrival, bytes: Buffer, book: PartnerBook): Promise<Screening> {
  if (!book.exchangesByEdi) return NOTHING
  const envelopes = envelopesOf(bytes, { file: arrival.fileName ?? arrival.sha256, profile: (identifiers) => book.find(identifiers)?.profile })
  const screened: Screened[] = []
  const problems = new Map<number, Problem[]>()
  const repeated = new Set<number>()
  for (const envelope of envelopes ?? []) {
    const { from, to, control } = envelope.received
    const sender = identifierOf(envelope, from)
    const partner = sender && book.find([sender])?.partner
    const edi = (partner?.profile as Profile | undefined)?.edi
    if (!partner || !edi) continue
    const receiver = identifierOf(envelope, to)
    const one: Screened = { envelope, partner, edi, repeated: false, misdirected: false, taken: [] }
    screened.push(one)
    const tell = (messages: readonly EnvelopeMessage[], problem: Problem): void => {
      for (const message of messages) {
        message.problems.push(problem)
        problems.set(message.no, [...(problems.get(message.no) ?? []), problem])
      }
    }
    if (receiver && book.owner(receiver) !== partner.company) {
      one.misdirected = true
      tell(envelope.messages, applyProfile(misdirected(partner, control, receiver), partner.profile))
      continue
    }
    for (const numbered of numbersOf(one, context, arrival)) {
      const claimed = await context.store.write((tx) => controls.claim(tx, numbered, since(context, edi)))
      if (claimed.seen === 'first') {
        one.taken.push(numbered)
        continue
      }
      if (claimed.seen === 'repeat') for (const { no } of numbered.messages) repeated.add(no)
      else {
        const problem = applyProfile(await otherContent(context, partner, numbered, claimed.before), partner.profile)
        if (stops(problem)) await context.store.write((tx) => openCase(context, tx, partner, numbered, claimed.before, arrival))
        // of an interchange that came twice its acknowledgement says so of the envelope, and of each message
        if (numbered.level === 'interchange') envelope.received.problems.push(problem)
        // and of a group that of the group
        for (const group of numbered.groups) group.problems.push({ ...problem, ...(envelope.standard === 'x12' ? { tag: 'GS', element: 6 } : { tag: 'UNG', element: 5 }) })
        tell(numbered.messages, numbered.level === 'interchange' ? { ...problem, code: 'message-duplicate' } : problem)
      }
      if (numbered.level === 'interchange') {
        one.repeated = claimed.seen === 'repeat'
        // what is in it repeats with it
        break
      }
    }
  }
  const answered = envelopes?.[0]?.standard !== 'x12' ? [] : interchangeAnswers(bytes).flatMap((answer): Answered[] => {
    const sender = isaIdentifier(...answer.from)
    const partner = sender && book.find([sender])?.partner
    const edi = (partner?.profile as Profile | undefined)?.edi
    return partner && edi ? [{ partner, edi, answer }] : []
  })
  return { envelopes: screened, problems, repeated, answered }
}

/** Of a document that is not read at all: its sender is told so, where he gets acknowledgements. */
export function refuse(arrival: Arrival, bytes: Buffer, book: PartnerBook, problem: Problem): Screening {
  const envelope = book.exchangesByEdi ? refusedEnvelope(bytes, { file: arrival.fileName ?? arrival.sha256 }, problem) : undefined
  const sender = envelope && identifierOf(envelope, envelope.received.from)
  const receiver = envelope && identifierOf(envelope, envelope.received.to)
  const partner = sender && book.find([sender])?.partner
  const edi = (partner?.profile as Profile | undefined)?.edi
  if (!envelope || !partner || !edi) return NOTHING
  return { ...NOTHING, envelopes: [{ envelope, partner, edi, repeated: false, misdirected: receiver !== undefined && book.owner(receiver) !== partner.company, taken: [] }] }
}

const misdirected = (partner: Partner, control: string, { scheme, value }: Identifier): Problem => ({
  code: 'receiver-unknown', severity: 'error',
  message: `The interchange ${control} is addressed to ${scheme} ${value}, which is none of ours: it was not taken. Ask ${partner.name} whom it is for, or add the identifier to the company.`,
})

async function otherContent(context: Context, partner: Partner, { level, control }: Numbered, before: Before): Promise<Problem> {
  const first = await arrivals.get(context.store, before.arrival)
  return {
    code: `${level}-duplicate`, severity: 'error',
    message: `The ${level} control number ${control} of ${partner.name} came on ${before.at.slice(0, 10)} (${first?.fileName ?? before.arrival}) with another content: this one was not taken. Ask the partner which of the two is meant.`,
  }
}

/** Gives the numbers of what was wholly rejected back, so that the partner may send it again under them. */
export const giveBack = (tx: Tx, { taken }: Screened): Promise<void> => controls.giveBack(tx, taken)

type Before = Extract<controls.Claimed, { before: unknown }>['before']

export interface Numbered extends controls.ControlSeen {
  level: 'interchange' | 'group' | 'message'
  messages: readonly EnvelopeMessage[]
  /** Where it is a group's: those that bear it. */
  groups: readonly ReceivedGroup[]
}

/** Every control number of an envelope that the partner may not use twice, the outermost first. */
function numbersOf({ envelope, partner, edi }: Screened, context: Context, arrival: Arrival): Numbered[] {
  const { received, messages } = envelope
  const levels = edi.duplicates?.levels ?? ['interchange', 'group']
  const parties = [...received.from, ...received.to]
  const numbered = (level: Numbered['level'], scope: readonly string[], control: string, of: readonly EnvelopeMessage[], groups: readonly ReceivedGroup[] = []): Numbered[] => (control === '' || !levels.includes(level) ? [] : [{
    level, messages: of, groups, company: partner.company, partner: partner.code, scope: [envelope.standard, level, ...parties, ...scope], control: /^\d+$/.test(control) ? String(BigInt(control)) : control,
    at: instant(context), arrival: arrival.id, sha256: arrival.sha256, content: digestOf(of), summary: summaryOf(of),
  }])
  return [
    ...numbered('interchange', [], received.control, messages),
    // two of one number in the same interchange are told by the reader
    ...groupsByNumber(envelope).flatMap(({ groups, messages: own }) => numbered('group', [groups[0]!.functional], groups[0]!.control, own, groups)),
    ...messages.flatMap((message) => numbered('message', [message.type], message.control, [message])),
  ]
}

/** The groups of an interchange, those together that bear the same number for the same kind of documents, with their messages. */
function groupsByNumber({ received, messages }: Envelope): { groups: ReceivedGroup[]; messages: EnvelopeMessage[] }[] {
  let place = 0
  const own = new Map(received.groups.map((group) => [group, messages.slice(place, place += group.messages.length)]))
  return [...Map.groupBy(received.groups, ({ functional, control }) => JSON.stringify([functional, control])).values()].map((groups) => ({ groups, messages: groups.flatMap((group) => own.get(group)!) }))
}

const digestOf = (messages: readonly EnvelopeMessage[]): string => createHash('sha256').update(JSON.stringify(messages.map(({ content }) => content))).digest('hex')

const SHOWN = 5
const summaryOf = (messages: readonly EnvelopeMessage[]): string =>
  [...messages.slice(0, SHOWN).map(({ type, reference, control }) => `${type} ${reference ?? control}`), ...(messages.length > SHOWN ? [`and ${messages.length - SHOWN} more`] : [])].join(', ')

const identifierOf = ({ standard }: Envelope, [qualifier, id]: readonly [string, string]): Identifier | undefined =>
  (standard === 'x12' ? isaIdentifier(qualifier, id) : unbIdentifier(id, qualifier))

const since = (context: Context, edi: EdiProfile): string => new Date(context.clock.now().getTime() - (edi.duplicates?.days ?? DAYS) * DAY_MS).toISOString()

/** Both are shown: what stood under the number first, and what stands there now. */
async function openCase(context: Context, tx: Tx, partner: Partner, numbered: Numbered, before: Before, arrival: Arrival): Promise<void> {
  await cases.open(tx, {
    id: uuidv7(), company: partner.company, kind: 'same-control-other-content', system: '', subject: `document/${arrival.sha256}`, field: `${numbered.level} ${numbered.control}`,
    ours: before.summary, theirs: numbered.summary, seenAt: instant(context), detail: { first: { arrival: before.arrival, sha256: before.sha256 }, second: { arrival: arrival.id, sha256: arrival.sha256 } },
    text: `${partner.name} (${partner.code}) used the ${numbered.level} control number ${numbered.control} twice: on ${before.at.slice(0, 10)} for ${before.summary || 'nothing that could be read'}, and now in ${arrival.fileName ?? 'a document'} for ${numbered.summary || 'nothing that could be read'}. `
      + 'Ask him which is meant; where he counts anew or never counts, say so in his profile (edi.duplicates).',
  })
}
