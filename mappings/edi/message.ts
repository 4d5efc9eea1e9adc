import { type OrderDraft } from '../../orders/draft'
import { type Profile } from '../profile'
import { type LinePlaces } from './line-places'
import { type Overrides } from './overrides'
import { type Segment, type SegmentPlace } from './segment'
import { type Report } from './tokenizer'

/** What a mapping knows of its message besides the segments. It is the mapping's own until its message is over, and then the next one's. */
export interface MessageContext {
  type: string
  /** X12: GS08 (`004010`); EDIFACT: version and release (`D:96A`). */
  version: string
  /** Where the message begins: its header, or the segment that begins its document once that has come. */
  header: SegmentPlace
  /** Where its lines stand. */
  lines: LinePlaces
  report: Report
  profile: Profile | undefined
  /** Decimal mark that the interchange announces. */
  decimal?: '.' | ',' | undefined
  /** The partner's own field table, where he has one. */
  overrides?: Overrides | undefined
  /** The day after the interchange was made, `YYYY-MM-DD`, where it says a readable one: nothing in it can be dated later. */
  latestDate?: string | undefined
}

/** Makes a document of one message's segments, in their order, header and trailer left out. */
export interface Mapper {
  segment(segment: Segment): void
  /** Called once, behind the last segment. */
  result(): { order?: OrderDraft; document?: Record<string, unknown> }
}

export type Mapping = (context: MessageContext) => Mapper

/** Keeps with an order or a line what no field of it takes. */
export function keepOf(target: { extra?: Record<string, string[]> }, tag: string, text: string): void {
  if (target.extra) keep(target.extra, tag, text)
  // mostly the first: one that is not there need not be looked for, and assigning it takes a third of the time of a literal
  else if (tag.length <= 3) (target.extra = {} as Record<string, string[]>)[tag] = [text]
  else keep(target.extra = {}, tag, text)
}

/** Keeps what no field takes: tag → texts behind the tag, with the document's own separators. */
export function keep(extra: Record<string, string[]>, tag: string, text: string): void {
  // tags are the document's, and no name of Object.prototype is as short as a right tag
  const own = tag.length <= 3 || Object.hasOwn(extra, tag)
  if (own && extra[tag]) extra[tag].push(text)
  else if (own) extra[tag] = [text]
  else Object.defineProperty(extra, tag, { value: [text], enumerable: true, writable: true, configurable: true })
}
