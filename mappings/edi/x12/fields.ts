import { type Decimal } from '../../../orders/decimal'
import { rec20OfX12 } from '../../codes/units'
import { x12Date } from '../date'
import { type MessageContext } from '../message'
import { decimalNumber, impliedNumber } from '../number'
import { type Segment } from '../segment'

/** Reads typed elements of X12 segments, and reports what is none of its type. Absent elements are `undefined` without a word. */
export class X12Fields {
  constructor(private readonly context: MessageContext) {}

  /** The element's text, `undefined` where it is absent. */
  text(s: Segment, element: number): string | undefined {
    const text = s.text(element)
    return text === '' ? undefined : text
  }

  /** A decimal number (type R). */
  decimal(s: Segment, element: number): Decimal | undefined {
    const text = s.text(element)
    if (text === '') return undefined
    return decimalNumber(text) ?? this.unreadable(s, element, text)
  }

  /** A number with implied decimals (types N0, N2). */
  implied(s: Segment, element: number, decimals: number): Decimal | undefined {
    const text = s.text(element)
    if (text === '') return undefined
    return impliedNumber(text, decimals) ?? this.unreadable(s, element, text)
  }

  /** A date, with the time and time code in the elements named, where they are there. */
  date(s: Segment, element: number, time?: number, zone?: number): string | undefined {
    const text = s.text(element)
    if (text === '') return undefined
    const read = x12Date(text, time === undefined ? '' : s.text(time), zone === undefined ? '' : s.text(zone))
    if ('value' in read) {
      // the dates of a TA1 have six digits by the standard
      if (read.assumed && s.tag !== 'TA1') this.context.report('date-two-digit-year', `The year of ${text} has two digits; it was read as ${read.value.slice(0, 4)}.`, s.where(element))
      return read.value
    }
    this.context.report('date-unreadable', `"${text}" is no date (expected CCYYMMDD${time !== undefined && s.has(time) ? ` and a time, found "${s.text(time)}"` : ''}). Ask the sender.`, s.where(element))
    return undefined
  }

  /** Sets `unit` and, where the document had another code, `sourceUnit`; the partner's own table goes first. */
  unit(s: Segment, element: number, target: { unit?: string; sourceUnit?: string }, component?: number): void {
    const source = component === undefined ? s.text(element) : s.part(element, component)
    if (source === '') return
    const own = this.context.profile?.codes?.unit
    const unit = own && Object.hasOwn(own, source) ? own[source]! : rec20OfX12(source)
    if (unit !== undefined) target.unit = unit
    if (unit !== source) target.sourceUnit = source
    if (unit === undefined) {
      this.context.report('unit-unknown', `The unit "${source}" is not known. Add it to the partner's unit codes.`, s.where(element, component))
    }
  }

  private unreadable(s: Segment, element: number, text: string): undefined {
    this.context.report('number-unreadable', `"${text}" is no number (digits with a point as decimal mark). Ask the sender.`, s.where(element))
    return undefined
  }
}
