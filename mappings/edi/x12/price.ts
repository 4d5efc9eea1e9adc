import { type Decimal } from '../../../orders/decimal'
import { type MessageContext } from '../message'
import { type Segment } from '../segment'

/** What a price is for by its basis: so many of the line's unit, or a measure, whatever the line is counted in; neither where it is for one. */
interface Basis { base?: Decimal; measure?: string }

/** Basis of unit price (X12 639) codes whose price is for more than one: code → base quantity. */
const BASES: [code: string, base: Decimal][] = [
  ['HP', '100'], ['LC', '100'], ['QH', '100'], ['RC', '100'], ['TC', '100'], ['WC', '100'], ['HF', '100'],
  ['LM', '1000'], ['QS', '1000'], ['RM', '1000'], ['TM', '1000'], ['TP', '1000'], ['WM', '1000'], ['TF', '1000'], ['HT', '100000'],
  ['PN', '10'], ['LD', '12'], ['PD', '12'], ['RD', '12'], ['TD', '12'], ['WD', '12'],
]
/** Codes that name a kind of price, each for one of the line's unit, or why there is none. */
const EACH = [
  'PE', 'TE', 'WE', 'LE', 'QE', 'RE', 'UM', 'EA', 'ST', 'CA', 'CP', 'CT', 'NT', 'QT', 'DR', 'BR', 'BD', 'ES', 'SC', 'SR', 'AP', 'ER', 'FX', 'MR', 'PA', 'PR', 'PY', 'RS', 'SA', 'VQ', 'NC', 'NE', 'NQ', 'NS', 'TB', 'CR', 'DS', 'PU', 'UN',
]
/** Codes whose price is for a measure, whatever the line is counted in. */
const MEASURES = [['PP', 'LBR'], ['PG', 'GRM'], ['PK', 'KGM'], ['PL', 'LTR'], ['PT', 'STN']] as const
const BASIS = new Map<string, Basis>([['', {}], ...EACH.map((code): [string, Basis] => [code, {}]), ...BASES.map(([code, base]): [string, Basis] => [code, { base }]),
  ...MEASURES.map(([code, measure]): [string, Basis] => [code, { measure }])])
/** How many a unit holds already: a price per dozen of a line counted in dozens is for one of its unit. */
const HOLDS = new Map<string, Decimal>([['DZN', '12'], ['CEN', '100'], ['MIL', '1000']])

const ONE: Basis = {}

/** What a price is for by the basis code in an element. A code that is not known is told: the price may be for a hundred. */
export function priceBasis(s: Segment, element: number, context: MessageContext): Basis {
  const code = s.text(element)
  const basis = BASIS.get(code)
  if (!basis) context.report('price-basis-unknown', `The price is by "${code}", and how many that is for is not known; it was taken as for one. A person tells what a unit of it costs.`, s.where(element))
  return basis ?? ONE
}

/** Base quantity of a price, in units of the line; undefined where it is one. */
export const priceBase = ({ base }: Basis, unit: string | undefined): Decimal | undefined => (base === undefined || (unit !== undefined && HOLDS.get(unit) === base) ? undefined : base)

/** The unit that a price is by, where the line is counted in another: the price is not one of the line's unit. */
export const priceUnit = ({ measure }: Basis, unit: string | undefined): string | undefined => (measure === unit ? undefined : measure)
