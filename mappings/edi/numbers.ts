import { type Identifier } from '../../orders/draft'
import { isGln, isSscc } from '../codes/gtin'
import { type Segment } from './segment'
import { type Report } from './tokenizer'

/** Tells of a GLN whose length or check digit is wrong; what is none by its scheme is not looked at. */
export function tellGln(identifier: Identifier | undefined, s: Segment, report: Report, element: number, component?: number): void {
  if (identifier?.scheme === 'GLN' && !isGln(identifier.value)) report('gln-check-digit', `${identifier.value} is no GLN: its length or check digit is wrong.`, s.where(element, component))
}

/**
 * The same of the sender and receiver of an interchange. Partners have agreed on them, right or wrong, and are known by them as they stand: the
 * acknowledgement does not tell of it each time.
 */
export function tellEnvelopeGln(identifier: Identifier | undefined, s: Segment, report: Report, element: number, component?: number): void {
  tellGln(identifier, s, (_code, message, where) => report('envelope-gln', message, where), element, component)
}

/** Tells of an SSCC whose length or check digit is wrong; an absent one is none. */
export function tellSscc(text: string, s: Segment, report: Report, element: number, component?: number): void {
  if (text !== '' && !isSscc(text)) report('sscc-check-digit', `${text} is no SSCC: its length or check digit is wrong.`, s.where(element, component))
}
