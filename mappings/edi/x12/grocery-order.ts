import { type Contact, type DraftLine } from '../../../orders/draft'
import { type Segment } from '../segment'
import { readItems } from './items'
import { X12Order } from './order'

/** Maps a grocery purchase order (875): G50 begins it, G68 are its lines, G69 and G70 describe them, G62 has the dates. */
export class X12GroceryOrder extends X12Order {
  protected override readonly lineAt = this.context.lines.begin('G68')

  override segment(s: Segment): void {
    switch (s.tag) {
      case 'G50': return this.begin875(s)
      case 'G68': return this.g68(s)
      case 'G69': return this.g69(s)
      case 'G62': return this.g62(s)
      case 'G61': return this.g61(s)
      case 'G72': return this.g72(s)
      case 'G76':
        this.line = undefined
        return this.keep(s)
      default: return super.segment(s)
    }
  }

  private begin875(s: Segment): void {
    if (this.isSecond(s)) return
    s.tell(this.context.header)
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

  /** G61: function, name, kind of number, number: of the party that is open, else of the buyer. */
  private g61(s: Segment): void {
    const kind = s.text(3)
    const contact: Contact = { ...(s.has(2) ? { name: s.text(2) } : {}), ...(kind === 'TE' && s.has(4) ? { phone: s.text(4) } : {}), ...(kind === 'EM' && s.has(4) ? { email: s.text(4) } : {}) }
    if (this.line || Object.keys(contact).length === 0 || !this.giveContact(contact, s)) return this.keep(s)
    if (s.elements > 4 || (s.has(4) && kind !== 'TE' && kind !== 'EM')) this.keep(s)
  }

  /**
   * G72: code (340), method of handling (331: 05 and 06 are charges, to be paid by vendor or customer), number, exception, rate, quantity, unit, total amount (N2),
   * percent, what the percent is of. A rate per unit has no field of its own, and is kept.
   */
  private g72(s: Segment): void {
    const amount = this.fields.implied(s, 8, 2)?.replace('-', '')
    const percent = this.fields.decimal(s, 9)
    ;(this.target.allowancesCharges ??= []).push({ kind: ['05', '06'].includes(s.text(2)) ? 'charge' : 'allowance', ...(s.has(1) ? { code: s.text(1) } : {}), ...(amount === undefined ? {} : { amount }), ...(percent === undefined ? {} : { percent }) })
    if (s.elements > 9 || [3, 4, 5, 6, 7].some((element) => s.has(element))) this.keep(s)
  }

  /** 02 is delivery requested; the others are kept. */
  private g62(s: Segment): void {
    const date = s.text(1) === '02' ? this.fields.date(s, 2) : undefined
    if (date === undefined) return this.keep(s)
    this.target.requestedDelivery = date
  }
}
