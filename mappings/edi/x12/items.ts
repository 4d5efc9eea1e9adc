import { type DraftLine } from '../../../orders/draft'
import { isbn10ToGtin, isGtin } from '../../codes/gtin'
import { keepOf, type MessageContext } from '../message'
import { type Segment } from '../segment'

type ItemField = 'buyersItem' | 'sellersItem' | 'standardItem' | 'description'

/** Product id qualifiers (X12 235) and the field that takes each. */
const FIELDS = new Map<string, ItemField>([
  ['BP', 'buyersItem'], ['CB', 'buyersItem'], ['IN', 'buyersItem'], ['PI', 'buyersItem'], ['SK', 'buyersItem'],
  ['VN', 'sellersItem'], ['VP', 'sellersItem'], ['VA', 'sellersItem'], ['VC', 'sellersItem'],
  ['UP', 'standardItem'], ['EN', 'standardItem'], ['UK', 'standardItem'], ['EO', 'standardItem'], ['GT', 'standardItem'],
  ['PD', 'description'],
])
/** Numbers of the maker, which are the seller's where the document names the item by nothing else: MG the maker's part number, PN the company's. */
const MAKERS = ['MG', 'PN']
/** Without their check digit they stand for a GTIN where there is no whole one. */
const SHORT = ['UA', 'UI']
const SPARE = new Set([...MAKERS, ...SHORT])
/** Those of them that end with a check digit. */
const CHECKED = new Set(['UP', 'EN', 'UK', 'EO', 'GT'])

/** Reads the pairs of qualifier and id (so many at most) from `first` on into the line; what no field takes is kept under the segment's tag. */
export function readItems(s: Segment, first: number, line: DraftLine, context: MessageContext, pairs = Infinity): void {
  let spare = false
  for (let element = first; element <= s.elements && element < first + pairs * 2; element += 2) {
    const qualifier = s.text(element)
    const id = s.text(element + 1)
    // a qualifier without an id breaks a syntax note, and is told there
    if (id === '') continue
    if (take(qualifier, id, s, element, line, context)) continue
    keepOf(line, s.tag, `${qualifier}*${id}`)
    spare ||= SPARE.has(qualifier)
  }
  if (spare) takeSpare(s, first, line)
}

/** Numbers that name the item where there is no better one. */
function takeSpare(s: Segment, first: number, line: DraftLine): void {
  const gtin = line.standardItem === undefined ? short(s, first, line) : undefined
  if (gtin !== undefined) line.standardItem = gtin
  if (line.buyersItem !== undefined || line.sellersItem !== undefined || line.standardItem !== undefined) return
  const maker = idOf(s, first, MAKERS)
  if (maker !== undefined) line.sellersItem = maker[1]
}

/** A number without check digit takes the place of the GTIN, and is then no longer kept beside. */
function short(s: Segment, first: number, line: DraftLine): string | undefined {
  const found = idOf(s, first, SHORT)
  if (!found) return undefined
  const left = line.extra![s.tag]!.filter((text) => text !== `${found[0]}*${found[1]}`)
  if (left.length > 0) line.extra![s.tag] = left
  else delete line.extra![s.tag]
  if (Object.keys(line.extra!).length === 0) delete line.extra
  return found[1]
}

/** The first id with one of the qualifiers. */
function idOf(s: Segment, first: number, qualifiers: readonly string[]): [qualifier: string, id: string] | undefined {
  for (let element = first; element <= s.elements; element += 2) if (qualifiers.includes(s.text(element)) && s.has(element + 1)) return [s.text(element), s.text(element + 1)]
  return undefined
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

/** Sets a field that is still free: true where it has the value now. Each field by its name, which the engine finds at once. */
function set(line: DraftLine, field: ItemField, value: string): boolean {
  switch (field) {
    case 'buyersItem': return (line.buyersItem ??= value) === value
    case 'sellersItem': return (line.sellersItem ??= value) === value
    case 'standardItem': return (line.standardItem ??= value) === value
    case 'description': return (line.description ??= value) === value
  }
}
