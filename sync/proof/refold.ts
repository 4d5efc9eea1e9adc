import { isDeepStrictEqual } from 'node:util'
import { type StoredEvent } from '../../orders/event'
import { fold } from '../../orders/evolve'
import { type Order } from '../../orders/order'
import { type Around, type Arrived, arrivalsThere, putOutOf, rowsAround } from '../../store/around'
import { ordersById } from '../../store/orderPages'
import { type Db } from '../../store/store'
import { loadStreams } from '../../store/streamPages'
import { type Defect } from '../../store/verify'
import { unreadable } from '../../store/verify/unreadable'
import { approvalsDiffer } from './rows/approvals'
import { configDiffers } from './rows/config'
import { caseDiffers } from './rows/deeds'
import { found, type Found } from './rows/found'
import { linksDiffer } from './rows/links'
import { DOCUMENT_KINDS, documentDiffers } from './rows/orderDocuments'

const PAGE = 100

/** Folds streams again from their events, and compares them with the rows that everyone reads, and with those that they name. */
export class Refold {
  private waiting: { company: string; stream: string }[] = []

  constructor(private readonly db: Db) {}

  /** Takes a stream; answers with what was found where a page is full. */
  async add(company: string, stream: string): Promise<Defect[]> {
    const full = this.waiting.length >= PAGE || this.waiting.some((one) => one.company !== company)
    const defects = full ? await this.rest() : []
    this.waiting.push({ company, stream })
    return defects
  }

  async rest(): Promise<Defect[]> {
    const page = this.waiting
    this.waiting = []
    if (page.length === 0) return []
    const { company } = page[0]!
    const suspected = (await this.read(company, page.map((one) => one.stream))).map((defect) => defect.stream)
    // somebody may have added an event between two readings: once more
    return suspected.length === 0 ? [] : this.read(company, [...new Set(suspected)])
  }

  /** Where one of the streams or its rows cannot be read, the others are compared all the same. */
  private async read(company: string, names: readonly string[]): Promise<Defect[]> {
    try {
      return await this.compare(company, names)
    } catch (error) {
      const [stream] = names
      const defect = unreadable(`a row of ${stream}`, { company, stream }, error)
      if (!defect) throw error
      if (names.length === 1) return [defect]
      const defects: Defect[] = []
      for (const one of names) defects.push(...await this.read(company, [one]))
      return defects
    }
  }

  private async compare(company: string, names: readonly string[]): Promise<Defect[]> {
    const streams = await loadStreams(this.db, company, names)
    const orderStreams = names.filter((stream) => kindOf(stream) === 'order')
    const rows = await ordersById(this.db, company, orderStreams.map(idOf))
    const around = await rowsAround(this.db, company, orderStreams)
    const arrived = await arrivalsThere(this.db, orderStreams.flatMap((stream) => arrivalOf(streams.get(stream)!) ?? []))
    const defects: Defect[] = []
    for (const stream of names) {
      const events = streams.get(stream)!
      const kind = kindOf(stream)
      const differing = kind === 'order' ? orderDiffers(stream, events, rows.get(idOf(stream)), around, arrived)
        : kind === 'arrival' ? await answersDiffer(this.db, company, stream, events)
        : kind === 'config' ? await configDiffers(this.db, company, events)
        : kind === 'case' ? await caseDiffers(this.db, stream, events)
        : DOCUMENT_KINDS.includes(kind) ? await documentDiffers(this.db, company, stream, events) : []
      defects.push(...differing.map((one) => ({ ...one, company, stream })))
    }
    return defects
  }
}

function orderDiffers(stream: string, events: readonly StoredEvent[], row: Order | undefined, around: Around, arrived: ReadonlyMap<string, Arrived>): Found[] {
  const order = folded(events)
  const defects = linksDiffer(stream, events, around)
  // an order without a row is found by what compares rows and streams
  if (row && !isDeepStrictEqual(order === undefined ? order : JSON.parse(JSON.stringify(order)), row)) defects.push(found('order-differs', `the row of ${row.number ?? row.id} is not what its events make of it: it was changed past the events`))
  if (order) defects.push(...approvalsDiffer(order, stream, around.approvals.get(stream) ?? []))
  const arrival = arrivalOf(events)
  if (arrival !== undefined) defects.push(...arrivalDiffers(arrival, idOf(stream), events, arrived.get(arrival)))
  return defects
}

/** The arrival that an order came with, against what the order says of it. */
function arrivalDiffers(id: string, order: string, events: readonly StoredEvent[], arrival: Arrived | undefined): Found[] {
  if (!arrival) return [found('arrival-missing', `the arrival ${id} that the order came with is gone`)]
  const { document, channel } = (events.find((event) => event.type === 'received')?.data ?? {}) as { document?: string; channel?: string }
  const defects: Found[] = []
  if ((document ?? arrival.sha256) !== arrival.sha256) defects.push(found('arrival-changed', `the arrival ${id} says that it brought the document ${arrival.sha256}, and the order came with ${document}`))
  if (channel !== arrival.channel) defects.push(found('arrival-changed', `the arrival ${id} says that it came by ${arrival.channel}, and the order by ${channel}`))
  if (!arrival.orders.has(order)) defects.push(found('arrival-missing', `what the arrival ${id} brought is not said to have become this order any more`))
  return defects
}

/** What was answered to an arrival, against what is said to have gone out. */
async function answersDiffer(db: Db, company: string, stream: string, events: readonly StoredEvent[]): Promise<Found[]> {
  const answers = events.filter((event) => event.type === 'answered')
  if (answers.length === 0) return []
  const out = await putOutOf(db, company, stream)
  return answers.flatMap(({ sequence, data }) => {
    const { type, control, partner, sha256 } = data as Record<string, string>
    return out.has(sha256!) ? [] : [found('interchange-missing', `the ${type} ${control} to ${partner}, which answered it, is not among what went out any more`, sequence)]
  })
}

/** Undefined where the events cannot be folded, which is as bad as another result. */
function folded(events: readonly StoredEvent[]): Order | undefined {
  try {
    return fold(events)
  } catch {
    return undefined
  }
}

function arrivalOf(events: readonly StoredEvent[]): string | undefined {
  const cause = events.find((event) => event.type === 'received')?.cause
  return cause?.startsWith('arrival/') ? cause.slice('arrival/'.length) : undefined
}

const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('/'))
const idOf = (stream: string): string => stream.slice('order/'.length)
