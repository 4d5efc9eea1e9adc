import { compare } from '../orders/decimal'
import { type Row } from './systems/records'
import { payInvoice } from './systems/finance'
import { deliverShipment, openOf, shipPart } from './systems/wms'
import { type Tale } from './tale'
import { type World } from './world'

const DAY = '2026-03-02'

/** What people do in the systems themselves: they ship, deliver and pay as the tales have it. */
export class Outside {
  /** When a part was first seen on the shelf, a shipment on the road. */
  private readonly since = new Map<Row, number>()

  constructor(private readonly world: World) {}

  /** Goes once through all that is there; `hurried` waits for nothing. Answers how much was done. */
  round(hurried = false): number {
    const { wms, finance } = this.world
    let done = 0
    const tales = this.talesByOrder()
    for (const part of wms.all('part')) {
      const tale = tales.get(part.ourId!.split('/')[0]!)
      if (tale?.ships && ['released', 'picking'].includes(part.state) && this.isReady(tale, part) && this.isDue(part, tale.ships.after, hurried)) done += this.ship(tale, part)
    }
    for (const despatch of wms.all('despatch')) {
      const tale = tales.get(String(despatch.body?.order))
      if (tale?.ships?.delivers && despatch.state === 'shipped' && this.isDue(despatch, 4000, hurried)) {
        deliverShipment(wms, despatch, DAY)
        done++
      }
    }
    for (const invoice of finance.all('invoice')) {
      if (invoice.state !== 'posted' || !tales.get(String(invoice.body?.order))?.pays || !this.isDue(invoice, 3000, hurried)) continue
      payInvoice(finance, invoice, DAY)
      done++
    }
    return done
  }

  /** By our order's id: whoever works there reads the buyer's number off the sales order. */
  private talesByOrder(): Map<string, Tale> {
    const byReference = new Map(this.world.tales.map((tale) => [tale.reference, tale]))
    return new Map([...this.world.finance.all('order'), ...this.world.erp.all('order')].map((row) => [row.ourId!, byReference.get(row.reference!)!]))
  }

  /** Nobody ships what is about to be changed. */
  private isReady({ command, answer, lines }: Tale, part: Row): boolean {
    if (command === undefined) return true
    if (command.type === 'cancel') return answer === 'refused'
    const wanted = answer === 'accepted' ? command.quantity : lines[0]!.quantity
    return answer !== undefined && compare(part.lines![0]!.quantity, String(wanted)) === 0
  }

  private isDue(row: Row, after: number, hurried: boolean): boolean {
    const { at } = this.world.time
    if (!this.since.has(row)) this.since.set(row, at)
    return hurried || this.since.get(row)! + after <= at
  }

  private ship({ ships }: Tale, part: Row): number {
    const open = openOf(this.world.wms, part)
    const first = ships!.shipments === 2 && part.state === 'released' && open.length > 1
    shipPart(this.world.wms, part, first ? open.slice(0, 1) : open, DAY)
    this.since.delete(part)
    return 1
  }
}
