import { DIGIT, LETTER, POINT, SPECIAL } from '../flags'

/** Text, a code, a whole number (sign apart), a decimal with a point, a number with point or comma, a date, a time. */
export const TEXT = 0, CODE = 1, WHOLE = 2, DECIMAL = 3, NUMBER = 4, DATE = 5, TIME = 6
export type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** What a simple element or a component must be. */
export interface Shape {
  /** Data element number where it has one. */
  name: string
  kind: Kind
  least: number
  most: number
  required: boolean
  /** A closed code list: codes of at most three characters, each packed into a number. */
  codes: Int32Array | undefined
}

export interface ElementShape {
  required: boolean
  /** One shape for a simple element, more for a composite; none where its components are not checked. */
  components: Shape[]
  composite: boolean
}

/** Syntax notes (X12.6): a pair goes together, one of all must be there, the first needs all others, the first needs one other, at most one is there. */
export const PAIR = 0, ONE_OF = 1, ALL_OTHERS = 2, ONE_OTHER = 3, AT_MOST_ONE = 4
export interface Note {
  /** `P0607` */
  notation: string
  kind: 0 | 1 | 2 | 3 | 4
  elements: number[]
  /** Bits of all its elements, of the first, and of the others: element e is bit e. */
  all: number
  first: number
  others: number
}

/** What a segment must be: its elements and syntax notes, and what of it the scan can judge by itself. */
export interface SegmentShape {
  elements: ElementShape[]
  notes: Note[]
  /** Bits of the first elements of those notes that pair two neighbours: nearly all are such. */
  pairs: number
  /** The other notes. */
  rest: Note[]
  /** The last element that is mandatory: behind it a segment may end. */
  needed: number
  /** Eight rules an element, from element 0, one for each component, and behind them one that everything passes. */
  rules: Int32Array
}

/**
 * A component's rule is one number, since most tokens need no more than that: bits 0 to 6 are flags that call for a closer look, bit
 * 7 is set where it must be there, bits 8 to 14 are the least and bits 16 to 31 the most bytes that need no closer look, and bit 15
 * is set where a component behind it must be there.
 */
export const MANDATORY = 1 << 7, MORE = 1 << 15
/** The rule that everything passes. */
export const FREE = 0xffff << 16
/** Elements have their rules so many bits apart: eight components each. */
export const STRIDE = 3

/** Shapes by the number of their tag. */
export type Shapes = readonly (SegmentShape | undefined)[]

const KINDS = 'PRCLE'

/** A syntax note from its notation: `P0607`. Its elements are 30 at most, which every segment's are that has notes. */
export function noteOf(notation: string): Note {
  const elements = notation.slice(1).match(/\d\d/g)!.map(Number)
  const bits = (list: number[]): number => list.reduce((sum, element) => sum | (1 << element), 0)
  return { notation, kind: KINDS.indexOf(notation[0]!) as Note['kind'], elements, all: bits(elements), first: bits(elements.slice(0, 1)), others: bits(elements.slice(1)) }
}

/** The shape of a segment with these elements and syntax notes. */
export function segmentShape(elements: ElementShape[], notes: Note[]): SegmentShape {
  const isPair = ({ kind, elements: [a = 0, b = 0, more] }: Note): boolean => kind === PAIR && b === a + 1 && more === undefined
  const rules = new Int32Array((elements.length + 1 << STRIDE) + 1).fill(CLOSER)
  rules[0] = rules[rules.length - 1] = FREE
  elements.forEach((element, i) => rules.set(rulesOf(element), i + 1 << STRIDE))
  return { elements, notes, pairs: notes.filter(isPair).reduce((bits, note) => bits | 1 << note.elements[0]!, 0), rest: notes.filter((note) => !isPair(note)),
    needed: elements.findLastIndex(({ required }) => required) + 1, rules }
}

/** Whatever stands there is looked at closely. */
const CLOSER = SPECIAL | DIGIT | POINT | LETTER

function rulesOf({ required, components }: ElementShape): number[] {
  return components.slice(0, 1 << STRIDE).map((component, c) => ruleOf(component) | (c === 0 && required ? MANDATORY : 0) | (components.slice(c + 1).some((later) => later.required) ? MORE : 0))
}

/** Only text and digits are judged by their flags alone. */
function ruleOf({ kind, codes, required, least, most }: Shape): number {
  const flags = codes !== undefined || kind === DATE || kind === TIME ? CLOSER : kind >= WHOLE ? SPECIAL | POINT | LETTER : SPECIAL
  return flags | (required ? MANDATORY : 0) | Math.min(least, 0x7f) << 8 | Math.min(most, 0xffff) << 16
}
