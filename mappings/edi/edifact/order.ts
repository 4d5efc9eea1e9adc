import { type DraftLine, type OrderDraft } from '../../../orders/draft'
import { type Problem } from '../../../orders/problem'
import { keepOf, type Mapper, type MessageContext } from '../message'
import { type LinePlaces } from '../line-places'
import { checkOrder, type Totals } from '../order-checks'
import { newLine, newOrder } from '../roomy'
import { type Segment } from '../segment'
import { EdifactCharges } from './charges'
import { EdifactFields } from './fields'
import { readItems } from './items'
import { checkNumbers } from './numbers'
import { EdifactParties } from './party'

/** Message functions (1225) that bring a new order; the others change, cancel or repeat one. */
const ORIGINAL = new Set(['', '9', '7', '31', '42', '46'])
/** Date functions (2005) by their rank: when it was made, and when the buyer wants the goods, the better one first. */
const ISSUED = ['137', '4']
const REQUESTED = ['2', '74', '67']
/** Quantities (6063) that are the ordered one, the better one first; 11 splits it over deliveries. */
const ORDERED = ['21', '1']
const SPLIT = '11'
/** Quantities of a delivery in an SCC group: 113 is to be delivered. */
const DELIVERED = [...ORDERED, '113', '194', '12']
/** Prices (5125): net before gross and before those for information; what is not the net one is taken where it is the only one, and said. */
const PRICES = ['AAA', 'INV', 'CAL', 'AAF', 'INF', 'AAB', 'AAE']
/** Those that include taxes or allowances, or are for information only. */
const NOT_NET = new Map([['AAB', 'gross'], ['AAE', 'for information, taxes included'], ['AAF', 'for information'], ['INF', 'for information']])
/** Amounts (5025) of a line and of the message, the better one first. */
const LINE_AMOUNT = ['203', '66', '38']
const LINES_AMOUNT = '79'
const PAYABLE = ['9', '77', '128', '86']

/** Period types (2151). */
const PERIODS = new Map([['D', 'days'], ['W', 'weeks'], ['M', 'months']])

/** Functions of a PIA (4347) whose numbers are the line's own: additional and product identification. */
const OWN_NUMBERS = new Set(['', '1', '5'])
/** What the currency of a CUX is for (6347, 6343): that of the order, its prices, its invoice or its payment. */
const CURRENCY_USES = new Set(['', '2'])
const CURRENCY_KINDS = new Set(['', '4', '9', '10', '11'])

type Field = 'issued' | 'requested' | 'quantity' | 'price' | 'amount' | 'payable'

/** Maps ORDERS segment by segment: what is no field of the draft goes to `extra`, under its segment's tag. */
export class EdifactOrder implements Mapper {
  protected readonly order: OrderDraft = newOrder()
  protected readonly fields: EdifactFields
  protected line: DraftLine | undefined
  private readonly parties: EdifactParties
  private readonly charges: EdifactCharges
  private readonly lineAt: LinePlaces
  private totals: Totals | undefined
  private begun = false
  /** The delivery of an SCC group, or of a QTY+11, that a date may follow. */
  private delivery: NonNullable<DraftLine['schedule']>[number] | undefined
  private scheduled = false
  /** A sub-line is open: what is said of it is kept with the line that it is a part of. */
  private inPart = false
  private parts = 0
  /** How good what was taken is among the places that may say it: 0 is the best, 9 nothing yet. */
  private issuedRank = 9
  private requestedRank = 9
  private payableRank = 9
  /** What was taken for want of better, as it stood: it is kept once a better one comes. */
  private worse: Map<Field, string> | undefined
  private gross: { kind: string; where: Partial<Problem> } | undefined
  private requestedOfLine = 9
  private quantityRank = 9
  private priceRank = 9
  private amountRank = 9

  constructor(protected readonly context: MessageContext) {
    this.lineAt = context.lines.begin('LIN')
    this.fields = new EdifactFields(context)
    this.parties = new EdifactParties(context)
    this.charges = new EdifactCharges(this.fields)
  }

