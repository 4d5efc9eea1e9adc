import { type Segment } from '../segment'
import { type Report } from '../tokenizer'
import { checkElement, missing, someBeyond, tellBeyond, tellNote } from './faults'
import { ALL_OTHERS, AT_MOST_ONE, type ElementShape, type Note, ONE_OF, ONE_OTHER, PAIR, type SegmentShape } from './shape'

/**
 * Checks one segment that the scan had doubts about against its shape: types, lengths, mandatory elements, codes, syntax notes.
 */
export function checkSegment(s: Segment, shape: SegmentShape, report: Report): void {
  const { elements, notes } = shape
  lookClosely(s, elements, report)
  if (s.elements !== elements.length) checkLength(s, shape, report)
  if (notes.length > 0) checkNotes(s, notes, report)
}

/** Looks at the elements that the scan had doubts about; element e has bit e, and shares it with the 32nd behind it. */
function lookClosely(s: Segment, elements: ElementShape[], report: Report): void {
  for (let doubts = s.doubts; doubts !== 0; doubts &= doubts - 1) {
    for (let e = 31 - Math.clz32(doubts & -doubts); e <= s.elements && e <= elements.length; e += 32) if (e > 0) checkElement(s, e, elements[e - 1]!, report)
  }
}

function checkLength(s: Segment, { elements, needed }: SegmentShape, report: Report): void {
  if (s.elements > elements.length && someBeyond(s, elements.length)) tellBeyond(s, elements.length, report)
  for (let e = s.elements + 1; e <= needed; e++) if (elements[e - 1]!.required) missing(s, e, undefined, elements[e - 1]!, report)
}

function checkNotes(s: Segment, notes: Note[], report: Report): void {
  let present = 0
  for (let e = 1; e <= s.elements; e++) if (s.has(e)) present |= 1 << e
  for (const note of notes) if (isBroken(present, note)) tellNote(s, note, report)
}

function isBroken(present: number, { kind, all, first, others }: Note): boolean {
  const found = present & all
  switch (kind) {
    case PAIR: return found !== 0 && found !== all
    case ONE_OF: return found === 0
    case ALL_OTHERS: return (found & first) !== 0 && (found & others) !== others
    case ONE_OTHER: return (found & first) !== 0 && (found & others) === 0
    case AT_MOST_ONE: return (found & (found - 1)) !== 0
  }
}
