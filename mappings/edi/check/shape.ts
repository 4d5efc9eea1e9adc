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
  /** May it be repeated where it stands (EDIFACT syntax 4)? */
  repeats?: boolean
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

/** What a segment must be: its elements and syntax notes. */
export interface SegmentShape {
  elements: ElementShape[]
  notes: Note[]
  /** Bits of the first elements of those notes that pair two neighbours: nearly all are such. */
  pairs: number
  /** The other notes. */
  rest: Note[]
  /** The last element that is mandatory: behind it a segment may end. */
  needed: number
}

/** Shapes by the number of their tag; undefined for a segment of which nothing is known. */
export interface Shapes {
  of(tagNumber: number): SegmentShape | undefined
}
export const NO_SHAPES: Shapes = { of: () => undefined }

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
  return { elements, notes, pairs: notes.filter(isPair).reduce((bits, note) => bits | 1 << note.elements[0]!, 0), rest: notes.filter((note) => !isPair(note)),
    needed: elements.findLastIndex(({ required }) => required) + 1 }
}