  segment(s: Segment): void {
    if (this.inPart && s.tag !== 'LIN' && s.tag !== 'UNS' && s.tag !== 'CNT') return this.keep(s)
    switch (s.tag) {
      case 'LIN': return this.lin(s)
      case 'PIA': return this.pia(s)
      case 'QTY': return this.qty(s)
      case 'PRI': return this.pri(s)
      case 'IMD': return this.imd(s)
      case 'DTM': return this.dtm(s)
      case 'BGM': return this.bgm(s)
      case 'NAD': return this.nad(s)
      case 'CTA': case 'COM': return this.contact(s)
      case 'RFF': return this.rff(s)
      case 'CUX': return this.cux(s)
      case 'FTX': return this.ftx(s)
      case 'MOA': return this.moa(s)
      case 'PAT': case 'PYT': return this.pat(s)
      case 'TOD': return this.tod(s)
      case 'ALC': return this.keepIf(this.charges.alc(s, this.target), s)
      case 'PCD': return this.keepIf(this.charges.pcd(s), s)
      case 'TAX': return this.keepIf(!this.line || this.charges.tax(s, this.line), s)
      case 'SCC': return this.scc(s)
      case 'UNS': return this.uns(s)
      case 'LOC': case 'GIN':
        checkNumbers(s, this.context.report)
        return this.keep(s)
      case 'CNT': return this.cnt(s)
      default: return this.keep(s)
    }
  }

  result(): { order: OrderDraft } {
    this.tellGross()
    this.parties.assign(this.order)
    checkOrder(this.order, this.totals, this.context.header, this.context, this.parts)
    return { order: this.order }
  }

  private get target(): OrderDraft | DraftLine {
    return this.line ?? this.order
  }

  /** Keeps a segment that no field takes, with its line or with the order. */
  protected keep(s: Segment): void {
    keepOf(this.target, s.tag, s.rest())
  }

  private keepIf(kept: boolean, s: Segment): void {
    if (kept) this.keep(s)
  }

  private bgm(s: Segment): void {
    if (this.begun) return this.context.report('order-second', 'A second BGM stands in the message: two orders in one.', s.where())
    this.begun = true
    s.tell(this.context.header)
    const reference = s.part(2, 1)
    if (reference !== '') this.order.reference = reference
    const purpose = s.part(3, 1)
    if (!ORIGINAL.has(purpose)) {
      this.context.report('purpose-not-original', `The function of the order is ${purpose}, not 9 (original): it cancels, changes or replaces one.`, s.where(3))
    }
    keepOf(this.order, 'BGM', s.elements > 2 ? `${s.text(1)}++${s.restFrom(3)}` : s.text(1))
  }

  private lin(s: Segment): void {
    const { order } = this
    this.inPart = s.part(4, 1) === '1' && order.lines.length > 0
    if (this.inPart) return this.subLine(s)
    this.tellGross()
    this.parties.close()
    const line = newLine(s.part(1, 1) || String(order.lines.length + 1))
    readItems(s, 3, line, this.context)
    if (s.part(2, 1) !== '' && s.part(2, 1) !== '1') keepOf(line, 'LIN', `action ${s.part(2, 1)}`)
    // 5495 and 1082: the line is a part of another
    if (s.elements > 3) keepOf(line, 'LIN', s.restFrom(4))
    this.line = line
    this.delivery = undefined
    this.charges.close()
    this.scheduled = false
    this.requestedOfLine = this.quantityRank = this.priceRank = this.amountRank = 9
    order.lines.push(line)
    this.lineAt.add(s)
  }

  /** C829: a part of another line, and not to be delivered besides it. */
  private subLine(s: Segment): void {
    const { lines } = this.order
    this.line = lines.find(({ id }) => id === s.part(4, 2)) ?? lines.at(-1)!
    this.parts++
    this.context.report('sub-line', `The line ${s.part(1, 1)} is a part of line ${this.line.id}: it was kept with it, and is no line of its own.`, s.where(4))
    this.keep(s)
  }

  private pia(s: Segment): void {
    // a number of what may go instead is none of the line's own
    if (this.line && OWN_NUMBERS.has(s.part(1, 1))) readItems(s, 2, this.line, this.context)
    else this.keep(s)
  }

  private contact(s: Segment): void {
    if (this.line || !this.parties.detail(s)) this.keep(s)
  }

  private scc(s: Segment): void {
    this.delivery = undefined
    this.scheduled = true
    this.keep(s)
  }

