import { isDeepStrictEqual } from 'node:util'
import { type StoredEvent } from '../../orders/event'
import { fold } from '../../orders/evolve'
import { type Order } from '../../orders/order'
import { ordersById } from '../../store/orderPages'
import { type Db } from '../../store/store'
import { loadStreams } from '../../store/streamPages'
import { load } from '../../store/streams'
import { type Defect } from '../../store/verify'

const PAGE = 100

/** Folds orders again from their events and compares them with the rows that everyone reads. */
export class Refold {
  private waiting: { company: string; id: string }[] = []

  constructor(private readonly db: Db) {}

  /** Takes a stream; answers with what was found where a page is full. */
  async add(company: string, stream: string): Promise<Defect[]> {
    if (!stream.startsWith('order/')) return []
    const full = this.waiting.length >= PAGE || this.waiting.some((one) => one.company !== company)
    const found = full ? await this.rest() : []
    this.waiting.push({ company, id: stream.slice('order/'.length) })
    return found
  }

  async rest(): Promise<Defect[]> {
    const page = this.waiting
    this.waiting = []
    if (page.length === 0) return []
    const { company } = page[0]!
    const ids = page.map((one) => one.id)
    const rows = await ordersById(this.db, company, ids)
    const streams = await loadStreams(this.db, company, ids.map(streamOf))
    const found: Defect[] = []
    for (const id of ids) {
      const row = rows.get(id)
      // an order without a row is found by what compares rows and streams
      if (!row || agree(row, streams.get(streamOf(id))!) || await this.agreesNow(company, id)) continue
      found.push({ code: 'order-differs', company, stream: streamOf(id), text: `the row of ${row.number ?? id} is not what its events make of it: it was changed past the events` })
    }
    return found
  }

  /** Somebody may have added an event between the two readings: once more. */
  private async agreesNow(company: string, id: string): Promise<boolean> {
    const row = (await ordersById(this.db, company, [id])).get(id)
    return row !== undefined && agree(row, await load(this.db, company, streamOf(id)))
  }
}

const streamOf = (id: string): string => `order/${id}`

function agree(row: Order, events: readonly StoredEvent[]): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(fold(events) ?? null)), row)
  } catch {
    // events that cannot be folded are as bad as another result
    return false
  }
}
