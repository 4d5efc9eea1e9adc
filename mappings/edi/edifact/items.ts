import { type DraftLine } from '../../../orders/draft'
import { isbn10ToGtin, isGtin } from '../../codes/gtin'
import { isGtinAt } from '../digits'
import { REPEATED } from '../flags'
import { keepOf, type MessageContext } from '../message'
import { type Segment } from '../segment'

/** Item number types (EDIFACT 7143) by the field that takes them. */
const STANDARD = new Set(['EN', 'SRV', 'SRS', 'UP', 'EAN'])
const BUYERS = new Set(['BP', 'IN'])
const SELLERS = new Set(['SA', 'VN', 'VP'])

/** The item number of a LIN (C212 in element 3) and those of a PIA (C212 from element 2 on). */
export function readItems(s: Segment, first: number, line: DraftLine, context: MessageContext): void {
  for (let element = first; element <= s.elements; element++) {
    if ((s.any & REPEATED) === 0) {
      const id = s.part(element, 1)
      if (id !== '' && !take(id, s.part(element, 2), s.part(element, 4), s, element, line, context)) keepOf(line, s.tag, s.text(element))
      if (s.tag === 'LIN') return
      continue
    }
    const repetitions = s.repetitions(element)
    repetitions.forEach(([id, type, , agency], i) => {
      if (id === undefined || id === '') return
      if (take(id, type ?? '', agency ?? '', s, element, line, context, i + 1)) return
      keepOf(line, s.tag, [id, ...(repetitions[i]?.slice(1) ?? [])].join(':'))
    })
    if (s.tag === 'LIN') return
  }
}

function take(id: string, type: string, agency: string, s: Segment, element: number, line: DraftLine, context: MessageContext, repetition?: number): boolean {
  if (STANDARD.has(type)) {
    if (!(repetition === undefined ? isGtinAt(s, s.startOf(element)) : isGtin(id))) context.report('gtin-check-digit', `${id} (${type}) is no GTIN: its length or check digit is wrong.`, s.where(element, 1, repetition))
    return set(line, 'standardItem', id)
  }
  if (type === 'IN' && agency === '91') return set(line, 'sellersItem', id)
  if (BUYERS.has(type)) return set(line, 'buyersItem', id)
  if (SELLERS.has(type)) return set(line, 'sellersItem', id)
  if (type === 'IB') {
    const gtin = isbn10ToGtin(id)
    if (gtin !== undefined) set(line, 'standardItem', gtin)
    return false
  }
  // the maker's number is the seller's where nothing else is, and kept as it is
  if (type === 'MF' && line.sellersItem === undefined && line.buyersItem === undefined && line.standardItem === undefined) line.sellersItem = id
  if (type === '' && /^\d{13,14}$/.test(id) && isGtin(id)) return set(line, 'standardItem', id)
  if (type === '') context.report('item-qualifier-missing', `The item "${id}" has no type that says whose number it is.`, s.where(element, 1, repetition))
  return false
}

/** Sets a field that is still free: true where it has the value now. Each field by its name, which the engine finds at once. */
function set(line: DraftLine, field: 'buyersItem' | 'sellersItem' | 'standardItem', value: string): boolean {
  switch (field) {
    case 'buyersItem': return (line.buyersItem ??= value) === value
    case 'sellersItem': return (line.sellersItem ??= value) === value
    case 'standardItem': return (line.standardItem ??= value) === value
  }
}
