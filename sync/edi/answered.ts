import { type InterchangeAnswer } from '../../mappings/edi/ta1'
import { type EdiProfile } from '../../mappings/edi/profile'
import { type ReadMessage } from '../../mappings/document'
import * as cases from '../../store/cases'
import * as interchanges from '../../store/interchanges'
import { type InterchangeRecord, type InterchangeState } from '../../store/interchanges'
import * as orders from '../../store/orders'
import { type Arrival, type Partner } from '../../store/records'
import { type Tx } from '../../store/store'
import { type Context, instant } from '../context'
import { few } from '../describe'
import { uuidv7 } from '../ids'

/** What a partner says of something that we sent him. `state` is undefined where he only says that it came. */
export interface PartnerAnswer {
  /** `997`, `999`, `TA1`, `CONTRL`, `824`, `APERAK`. */
  as: string
  about: { control: string } | { groupControl: string; functional?: string } | { order: string }
  state?: Extract<InterchangeState, 'accepted' | 'acceptedWithErrors' | 'rejected'>
  /** What is wrong, for a person. */
  text?: string
}

interface Said {
  group?: string; control?: string; order?: string; outcome?: string; code?: string
  messages?: { outcome?: string; group?: string; code?: string; errors?: Fault[] }[]
  errors?: Fault[]
}
interface Fault { tag?: string; segment?: string; element?: string; code?: string; elementCode?: string; text?: string }

/** The answers that a message brings; none where it is no acknowledgement. */
export function answersIn({ type, document = {} }: Pick<ReadMessage, 'type' | 'document'>): PartnerAnswer[] {
  const said = document as Said
  const outcomes = [said.outcome, ...(said.messages ?? []).map((message) => message.outcome)]
  const errors = [...(said.errors ?? []), ...(said.messages ?? []).flatMap((message) => message.errors ?? [])]
  const about = { as: type, ...stateOf(outcomes), ...(errors.length > 0 ? { text: few(errors.map(faultText)) } : {}) }
  switch (type) {
    case '997': case '999': return said.control === undefined ? [] : [{ ...about, about: { groupControl: plain(said.control), functional: said.group } }]
    case 'CONTRL': return said.control === undefined ? [] : [{ ...about, about: { control: plain(said.control) } }]
    case '824': return (said.messages ?? []).flatMap((message) => (message.group === undefined ? [] : [{ ...about, ...stateOf([message.outcome]), about: { groupControl: plain(message.group) } }]))
    case 'APERAK': return said.order === undefined ? [] : [{ ...about, about: { order: said.order } }]
    default: return []
  }
}

/** The answer of a TA1: of the envelope alone, unless it is all that the partner ever sends. */
export function answerOf({ control, outcome, code }: InterchangeAnswer, edi: EdiProfile): PartnerAnswer {
  const settles = outcome === 'rejected' || edi.acknowledgedBy === 'TA1'
  return { as: 'TA1', about: { control: plain(control) }, ...(settles ? { state: outcome } : {}), ...(code === '000' || code === '' ? {} : { text: `TA1 note code ${code}.` }) }
}

/**
 * Notes what a partner says of what we sent, and closes the case of one that was overdue. What he rejects becomes a case, once; it is never sent again
 * by itself. The same answer again changes nothing. Answers with what to say of it.
 */
export async function noteAnswer(context: Context, tx: Tx, arrival: Arrival, partner: Partner, answer: PartnerAnswer): Promise<string> {
  const sent = await sentFor(tx, partner, answer)
  if (!sent) return unmatched(context, tx, arrival, partner, answer)
  const name = `${sent.type} ${sent.control}`
  if (answer.state === undefined || answer.state === sent.state) return `${answer.as} for ${name}: ${answer.state === undefined ? 'received' : `${answer.state} already`}.`
  await interchanges.answered(tx, sent, { state: answer.state, answeredAt: instant(context), answeredBy: arrival.id, text: answer.text })
  for (const one of await cases.ofSubject(tx, sent.company, sent.stream)) {
    if (one.state === 'open' && one.field === name && (one.kind === OVERDUE || (one.kind === REJECTED && answer.state !== 'rejected'))) {
      await cases.close(tx, one.id, { result: `${answer.as} came: ${answer.state}`, by: context.actor, at: instant(context) })
    }
  }
  if (answer.state === 'rejected') {
    await cases.open(tx, {
      id: uuidv7(), company: sent.company, kind: REJECTED, system: '', subject: sent.stream, field: name, seenAt: instant(context), detail: { interchange: sent.id, arrival: arrival.id },
      text: `${partner.name} (${partner.code}) rejects our ${name} by ${answer.as}${answer.text ? `: ${answer.text}` : '.'} It is not sent again by itself: correct the cause, and agree with him how he gets it.`,
    })
  }
  return `${answer.as} for ${name}: ${answer.state}.`
}

export const OVERDUE = 'acknowledgement-overdue'
const REJECTED = 'rejected-by-partner'

async function sentFor(tx: Tx, partner: Partner, { about }: PartnerAnswer): Promise<InterchangeRecord | undefined> {
  const { company, code } = partner
  if ('order' in about) {
    const order = await orders.byKey(tx, company, code, about.order, '', 0) ?? await orders.byNumber(tx, company, about.order)
    return order && (await interchanges.list(tx, company, { partner: code, direction: 'out', stream: `order/${order.id}`, limit: 1 }))[0]
  }
  if ('control' in about) return (await interchanges.sentUnder(tx, company, code, about))[0]
  const sent = await interchanges.sentUnder(tx, company, code, { groupControl: about.groupControl })
  return sent.find((one) => about.functional === undefined || one.functional === about.functional)
}

async function unmatched(context: Context, tx: Tx, arrival: Arrival, partner: Partner, { as, about }: PartnerAnswer): Promise<string> {
  const number = 'order' in about ? `order ${about.order}` : 'control' in about ? `interchange ${about.control}` : `group ${about.functional ?? ''} ${about.groupControl}`.replace('  ', ' ')
  const text = `${as} of ${partner.name} (${partner.code}) for ${number}, under which we sent him nothing.`
  await cases.open(tx, {
    id: uuidv7(), company: partner.company, kind: 'answers-nothing', system: '', subject: `partner/${partner.code}`, field: `${as} ${number}`, seenAt: instant(context), detail: { arrival: arrival.id },
    text: `${text} Ask him what he means: somebody else may send in our name, or he may count otherwise.`,
  })
  return text
}

/** The worst that is said; 8 of CONTRL only says that it came. */
function stateOf(outcomes: readonly (string | undefined)[]): Pick<PartnerAnswer, 'state'> {
  if (outcomes.some((outcome) => outcome === 'rejected' || outcome === 'partial')) return { state: 'rejected' }
  if (outcomes.includes('acceptedWithErrors')) return { state: 'acceptedWithErrors' }
  return outcomes.includes('accepted') ? { state: 'accepted' } : {}
}

const faultText = ({ tag, segment, element, code, elementCode, text }: Fault): string =>
  [tag && `segment ${tag}`, segment && `no. ${segment}`, element && `element ${element}`, (elementCode ?? code) && `code ${elementCode ?? code}`, text && `"${text}"`].filter(Boolean).join(' ').concat('.')

const plain = (control: string): string => (/^\d+$/.test(control) ? String(BigInt(control)) : control)
