import { type DraftLine } from '../../../orders/draft'
import { isbn10ToGtin, isGtin } from '../../codes/gtin'
import { keep, type MessageContext } from '../message'
import { type Segment } from '../segment'

/** Product id qualifiers (X12 235) and the field that takes each. */
const FIELDS = new Map<string, 'buyersItem' | 'sellersItem' | 'standardItem' | 'description'>([
  ['BP', 'buyersItem'], ['CB', 'buyersItem'], ['IN', 'buyersItem'], ['PI', 'buyersItem'],
  ['VN', 'sellersItem'], ['VP', 'sellersItem'], ['VA', 'sellersItem'], ['VC', 'sellersItem'], ['SK', 'sellersItem'],
  ['UP', 'standardItem'], ['EN', 'standardItem'], ['UK', 'standardItem'], ['EO', 'standardItem'], ['UA', 'standardItem'], ['UI', 'standardItem'], ['GT', 'standardItem'],
  ['PD', 'description'],
])
/** Those of them that end with a check digit; UI and UA leave it out. */
const CHECKED = new Set(['UP', 'EN', 'UK', 'EO', 'GT'])

/** Reads the pairs of qualifier and id (so many at most) from `first` on into the line; what no field takes is kept under the segment's tag. */
export function readItems(s: Segment, first: number, line: DraftLine, context: MessageContext, pairs = Infinity): void {
  for (let element = first; element <= s.elements && element < first + pairs * 2; element += 2) {
    const qualifier = s.text(element)
    const id = s.text(element + 1)
    // a qualifier without an id breaks a syntax note, and is told there
    if (id === '') continue
    if (!take(qualifier, id, s, element, line, context)) keep((line.extra ??= {}), s.tag, `${qualifier}*${id}`)
  }
}

function take(qualifier: string, id: string, s: Segment, element: number, line: DraftLine, context: MessageContext): boolean {
  const field = FIELDS.get(qualifier)
  if (field === 'standardItem' && CHECKED.has(qualifier) && !isGtin(id)) {
    context.report('gtin-check-digit', `${id} (${qualifier}) is no GTIN: its length or check digit is wrong.`, s.where(element + 1))
  }
  if (field !== undefined) return set(line, field, id)
  if (qualifier === 'IB') {
    const gtin = isbn10ToGtin(id)
    if (gtin !== undefined) set(line, 'standardItem', gtin)
    return false
  }
  if (qualifier === '') context.report('item-qualifier-missing', `The item "${id}" has no qualifier that says whose number it is.`, s.where(element))
  return false
}

function set(line: DraftLine, field: 'buyersItem' | 'sellersItem' | 'standardItem' | 'description', value: string): boolean {
  if (line[field] !== undefined) return line[field] === value
  line[field] = value
  return true
}
