import { type DraftLine } from '../../../orders/draft'
import { keep, type Mapper, type MessageContext } from '../message'
import { type Segment } from '../segment'
import { tradacomsDate, tradacomsItems, tradacomsNumber, tradacomsParty } from './fields'
import { type FileParties, fileParties } from './files'

/** Maps an INVOIC message of an invoice file: IRF its number, ILD its lines; the totals (STL, TLR) are kept as they are. */
export class TradacomsInvoice implements Mapper {
  private readonly document: Record<string, unknown>
  private readonly lines: (DraftLine & { taxCode?: string })[] = []

  constructor(private readonly context: MessageContext, parties: FileParties) {
    this.document = { ...fileParties(parties), lines: this.lines }
  }

  segment(s: Segment): void {
    switch (s.tag) {
      case 'CLO':
        this.document.shipTo = tradacomsParty(s, this.context.report)
        return
      case 'IRF':
        this.document.number = s.part(1, 1)
        this.document.issuedOn = tradacomsDate(s, 2, 1, this.context)
        return
      case 'ODD':
        if (s.part(2, 1) !== '') this.document.order = s.part(2, 1)
        keep((this.document.extra ??= {}) as Record<string, string[]>, s.tag, s.rest())
        return
      case 'ILD': return this.ild(s)
      default: keep((this.document.extra ??= {}) as Record<string, string[]>, s.tag, s.rest())
    }
  }

  result(): { document: Record<string, unknown> } {
    return { document: this.document }
  }

  private ild(s: Segment): void {
    const { context } = this
    const line: DraftLine & { taxCode?: string } = { id: s.part(2, 1) || s.part(1, 1) || String(this.lines.length + 1) }
    tradacomsItems(s, 3, line, context)
    const quantity = tradacomsNumber(s, 7, 1, 0, context)
    const amount = tradacomsNumber(s, 8, 1, 4, context)
    const extension = tradacomsNumber(s, 9, 1, 4, context)
    if (quantity !== undefined) line.quantity = quantity
    if (amount !== undefined) line.price = { amount }
    if (extension !== undefined) line.lineExtension = extension
    if (s.part(10, 1) !== '') line.taxCode = s.part(10, 1)
    const description = [s.part(14, 1), s.part(14, 2)].filter((text) => text !== '').join(' ')
    if (description !== '') line.description = description
    // VAT rate, mixed and credit marks, prices before discount, discounts, weights
    if (s.elements > 10) keep((line.extra ??= {}), s.tag, s.restFrom(11))
    this.lines.push(line)
  }
}
