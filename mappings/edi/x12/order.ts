import { type AllowanceCharge, type Contact, type DraftLine, type OrderDraft } from '../../../orders/draft'
import { sameUnit } from '../../../orders/units'
import { keepOf, type Mapper, type MessageContext } from '../message'
import { type LinePlaces } from '../line-places'
import { checkOrder, type Totals } from '../order-checks'
import { type Segment } from '../segment'
import { X12Fields } from './fields'
import { readItems } from './items'
import { checkMarks } from './marks'
import { contactOf, leaves, X12Parties } from './party'
import { priceBase, priceBasis, priceUnit } from './price'
import { newLine, newOrder } from '../roomy'

/** Date qualifiers (X12 374) of the day the buyer wants the goods, the better one first. */
const REQUESTED = ['002', '106', '074', '067']
/** Prices (X12 236) that are what the buyer pays: a retail or list price is none. */
const COSTS = new Set(['', 'UCP', 'CUP', 'CON', 'NET', 'INV', 'ACT', 'QTE', 'PRP', 'SPC', 'WHL', 'PUR', 'CHG'])
/** Contact functions (X12 366) of the buyer: its name or department, and the order's contact. */
const BUYERS_CONTACT = new Set(['BD', 'OC'])
/** Transaction purposes (X12 353) that bring a new order; the others change, cancel or repeat one. */
const ORIGINAL = new Set(['', '00', '06', '07', '22', '24'])

/** Maps a purchase order (850) segment by segment: what is no field of the draft goes to `extra`, under its segment's tag. */
export class X12Order implements Mapper {
  protected readonly order: OrderDraft = newOrder()
  protected readonly fields: X12Fields
  protected line: DraftLine | undefined
  protected readonly lineAt: LinePlaces
  protected readonly totals: Totals = {}
  private readonly parties: X12Parties
  private requestedRank = REQUESTED.length
  private lineRank = REQUESTED.length
  /** The date that was taken for want of a better one, as it stood. */
  private worse = ''
  private summary = false
  private inPart = false
  private asked: { contact: Contact; tag: string; text: string } | undefined
  private begun = false

  constructor(protected readonly context: MessageContext) {
    this.lineAt = context.lines.begin('PO1')
    this.fields = new X12Fields(context)
    this.parties = new X12Parties(context)
  }

  segment(s: Segment): void {
    // what stands behind an SLN is said of a part of the line, and kept with it
    if (this.inPart && s.tag !== 'PO1' && s.tag !== 'CTT') return this.keep(s)
    switch (s.tag) {
      case 'PO1': return this.po1(s)
      case 'SLN': return this.sln(s)
      case 'PID': return this.pid(s)
      case 'BEG': return this.beg(s)
      case 'N1': return this.n1(s)
      case 'N2': case 'N3': case 'N4': case 'PER': return this.ofParty(s)
      case 'DTM': return this.dtm(s)
      case 'CUR': return this.cur(s)
      case 'MSG': case 'NTE': case 'MTX': return this.note(s)
      case 'SAC': return this.sac(s)
      case 'TXI': return this.txi(s)
      case 'ITD': return this.itd(s)
      case 'FOB': return this.fob(s)
      case 'CTP': return this.ctp(s)
      case 'SCH': return this.sch(s)
      case 'CTT': return this.ctt(s)
      case 'AMT': return this.amt(s)
      case 'MAN':
        checkMarks(s, this.context.report)
        return this.keep(s)
      default: return this.keep(s)
    }
  }

  result(): { order: OrderDraft } {
    this.parties.assign(this.order)
    if (this.asked) this.assignContact(this.asked)
    checkOrder(this.order, this.totals, this.context.header, this.context)
    return { order: this.order }
  }

  /** Keeps a segment that no field takes, with its line or with the order. */
  protected keep(s: Segment): void {
    keepOf(this.target, s.tag, s.rest())
  }

  protected get target(): OrderDraft | DraftLine {
    return this.line && !this.summary ? this.line : this.order
  }

  protected beg(s: Segment): void {
    const { order, fields, context } = this
    if (this.isSecond(s)) return
    s.tell(context.header)
    this.set('reference', s, 3)
    this.set('release', s, 4)
    const issued = fields.date(s, 5)
    if (issued !== undefined) order.issuedOn = issued
    const purpose = s.text(1)
    if (!ORIGINAL.has(purpose)) {
      context.report('purpose-not-original', `The purpose of the order is ${purpose}, not 00 (original): it cancels, changes or replaces one.`, s.where(1))
    }
    keepOf(order, 'BEG', s.elements > 5 ? `${purpose}*${s.text(2)}*${s.restFrom(6)}` : `${purpose}*${s.text(2)}`)
  }

  /** Does another order begin in the message? The first is kept. */
  protected isSecond(s: Segment): boolean {
    const second = this.begun
    this.begun = true
    if (second) this.context.report('order-second', `A second ${s.tag} stands in the message: two orders in one transaction set.`, s.where())
    return second
  }

