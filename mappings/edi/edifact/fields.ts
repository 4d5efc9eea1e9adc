import { type Decimal } from '../../../orders/decimal'
import { rec20OfEdifact } from '../../codes/units'
import { dateAt } from '../digits'
import { type MessageContext } from '../message'
import { isPlain, markedNumber } from '../number'
import { type Segment } from '../segment'

/** Reads typed components of EDIFACT segments, and reports what is none of its type. Absent ones are `undefined` without a word. */
export class EdifactFields {
  /** Is the date that was read last the first of two, of which no field takes the second? */
  isPeriod = false
  private toldMark = false

  constructor(private readonly context: MessageContext) {}

  /** The component's text, `undefined` where it is absent. */
  text(s: Segment, element: number, component = 1): string | undefined {
    const text = s.part(element, component)
    return text === '' ? undefined : text
  }

  decimal(s: Segment, element: number, component: number): Decimal | undefined {
    const text = s.part(element, component)
    if (text === '') return undefined
    const mark = this.context.profile?.decimalMark ?? this.context.decimal
    if (isPlain(text, mark)) return text
    const read = markedNumber(text, mark)
    if ('value' in read) {
      if (read.mark && !this.toldMark) {
        this.toldMark = true
        this.context.report('decimal-mark-differs', `The decimal mark is "${read.mark}", and the interchange announces "${this.context.decimal ?? '.'}".`, s.where(element, component))
      }
      return read.value
    }
    if (read.fault === 'ambiguous') {
      this.context.report('number-ambiguous', `"${text}" may be ${read.candidates.join(' or ')}: its mark is not the announced decimal mark. Set the partner's decimal mark, or ask the sender.`, s.where(element, component))
    } else this.context.report('number-unreadable', `"${text}" is no number. Ask the sender.`, s.where(element, component))
    return undefined
  }

  /** Base quantity of a PRI's price (5284); undefined where it is one. */
  base(s: Segment): Decimal | undefined {
    const base = this.decimal(s, 1, 5)
    return base === '1' || base === '0' ? undefined : base
  }

  /** The date of a DTM (C507: 2380 in the form of 2379). */
  date(s: Segment): string | undefined {
    const t = s.find(1, 2)
    const format = s.part(1, 3)
    this.isPeriod = isPeriod(format)
    if (t < 0) return undefined
    const read = dateAt(s, t, format, this.context.profile?.dateOrder)
    if ('value' in read && read.assumed === undefined) return read.value
    const text = s.part(1, 2)
    if (text === '') return undefined
    if ('value' in read) {
      if (read.assumed === 'format') this.context.report('date-format-missing', `The date ${text} ${format === '' ? 'has no format qualifier' : `is not of the form ${format} that it names`}; ${read.until === undefined ? read.value : `${read.value} to ${read.until}`} is the only date it can be.`, s.where(1, 2))
      if (read.assumed === 'century') this.context.report('date-two-digit-year', `The year of ${text} has two digits; it was read as ${read.value.slice(0, 4)}.`, s.where(1, 2))
      return read.value
    }
    if (read.fault === 'ambiguous') {
      this.context.report('date-ambiguous', `"${text}" may be ${read.candidates.join(' or ')}: it has no format qualifier. Set the partner's date order, or ask the sender.`, s.where(1, 2))
    } else this.context.report('date-unreadable', `"${text}" is no date of the form ${format === '' ? 'CCYYMMDD' : format}. Ask the sender.`, s.where(1, 2))
    return undefined
  }

  /** Sets `unit` and, where the document had another code, `sourceUnit`; the partner's own table goes first. */
  unit(s: Segment, element: number, component: number, target: { unit?: string; sourceUnit?: string }): void {
    const source = s.part(element, component)
    if (source === '') return
    const own = this.context.profile?.codes?.unit
    const read = own && Object.hasOwn(own, source) ? { unit: own[source]!, known: true } : rec20OfEdifact(source)
    target.unit = read.unit
    if (read.unit !== source) target.sourceUnit = source
    if (!read.known) this.context.report('unit-unknown', `The unit "${source}" is not known; it was taken as it is. Add it to the partner's unit codes.`, s.where(element, component))
  }
}

/** Is a date of that form (2379) two dates? */
export const isPeriod = (form: string): boolean => form === '718' || form === '719'
