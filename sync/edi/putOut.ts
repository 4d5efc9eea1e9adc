import { createHash } from 'node:crypto'
import { type EdiProfile } from '../../mappings/edi/profile'
import { charsetOf } from '../../mappings/edi/write/edifact'
import { type Marks } from '../../mappings/edi/write/segment'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as counters from '../../store/counters'
import * as documents from '../../store/documents'
import * as interchanges from '../../store/interchanges'
import * as outbox from '../../store/outbox'
import { type Partner } from '../../store/records'
import { refuseUnlearned } from '../../store/restored'
import { type Tx } from '../../store/store'
import * as streams from '../../store/streams'
import { ownCompany } from '../company'
import { uuidv7 } from '../ids'
import { type SystemBody } from '../systems'
import { timeIn } from '../zone'
import { dueAt } from './calendar'

/** A document that a partner is to get, and what writes it as soon as it has its control numbers. */
export interface Wanted {
  partner: Partner
  edi: EdiProfile
  standard: 'x12' | 'edifact'
  /** `997`, `855`, `ORDRSP`, … */
  type: string
  /** GS01 of its group; absent where it stands in none, and takes no number of the group's. */
  functional?: string
  test: boolean
  messages: number
  /** What it is about: `order/…`, `arrival/…`. */
  stream: string
  /** Unique for each document: what keeps it from going out twice. */
  ourId: string
  revision: number
  correlation: string
  /** UTC instant of business time. */
  at: string
  /** Is it acknowledged, where the partner acknowledges? */
  acknowledged: boolean
  /** Throws a RangeError where the document cannot be written. */
  write: (numbers: { interchange: number; group: number }, at: string, marks?: Partial<Marks>) => string
}

/** ISA13 and GS06 have nine digits, and begin again. */
const LAST = 999_999_999

/**
 * Writes a document with the next control numbers of its partner, keeps it whole, and puts it into the outbox of the partner's channel: all in the
 * caller's transaction, so that a number is used once and none is left out. Throws `NotLearned` where the store was put back, and a number might have been used. What cannot be written takes no number and becomes a case. Answers
 * whether it goes out.
 */
export async function putOut(tx: Tx, wanted: Wanted): Promise<boolean> {
  const { partner, edi } = wanted
  const { company, code } = partner
  const refused = await whyNot(tx, wanted)
  if (refused !== undefined) {
    await cases.open(tx, {
      id: uuidv7(), company, kind: 'document-not-sent', system: edi.channel, subject: wanted.stream, field: `${wanted.type} ${wanted.ourId}`, seenAt: wanted.at,
      text: `The ${wanted.type} for ${partner.name} (${code}) was not sent: ${refused}`, detail: { partner: code },
    })
    return false
  }
  const interchange = await number(tx, company, `edi/${code}/interchange`)
  const group = wanted.functional === undefined ? 0 : await number(tx, company, `edi/${code}/group`)
  const text = wanted.write({ interchange, group }, await localTime(tx, wanted), edi.marks)
  const bytes = Buffer.from(text, encodingOf(wanted.standard, text))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const awaits = wanted.acknowledged && edi.acknowledgedWithin !== undefined
  await documents.keep(tx, { sha256, bytes })
  // an order's own stream hears of it when it is out; what answers an arrival is chained and sealed with the arrival
  if (!wanted.stream.startsWith('order/')) {
    await streams.append(tx, [{
      company, stream: wanted.stream, expected: await streams.version(tx, company, wanted.stream), circumstance: { at: wanted.at, actor: 'system', cause: wanted.stream, correlation: wanted.correlation },
      events: [{ type: 'answered', data: { partner: code, type: wanted.type, control: String(interchange), sha256 } }],
    }])
  }
  await interchanges.add(tx, {
    company, id: uuidv7(), direction: 'out', partner: code, standard: wanted.standard, type: wanted.type, control: String(interchange),
    ...(wanted.functional === undefined ? {} : { groupControl: String(group), functional: wanted.functional }),
    test: wanted.test, messages: wanted.messages, sha256, at: wanted.at, stream: wanted.stream, state: awaits ? 'awaited' : 'sent',
    ...(awaits ? { dueAt: dueAt(new Date(wanted.at), edi.acknowledgedWithin!, partner.zone ?? 'UTC', edi.calendar) } : {}),
  })
  await outbox.enqueue(tx, [{
    id: uuidv7(), company, system: edi.channel, kind: 'document', ourId: wanted.ourId, revision: wanted.revision, action: 'create', stream: wanted.stream,
    body: { partner: code, fileName: `${wanted.type}-${String(interchange).padStart(9, '0')}.edi`, sha256, type: wanted.type, control: String(interchange) },
    correlation: wanted.correlation, createdAt: wanted.at,
  }])
  return true
}

/** Tried before any number is taken: the text does not depend on them. */
async function whyNot(tx: Tx, { partner, edi, write }: Wanted): Promise<string | undefined> {
  const system = await config.system(tx, partner.company, edi.channel)
  if (!system) return `there is no system ${edi.channel}, which his profile names as his channel. Configure it, or name another.`
  if ((system.body as unknown as SystemBody).mode === 'off') return `his channel ${edi.channel} is off.`
  try {
    write({ interchange: 1, group: 1 }, '2000-01-01T00:00', edi.marks)
    return undefined
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return `${error.message}.`
  }
}

async function number(tx: Tx, company: string, range: string): Promise<number> {
  await refuseUnlearned(tx)
  return (await counters.next(tx, company, range) - 1) % LAST + 1
}

const localTime = async (tx: Tx, { partner, at }: Wanted): Promise<string> => timeIn((await ownCompany(tx, partner.company)).zone, new Date(at))

function encodingOf(standard: Wanted['standard'], text: string): 'latin1' | 'utf8' {
  if (standard === 'edifact') return charsetOf(text)
  return /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf8'
}
