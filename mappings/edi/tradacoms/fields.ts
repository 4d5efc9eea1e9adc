import { type Decimal } from '../../../orders/decimal'
import { type DraftLine, type Party } from '../../../orders/draft'
import { isGtin } from '../../codes/gtin'
import { x12Date } from '../date'
import { type MessageContext } from '../message'
import { impliedNumber } from '../number'
import { tellGln } from '../numbers'
import { type Segment } from '../segment'
import { type Report } from '../tokenizer'

/** SDT, CDT and CLO: GLN and own code (comp. 1 and 2), name, address lines with the postcode last. */
export function tradacomsParty(s: Segment, report: Report): Party {
  const party: Party = { identifiers: [] }
  if (s.part(1, 1) !== '') party.identifiers.push({ scheme: 'GLN', value: s.part(1, 1) })
  tellGln(party.identifiers[0], s, report, 1, 1)
  if (s.part(1, 2) !== '') party.identifiers.push({ scheme: s.tag === 'SDT' ? 'seller' : 'buyer', value: s.part(1, 2) })
  if (s.part(2, 1) !== '') party.name = s.part(2, 1)
  const lines = [1, 2, 3, 4].map((component) => s.part(3, component)).filter((line) => line !== '')
  const postalCode = s.part(3, 5)
  if (lines.length > 0 || postalCode !== '') party.address = { ...(lines.length > 0 ? { lines } : {}), ...(postalCode === '' ? {} : { postalCode }) }
  // VATN and VATR: the number, numeric or not
  const vat = s.tag === 'CLO' ? '' : s.part(4, 1) || s.part(4, 2)
  if (vat !== '') party.identifiers.push({ scheme: 'VAT', value: vat })
  return party
}

/** A date of six digits, YYMMDD: the only form TRADACOMS has. */
export function tradacomsDate(s: Segment, element: number, component: number, context: MessageContext): string | undefined {
  const text = s.part(element, component)
  if (text === '' || /^0+$/.test(text)) return undefined
  const read = x12Date(text)
  if ('value' in read) return read.value
  context.report('date-unreadable', `"${text}" is no date (expected YYMMDD). Ask the sender.`, s.where(element, component))
  return undefined
}

/** A number with so many implied decimals. */
export function tradacomsNumber(s: Segment, element: number, component: number, decimals: number, context: MessageContext): Decimal | undefined {
  const text = s.part(element, component)
  if (text === '') return undefined
  const read = impliedNumber(text, decimals)
  if (read === undefined) context.report('number-unreadable', `"${text}" is no number. Ask the sender.`, s.where(element, component))
  return read
}

/** Measure indicators to Recommendation 20. */
const MEASURES = new Map([['KG', 'KGM'], ['KGM', 'KGM'], ['KILOS', 'KGM'], ['G', 'GRM'], ['GM', 'GRM'], ['LB', 'LBR'], ['L', 'LTR'], ['LT', 'LTR'], ['LTR', 'LTR'], ['ML', 'MLT'], ['M', 'MTR'], ['MTR', 'MTR'], ['EA', 'EA'], ['EACH', 'EA']])

/** Sets `unit` and, where the document had another code, `sourceUnit`; the partner's own table goes first. */
export function tradacomsUnit(s: Segment, element: number, component: number, target: DraftLine, context: MessageContext): void {
  const source = s.part(element, component)
  if (source === '') return
  const own = context.profile?.codes?.unit
  const unit = own && Object.hasOwn(own, source) ? own[source]! : MEASURES.get(source.toUpperCase())
  if (unit !== undefined) target.unit = unit
  if (unit !== source) target.sourceUnit = source
  if (unit === undefined) context.report('unit-unknown', `The measure "${source}" is not known. Add it to the partner's unit codes.`, s.where(element, component))
}

/** SPRO, SACU, CPRO: the traded unit's EAN and the supplier's code, the consumer unit's EAN, the customer's code. */
export function tradacomsItems(s: Segment, spro: number, line: DraftLine, context: MessageContext): void {
  const ean = s.part(spro, 1)
  const caseCode = s.part(spro, 3)
  const standard = ean || caseCode
  if (standard !== '') {
    line.standardItem = standard
    if (!isGtin(standard)) context.report('gtin-check-digit', `${standard} is no GTIN: its length or check digit is wrong.`, s.where(spro))
  }
  if (s.part(spro, 2) !== '') line.sellersItem = s.part(spro, 2)
  const customers = s.part(spro + 2, 2) || s.part(spro + 2, 1)
  if (customers !== '') line.buyersItem = customers
  if (s.has(spro + 1)) (line.extra ??= {}).consumerUnit = [s.text(spro + 1)]
}
