import { type DraftLine } from '../../../orders/draft'
import { isbn10ToGtin, isGtin } from '../../codes/gtin'
import { keep, type MessageContext } from '../message'
import { type Segment } from '../segment'

/** Product id qualifiers (X12 235) by the field that takes them. */
const BUYERS = new Set(['BP', 'CB', 'IN', 'PI'])
const SELLERS = new Set(['VN', 'VP', 'VA', 'VC', 'SK'])
const STANDARD = new Set(['UP', 'EN', 'UK', 'EO', 'UA', 'UI', 'GT'])
/** Those of them that end with a check digit; UI and UA leave it out. */
const CHECKED = new Set(['UP', 'EN', 'UK', 'EO', 'GT'])

/** Reads the pairs of qualifier and id from `first` on into the line; what no field takes is kept under the segment's tag. */
export function readItems(s: Segment, first: number, line: DraftLine, context: MessageContext): void {
  for (let element = first; element <= s.elements; element += 2) {
    const qualifier = s.text(element)
    const id = s.text(element + 1)
    if (id === '') {
      // an id without a value is told by the syntax note, a qualifier that is no text by nobody
      continue
    }
    if (!take(qualifier, id, s, element, line, context)) keep((line.extra ??= {}), s.tag, `${qualifier}*${id}`)
  }
}

function take(qualifier: string, id: string, s: Segment, element: number, line: DraftLine, context: MessageContext): boolean {
  if (BUYERS.has(qualifier)) return set(line, 'buyersItem', id)
  if (SELLERS.has(qualifier)) return set(line, 'sellersItem', id)
  if (STANDARD.has(qualifier)) {
    if (CHECKED.has(qualifier) && !isGtin(id)) {
      context.report('gtin-check-digit', `${id} (${qualifier}) is no GTIN: its length or check digit is wrong.`, s.where(element + 1))
    }
    return set(line, 'standardItem', id)
  }
  if (qualifier === 'IB') {
    const gtin = isbn10ToGtin(id)
    if (gtin !== undefined) set(line, 'standardItem', gtin)
    return false
  }
  if (qualifier === 'PD') return set(line, 'description', id)
  if (qualifier === '') context.report('item-qualifier-missing', `The item "${id}" has no qualifier that says whose number it is.`, s.where(element))
  return false
}

function set(line: DraftLine, field: 'buyersItem' | 'sellersItem' | 'standardItem' | 'description', value: string): boolean {
  if (line[field] !== undefined) return line[field] === value
  line[field] = value
  return true
}