  private set(field: 'reference' | 'release' | 'deliveryTerms', s: Segment, element: number): void {
    const text = s.text(element)
    if (text !== '') this.order[field] = text
  }

  private po1(s: Segment): void {
    this.summary = this.inPart = false
    this.parties.close()
    const { fields } = this
    const line = newLine(s.text(1) || String(this.order.lines.length + 1))
    const quantity = fields.decimal(s, 2)
    if (quantity !== undefined) line.quantity = quantity
    fields.unit(s, 3, line)
    const amount = fields.decimal(s, 4)
    const per = amount === undefined ? undefined : this.price(line, amount, s)
    const basis = s.text(5)
    // a basis without a price says why there is none: NC is no charge
    if (basis !== '' && (amount === undefined || per !== undefined || basis === 'NC')) keepOf(line, 'PO1', `basis ${basis}`)
    readItems(s, 6, line, this.context)
    this.begin(line, s)
  }

  /** Sets the price of a line, and answers the unit that it is by, where the line is counted in another. */
  private price(line: DraftLine, amount: string, s: Segment): string | undefined {
    const basis = priceBasis(s, 5, this.context)
    line.price = withBase(amount, priceBase(basis, line.unit))
    const per = priceUnit(basis, line.unit)
    if (per !== undefined) this.context.report('price-unit-differs', `The price of line ${line.id} is per ${per}, and the line is counted in ${line.unit ?? line.sourceUnit ?? 'no unit'}. A person tells what a unit of it costs.`, s.where(5))
    return per
  }

  /** From here on segments belong to this line. */
  protected begin(line: DraftLine, s: Segment): void {
    this.line = line
    this.lineRank = REQUESTED.length
    this.order.lines.push(line)
    this.lineAt.add(s)
  }

  private sln(s: Segment): void {
    this.inPart = this.line !== undefined && !this.summary
    this.keep(s)
  }

  private pid(s: Segment): void {
    const text = s.text(5)
    if (!this.line || this.summary || text === '') return this.keep(s)
    this.line.description = this.line.description === undefined ? text : `${this.line.description} ${text}`
    if (s.text(2) !== '' || s.text(4) !== '') this.keep(s)
  }

  private n1(s: Segment): void {
    if (this.line && !this.summary) return this.keep(s)
    if (!this.parties.n1(s)) this.keep(s)
  }

  private ofParty(s: Segment): void {
    if (this.line && !this.summary) this.keep(s)
    else if (this.parties.detail(s) ? leaves(s) : !this.contact(s)) this.keep(s)
  }

  /** A PER before all parties names whom to ask at the buyer's (BD, OC). False where it says more than that, or is of somebody else. */
  private contact(s: Segment): boolean {
    if (s.tag !== 'PER' || !BUYERS_CONTACT.has(s.text(1)) || this.asked) return false
    this.asked = { contact: contactOf(s, {}), tag: s.tag, text: s.rest() }
    return !leaves(s)
  }

  /** A contact of the party that is open, or else of the buyer. False where there is one already. */
  protected giveContact(contact: Contact, s: Segment): boolean {
    if (this.parties.isOpen) return this.parties.give(contact)
    if (this.asked) return false
    this.asked = { contact, tag: s.tag, text: s.rest() }
    return true
  }

  /** The buyer's own contact goes before; one for nobody is kept. */
  private assignContact({ contact, tag, text }: { contact: Contact; tag: string; text: string }): void {
    const { buyer, extra } = this.order
    if (buyer && !buyer.contact) buyer.contact = contact
    else if (!extra?.[tag]?.includes(text)) keepOf(this.order, tag, text)
  }

  private dtm(s: Segment): void {
    const rank = REQUESTED.indexOf(s.text(1))
    const best = this.line && !this.summary ? this.lineRank : this.requestedRank
    if (rank < 0 || !s.has(2)) return this.keep(s)
    const date = this.fields.date(s, 2, 3, 4)
    if (date === undefined || rank >= best) return this.keep(s)
    if (best < REQUESTED.length) keepOf(this.target, 'DTM', this.worse)
    if (rank > 0) this.worse = s.rest()
    this.target.requestedDelivery = date
    // a time zone that is a place, not an offset, is no part of a date
    if (s.has(4) && !/Z|[+-]\d\d:\d\d$/.test(date)) this.keep(s)
    if (this.line && !this.summary) this.lineRank = rank
    else this.requestedRank = rank
  }

  private cur(s: Segment): void {
    const currency = s.text(2)
    const { order } = this
    if (order.currency !== undefined && currency !== order.currency) {
      this.context.report('currency-mixed', `The currency ${currency} differs from ${order.currency} before it.`, s.where(2))
      return this.keep(s)
    }
    if (currency !== '') order.currency = currency
    if (s.elements > 2) this.keep(s)
  }

