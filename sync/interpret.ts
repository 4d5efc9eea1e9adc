import { type ReadFile } from '../mappings/document'
import { readDocument } from '../mappings/read'
import { stops } from '../orders/problem'
import * as arrivals from '../store/arrivals'
import * as documents from '../store/documents'
import { type Arrival, type ArrivalItem, type ArrivalOutcome } from '../store/records'
import { type Context } from './context'
import { describeAll } from './describe'
import { acknowledgeAll } from './edi/acknowledge'
import { answerOf, noteAnswer } from './edi/answered'
import { refuse, screen, type Screening } from './edi/screen'
import { retryParked } from './park'
import { partnerBook, type PartnerBook } from './partners'
import { type Numbered, planMessages, type Plan } from './plan'
import { quarantine, take } from './take'

/** Bytes above which a received document is kept, not read; `ORDER_TO_CASH_MAX_BYTES` sets another limit. */
export const DEFAULT_LIMIT = 50 * 1024 * 1024
/** Messages of one file that are committed together. */
const BATCH = 100

/** Reads a kept document and makes of every message what it is: an order, a duplicate, another document, or a quarantined one. */
export async function interpret(context: Context, arrival: Arrival, bytes: Buffer): Promise<{ arrival: Arrival; items: ArrivalItem[] }> {
  const book = await partnerBook(context.store)
  const done = new Map((await arrivals.items(context.store, arrival.id)).map((item) => [item.no, item]))
  const limit = Number(process.env.ORDER_TO_CASH_MAX_BYTES ?? DEFAULT_LIMIT)
  // none of it is taken: what is cut off at a limit would be lost in silence
  if (bytes.length > limit) {
    const file = tooLarge(arrival, bytes, limit)
    return conclude(context, arrival, file, [], book, refuse(arrival, bytes, book, file.problems[0]!))
  }
  const screening = await screen(context, arrival, bytes, book)
  const { problems, repeated } = screening
  let messages: Numbered[] = []
  let no = 0
  let file: ReadFile | undefined
  const flush = async (): Promise<void> => {
    for (const batch of apart(await planMessages(context, arrival, messages, book))) {
      for (const item of await take(context, arrival, batch)) done.set(item.no, item)
    }
    messages = []
  }
  for await (const read of readDocument(bytes, { file: arrival.fileName ?? arrival.sha256, profile: (identifiers) => book.find(identifiers)?.profile })) {
    if (read.kind === 'file') { file = read; continue }
    no += 1
    if (done.has(no)) continue
    read.problems.push(...(problems.get(no) ?? []))
    messages.push({ no, message: read, repeated: repeated.has(no) })
    if (messages.length >= BATCH) await flush()
  }
  await flush()
  // a change may have come before its order
  if ([...done.values()].some(({ outcome }) => outcome === 'order' || outcome === 'held')) await retryParked(context, { changesOnly: true })
  return conclude(context, arrival, file!, [...done.values()].sort((a, b) => a.no - b.no), book, screening)
}

/** The same order twice in one file: the second goes into a later batch, where it must see the first. */
function apart(plans: readonly Plan[]): Plan[][] {
  const batches: Plan[][] = []
  let keys = new Set<string>()
  for (const plan of plans) {
    const key = plan.create?.key
    if (batches.length === 0 || (key !== undefined && keys.has(key))) {
      batches.push([])
      keys = new Set()
    }
    batches.at(-1)!.push(plan)
    if (key !== undefined) keys.add(key)
  }
  return batches
}

async function conclude(context: Context, arrival: Arrival, file: ReadFile, items: ArrivalItem[], book: PartnerBook, screening?: Screening): Promise<{ arrival: Arrival; items: ArrivalItem[] }> {
  const failing = file.problems.filter(stops)
  const answered = screening?.answered ?? []
  const company = items.find((item) => item.company)?.company ?? book.company(undefined, undefined)
  // a TA1 alone is no message, and yet a document
  const alone = items.length === 0 && answered.length > 0 && failing.length === 0
  const brought = alone ? 'document' : overall(items)
  // the same bytes again that bring nothing new: whatever waits for a person waits already
  const again = brought !== 'order' && brought !== 'held' && await arrivals.concludedBefore(context.store, arrival)
  const outcome = again ? 'duplicate' : brought
  await context.store.write(async (tx) => {
    if (!await arrivals.finish(tx, arrival.id, { outcome, company, problems: file.problems })) return
    await acknowledgeAll(context, tx, arrival, screening?.envelopes ?? [])
    for (const { partner, edi, answer } of answered) await noteAnswer(context, tx, arrival, partner, answerOf(answer, edi))
    await documents.noteReadWith(tx, arrival.sha256, { format: file.format })
    // what is wrong with the file itself waits for a person, also where orders in it went on
    if (alone || items.length > 0 && (failing.length === 0 || items.some((item) => item.outcome === 'quarantined'))) return
    const text = failing.length ? describeAll(failing) : 'Nothing in it could be read as a document.'
    await quarantine(context, tx, arrival, { arrival: arrival.id, no: 0, type: file.format, company, outcome, text })
  })
  return { arrival: { ...arrival, outcome, company, problems: file.problems }, items }
}

function tooLarge(arrival: Arrival, bytes: Buffer, limit: number): ReadFile {
  const message = `The document has ${bytes.length} bytes, more than the ${limit} that are taken; it is kept, and none of it was read. Raise ORDER_TO_CASH_MAX_BYTES and receive it again, or ask the sender to split it.`
  return { kind: 'file', file: arrival.fileName ?? '', format: 'unknown', sha256: arrival.sha256, bytes: bytes.length, interchanges: [], problems: [{ code: 'too-large', severity: 'fatal', message }] }
}

const RANK: readonly ArrivalOutcome[] = ['order', 'held', 'quarantined', 'document', 'duplicate']

/** The whole of an arrival: an order in it makes it an order, whatever else it holds; with nothing in it, it is quarantined. */
export const overall = (items: readonly Pick<ArrivalItem, 'outcome'>[]): ArrivalOutcome =>
  RANK.find((outcome) => items.some((item) => item.outcome === outcome)) ?? 'quarantined'
