import { type DraftLine, type OrderDraft } from '../../../orders/draft'
import { type Problem } from '../../../orders/problem'
import { keep, type Mapper, type MessageContext } from '../message'
import { checkOrder, type Totals } from '../order-checks'
import { type Segment } from '../segment'
import { tradacomsDate, tradacomsItems, tradacomsNumber, tradacomsParty, tradacomsUnit } from './fields'
import { type FileParties, fileParties } from './files'

/** Maps an ORDERS message of an order file: CLO is where it goes, ORD its number, OLD its lines, OTR their count. */
export class TradacomsOrder implements Mapper {
  private readonly order: OrderDraft
  private line: DraftLine | undefined
  private readonly totals: Totals = {}
  private header: Partial<Problem> = {}

  constructor(private readonly context: MessageContext, parties: FileParties) {
    context.lines.begin('OLD')
    this.order = { ...fileParties(parties), lines: [] }
  }

  segment(s: Segment): void {
    const { order, context } = this
    switch (s.tag) {
      case 'CLO':
        this.order.shipTo = tradacomsParty(s, context.report)
        return
      case 'ORD': return this.ord(s)
      case 'DIN': return this.din(s)
      case 'OLD': return this.old(s)
      case 'DNA':
      case 'DNB': {
        const texts = [1, 2, 3, 4].map((component) => s.part(s.tag === 'DNA' ? 4 : 5, component)).filter((text) => text !== '')
        if (texts.length > 0) ((this.line ?? order).notes ??= []).push(texts.join(' '))
        else keep(((this.line ?? order).extra ??= {}), s.tag, s.rest())
        return
      }
      case 'OTR': {
        const value = tradacomsNumber(s, 1, 1, 0, context)
        if (value !== undefined) this.totals.lines = { value, where: s.where(1) }
        return
      }
      default: keep(((this.line ?? order).extra ??= {}), s.tag, s.rest())
    }
  }

  result(): { order: OrderDraft } {
    checkOrder(this.order, this.totals, this.header, this.context)
    return { order: this.order }
  }

  private ord(s: Segment): void {
    this.header = s.where()
    if (s.part(1, 1) !== '') this.order.reference = s.part(1, 1)
    const issued = tradacomsDate(s, 1, 3, this.context)
    if (issued !== undefined) this.order.issuedOn = issued
    if (s.part(1, 2) !== '' || s.elements > 1) keep((this.order.extra ??= {}), 'ORD', s.rest())
  }

  /** Earliest and latest date of delivery, and instructions. One date alone is the day. */
  private din(s: Segment): void {
    const earliest = tradacomsDate(s, 1, 1, this.context)
    const latest = tradacomsDate(s, 2, 1, this.context)
    const wanted = latest ?? earliest
    if (wanted !== undefined) this.order.requestedDelivery = wanted
    if (s.part(4, 1) !== '') (this.order.notes ??= []).push(s.text(4))
    if ((earliest !== undefined && latest !== undefined) || s.text(3) !== '' || s.elements > 4) keep((this.order.extra ??= {}), 'DIN', s.rest())
  }

  private old(s: Segment): void {
    const { context, order } = this
    const line: DraftLine = { id: s.part(1, 1) || String(order.lines.length + 1) }
    tradacomsItems(s, 2, line, context)
    // so many traded units, or else a total measure in its unit
    const units = tradacomsNumber(s, 6, 1, 0, context)
    const quantity = units ?? tradacomsNumber(s, 6, 2, 3, context)
    if (quantity !== undefined) line.quantity = quantity
    if (units === undefined) tradacomsUnit(s, 6, 3, line, context)
    else if (s.part(6, 2) !== '' || s.part(6, 3) !== '') (line.extra ??= {}).totalMeasure = [s.text(6)]
    const amount = tradacomsNumber(s, 7, 1, 4, context)
    if (amount !== undefined) line.price = { amount }
    const description = [s.part(10, 1), s.part(10, 2)].filter((text) => text !== '').join(' ')
    if (description !== '') line.description = description
    if (s.part(5, 1) !== '') (line.extra ??= {}).unitsInTradedUnit = [s.text(5)]
    // price marks and whatever this layout has besides
    const left = [8, 9, ...Array.from({ length: Math.max(s.elements - 10, 0) }, (_, i) => i + 11)].filter((element) => s.text(element) !== '')
    if (left.length > 0 || s.part(7, 2) !== '') keep((line.extra ??= {}), 'OLD', s.restFrom(7))
    this.line = line
    order.lines.push(line)
    context.lines.add(s)
  }
}
