import { type DraftLine } from '../../../orders/draft'
import { type Segment } from '../segment'
import { LinePlaces } from '../line-places'
import { readItems } from './items'
import { X12Order } from './order'

/** Maps a grocery purchase order (875): G50 begins it, G68 are its lines, G69 and G70 describe them, G62 has the dates. */
export class X12GroceryOrder extends X12Order {
  protected override readonly lineAt = new LinePlaces('G68')

  override segment(s: Segment): void {
    switch (s.tag) {
      case 'G50': return this.begin875(s)
      case 'G68': return this.g68(s)
      case 'G69': return this.g69(s)
      case 'G62': return this.g62(s)
      case 'G76':
        this.line = undefined
        return this.keep(s)
      default: return super.segment(s)
    }
  }

  private begin875(s: Segment): void {
    this.header = s.where()
    const issued = this.fields.date(s, 2)
    if (issued !== undefined) this.order.issuedOn = issued
    if (s.has(3)) this.order.reference = s.text(3)
    if (s.text(1) !== 'N') this.context.report('purpose-not-original', `The order status is ${s.text(1)}, not N (new): it changes, cancels or repeats one.`, s.where(1))
  }

  /** G68: quantity, unit, price, UPC case code, then pairs of qualifier and id. */
  private g68(s: Segment): void {
    const line: DraftLine = { id: String(this.order.lines.length + 1) }
    const quantity = this.fields.decimal(s, 1)
    if (quantity !== undefined) line.quantity = quantity
    this.fields.unit(s, 2, line)
    const amount = this.fields.decimal(s, 3)
    if (amount !== undefined) line.price = { amount }
    if (s.has(4)) line.standardItem = s.text(4)
    readItems(s, 5, line, this.context)
    this.begin(line, s)
  }

  private g69(s: Segment): void {
    if (!this.line || !s.has(1)) return this.keep(s)
    this.line.description = this.line.description === undefined ? s.text(1) : `${this.line.description} ${s.text(1)}`
  }

  /** 02 is delivery requested; the others are kept. */
  private g62(s: Segment): void {
    const date = s.text(1) === '02' ? this.fields.date(s, 2) : undefined
    if (date === undefined) return this.keep(s)
    this.target.requestedDelivery = date
  }
}