  private qty(s: Segment): void {
    const { line } = this
    const qualifier = s.part(1, 1)
    if (!line) return this.keep(s)
    if (qualifier === SPLIT || (this.scheduled && DELIVERED.includes(qualifier))) {
      const quantity = this.fields.decimal(s, 1, 2)
      if (quantity !== undefined) (line.schedule ??= []).push(this.delivery = { quantity })
      return
    }
    const rank = rankIn(ORDERED, qualifier)
    if (rank < 0 || rank >= this.quantityRank) return this.keep(s)
    const quantity = this.fields.decimal(s, 1, 2)
    if (quantity === undefined) return this.keep(s)
    this.takes('quantity', rank, this.quantityRank, s)
    this.quantityRank = rank
    line.quantity = quantity
    this.fields.unit(s, 1, 3, line)
  }

  private pri(s: Segment): void {
    const { line } = this
    const kind = s.part(1, 1)
    const rank = rankIn(PRICES, kind)
    if (!line || rank < 0 || rank >= this.priceRank) return this.keep(s)
    const amount = this.fields.decimal(s, 1, 2)
    if (amount === undefined) return this.keep(s)
    const base = this.fields.base(s)
    this.takes('price', rank, this.priceRank, s)
    this.priceRank = rank
    line.price = base === undefined ? { amount } : { amount, base }
    this.gross = NOT_NET.has(kind) ? { kind, where: s.where(1) } : undefined
    const unit = s.part(1, 6)
    if (unit !== '' && line.unit !== undefined && unit !== line.unit && unit !== line.sourceUnit && base === undefined && isMeasure(unit)) {
      this.context.report('price-unit-differs', `The price of line ${line.id} is per ${unit}, and the line is counted in ${line.unit}. A person tells what a unit of it costs.`, s.where(1, 6))
    }
    if ((unit !== '' && unit !== line.unit && unit !== line.sourceUnit) || s.part(1, 3) !== '' || s.part(1, 4) !== '' || s.elements > 1) this.keep(s)
  }

  /** The value of a field comes from here, and from elsewhere before where that rank is better than none. */
  private takes(field: Field, rank: number, before: number, s: Segment): void {
    if (before < 9) keepOf(this.target, s.tag, this.worse!.get(field)!)
    if (rank > 0) (this.worse ??= new Map<Field, string>()).set(field, s.rest())
  }

  /** No net price came for the line. */
  private tellGross(): void {
    if (!this.gross || !this.line) return
    const { kind, where } = this.gross
    this.gross = undefined
    this.context.report('price-gross', `Line ${this.line.id} has a price that is ${NOT_NET.get(kind)!} (PRI+${kind}); it was taken for want of a net one.`, where)
  }

  private imd(s: Segment): void {
    const text = [s.part(3, 4), s.part(3, 5)].filter((part) => part !== '').join(' ')
    if (!this.line || text === '') return this.keep(s)
    this.line.description = this.line.description === undefined ? text : `${this.line.description} ${text}`
    if (s.part(3, 1) !== '' || s.has(2)) this.keep(s)
  }

  private dtm(s: Segment): void {
    const qualifier = s.part(1, 1)
    const requested = rankIn(REQUESTED, qualifier)
    if (this.delivery && requested >= 0) {
      const date = this.fields.date(s)
      if (date !== undefined) this.delivery.requestedDelivery = date
      if (date === undefined || this.fields.isPeriod) this.keep(s)
      return
    }
    if (requested >= 0) return this.requested(requested, s)
    const issued = this.line ? -1 : rankIn(ISSUED, qualifier)
    const date = issued < 0 ? undefined : this.fields.date(s)
    if (date === undefined || issued >= this.issuedRank) return this.keep(s)
    this.takes('issued', issued, this.issuedRank, s)
    this.issuedRank = issued
    this.order.issuedOn = date
    if (this.fields.isPeriod) this.keep(s)
  }

  private requested(rank: number, s: Segment): void {
    const { line } = this
    const date = this.fields.date(s)
    if (date === undefined || rank >= (line ? this.requestedOfLine : this.requestedRank)) return this.keep(s)
    this.takes('requested', rank, line ? this.requestedOfLine : this.requestedRank, s)
    if (line) this.requestedOfLine = rank
    else this.requestedRank = rank
    this.target.requestedDelivery = date
    if (this.fields.isPeriod) this.keep(s)
  }

  private nad(s: Segment): void {
    if (this.line) return this.keep(s)
    if (!this.parties.nad(s)) this.keep(s)
  }

