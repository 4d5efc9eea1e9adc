import { isDeepStrictEqual } from 'node:util'
import { fold } from '../../orders/evolve'
import { ordersById } from '../../store/orderPages'
import { type Db } from '../../store/store'
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
    const rows = await ordersById(this.db, company, page.map((one) => one.id))
    const found: Defect[] = []
    for (const { id } of page) {
      const row = rows.get(id)
      // an order without a row is found by what compares rows and streams
      if (row && !await this.agrees(company, id, row)) {
        found.push({ code: 'order-differs', company, stream: `order/${id}`, text: `the row of ${row.number ?? id} is not what its events make of it: it was changed past the events` })
      }
    }
    return found
  }

  private async agrees(company: string, id: string, row: unknown): Promise<boolean> {
    for (const again of [false, true]) {
      const events = await load(this.db, company, `order/${id}`)
      const current = again ? (await ordersById(this.db, company, [id])).get(id) : row
      try {
        if (isDeepStrictEqual(JSON.parse(JSON.stringify(fold(events) ?? null)), current)) return true
      } catch {
        // events that cannot be folded are as bad as another result
        return false
      }
      // somebody may have added an event between the two readings: once more
    }
    return false
  }
}