  private note(s: Segment): void {
    const text = s.text(s.tag === 'MSG' ? 1 : 2)
    if (text === '') return this.keep(s)
    ;(this.target.notes ??= []).push(text)
  }

  private sac(s: Segment): void {
    const kind = s.text(1) === 'A' ? 'allowance' : s.text(1) === 'C' ? 'charge' : undefined
    if (!kind) return this.keep(s)
    const made: AllowanceCharge = { kind }
    const code = this.fields.text(s, 2)
    const text = this.fields.text(s, 15)
    const amount = this.fields.implied(s, 5, 2)
    const percent = this.fields.decimal(s, 7)
    if (code !== undefined) made.code = code
    if (text !== undefined) made.text = text
    if (amount !== undefined) made.amount = amount
    if (percent !== undefined) made.percent = percent
    if (LEFT_OF_SAC.some((element) => s.has(element))) this.keep(s)
    ;(this.target.allowancesCharges ??= []).push(made)
  }

  private txi(s: Segment): void {
    if (!this.line || this.summary) return this.keep(s)
    const tax: NonNullable<DraftLine['taxes']>[number] = { type: s.text(1) }
    const amount = this.fields.decimal(s, 2)
    const percent = this.fields.decimal(s, 3)
    if (amount !== undefined) tax.amount = amount
    if (percent !== undefined) tax.percent = percent
    if (s.elements > 3) this.keep(s)
    ;(this.line.taxes ??= []).push(tax)
  }

  private itd(s: Segment): void {
    const terms = termsOf(s)
    if (this.line && !this.summary || terms === '' || this.order.paymentTerms !== undefined) return this.keep(s)
    this.order.paymentTerms = terms
    this.keep(s)
  }

  private fob(s: Segment): void {
    if (this.order.deliveryTerms === undefined) this.set('deliveryTerms', s, 5)
    this.keep(s)
  }

  private ctp(s: Segment): void {
    const amount = this.line && !this.line.price && !this.summary && COSTS.has(s.text(2)) ? this.fields.decimal(s, 3) : undefined
    if (amount === undefined) return this.keep(s)
    // CTP04 with CTP05 is the quantity that the price is for
    const base = this.fields.decimal(s, 4)
    this.line!.price = withBase(amount, base === '1' || base === '0' ? undefined : base)
    this.keep(s)
  }

  private sch(s: Segment): void {
    const quantity = this.fields.decimal(s, 1)
    if (!this.line || this.summary || quantity === undefined) return this.keep(s)
    let wanted: string | undefined
    for (const element of [5, 8]) if (REQUESTED.includes(s.text(element))) wanted ??= this.fields.date(s, element + 1)
    ;(this.line.schedule ??= []).push(wanted === undefined ? { quantity } : { quantity, requestedDelivery: wanted })
    const counted: { unit?: string; sourceUnit?: string } = {}
    this.fields.unit(s, 2, counted)
    const differs = counted.unit !== undefined && this.line.unit !== undefined && !sameUnit(counted.unit, this.line.unit)
    if (differs) this.context.report('schedule-unit-differs', `A delivery of line ${this.line.id} is counted in ${counted.unit}, and the line in ${this.line.unit}. A person tells how many are to come.`, s.where(2))
    if (differs || (counted.unit === undefined && counted.sourceUnit !== undefined) || wanted === undefined || s.has(3) || s.has(4)) this.keep(s)
  }

  private ctt(s: Segment): void {
    this.summary = true
    this.inPart = false
    const { fields, totals } = this
    const lines = fields.decimal(s, 1)
    if (lines !== undefined) totals.lines = { value: lines, where: s.where(1) }
    const quantity = fields.decimal(s, 2)
    if (quantity !== undefined) totals.quantity = { value: quantity, where: s.where(2) }
    if (s.elements > 2) this.keep(s)
  }

  private amt(s: Segment): void {
    const kind = s.text(1)
    const amount = kind === '1' || kind === 'TT' ? this.fields.decimal(s, 2) : undefined
    if (amount === undefined) return this.keep(s)
    if (this.line && !this.summary) this.line.lineExtension ??= amount
    else if (kind === 'TT') this.order.payable ??= amount
    else this.order.lineExtension ??= amount
  }
}

/** Elements of a SAC that no field takes: agency, rate, quantities, methods, references. */
const LEFT_OF_SAC = [3, 4, 8, 9, 10, 11, 12, 13, 14, 16]

const withBase = (amount: string, base: string | undefined): DraftLine['price'] => (base === undefined ? { amount } : { amount, base })

/** Payment terms in words: the sender's own (ITD12), or the discount and net days (ITD03, ITD05, ITD07). */
export function termsOf(s: Segment): string {
  if (s.has(12)) return s.text(12)
  const discount = s.has(3) && s.has(5) ? `${s.text(3)} % ${s.text(5)} days` : ''
  const net = s.has(7) ? `net ${s.text(7)} days` : ''
  return discount === '' ? net : net === '' ? discount : `${discount}, ${net}`
}