  private rff(s: Segment): void {
    if (!this.line && this.parties.detail(s)) return
    if (!this.line && s.part(1, 1) === 'RE' && this.order.release === undefined && s.part(1, 2) !== '') {
      this.order.release = s.part(1, 2)
      return
    }
    // the number of the order, where its beginning has none
    if (!this.line && s.part(1, 1) === 'ON' && this.order.reference === undefined && s.part(1, 2) !== '') this.order.reference = s.part(1, 2)
    else this.keep(s)
  }

  private cux(s: Segment): void {
    const currency = s.part(1, 2)
    if (currency === '') return this.keep(s)
    if (this.order.currency !== undefined && this.order.currency !== currency) {
      this.context.report('currency-mixed', `The currency ${currency} differs from ${this.order.currency} before it.`, s.where(1, 2))
      return this.keep(s)
    }
    this.order.currency = currency
    if (s.elements > 1 || !CURRENCY_USES.has(s.part(1, 1)) || !CURRENCY_KINDS.has(s.part(1, 3))) this.keep(s)
  }

  private ftx(s: Segment): void {
    const texts: string[] = []
    for (let component = 1; component <= 5; component++) if (s.part(4, component) !== '') texts.push(s.part(4, component))
    if (texts.length === 0) return this.keep(s)
    ;(this.target.notes ??= []).push(texts.join(' '))
  }

  private moa(s: Segment): void {
    const kind = s.part(1, 1)
    if (this.charges.takes(kind)) return this.charges.moa(s)
    const rank = (this.line ? LINE_AMOUNT : PAYABLE).indexOf(kind)
    if (rank < 0 && (this.line || kind !== LINES_AMOUNT)) return this.keep(s)
    const amount = this.fields.decimal(s, 1, 2)
    if (amount === undefined) return this.keep(s)
    // an amount in a currency of its own is kept beside
    if (s.part(1, 3) !== '' && s.part(1, 3) !== this.order.currency) this.keep(s)
    if (this.line) {
      if (rank >= this.amountRank) return this.keep(s)
      this.takes('amount', rank, this.amountRank, s)
      this.amountRank = rank
      this.line.lineExtension = amount
      return
    }
    if (kind === LINES_AMOUNT) this.order.lineExtension = amount
    else if (rank < this.payableRank) {
      this.takes('payable', rank, this.payableRank, s)
      this.payableRank = rank
      this.order.payable = amount
    } else this.keep(s)
  }

  /** PAT+1++5:3:D:30: reference, time relation, period type, periods. */
  private pat(s: Segment): void {
    const text = s.part(2, 4) || s.part(2, 5)
    const periods = s.part(3, 4)
    const unit = PERIODS.get(s.part(3, 3)) ?? ''
    const terms = text !== '' ? text : periods !== '' && unit !== '' ? `${periods} ${unit}` : ''
    if (!this.line && terms !== '' && this.order.paymentTerms === undefined) this.order.paymentTerms = terms
    this.keep(s)
  }

  private tod(s: Segment): void {
    const terms = s.part(3, 1)
    if (!this.line && terms !== '' && this.order.deliveryTerms === undefined) this.order.deliveryTerms = terms
    this.keep(s)
  }

  /** UNS+S opens the summary: what follows is the order's again. */
  private uns(s: Segment): void {
    this.inPart = false
    this.tellGross()
    if (s.part(1, 1) !== 'S') return
    this.line = this.delivery = undefined
    this.charges.close()
  }

  private cnt(s: Segment): void {
    const kind = s.part(1, 1)
    const value = this.fields.decimal(s, 1, 2)
    if (value !== undefined && kind === '2') (this.totals ??= {}).lines = { value, where: s.where(1, 2) }
    else if (value !== undefined && kind === '1') (this.totals ??= {}).quantity = { value, where: s.where(1, 2) }
    else this.keep(s)
  }
}

/** How good a code is among those that say the same, from 0; -1 where it is none of them. Of so few it is found sooner than by a lookup. */
function rankIn(codes: readonly string[], code: string): number {
  for (let rank = 0; rank < codes.length; rank++) if (codes[rank] === code) return rank
  return -1
}

/** Is it a unit of weight, length, area or volume, and no name of a piece or package? */
const isMeasure = (unit: string): boolean => /^(KGM|GRM|TNE|LBR|LTR|MLT|HLT|MTR|CMT|MMT|MTK|MTQ|FOT|GLL)$/.test(unit)
