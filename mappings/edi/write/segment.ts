import { type Delimiters } from '../delimiters'
import { type Segment } from '../segment'

/** One element: its text, or its components. */
export type Element = string | readonly string[]
/** A segment to be written: tag, then elements. */
export type SegmentToWrite = readonly [tag: string, ...elements: Element[]]
/** A segment's content without its delimiters: elements → repetitions → components, the tag being the first element. */
export type Tokens = string[][][]

/** The separators to write with, as characters. `''` where there is none. */
export interface Marks {
  element: string
  component: string
  repetition: string
  release: string
  terminator: string
}

/** The marks of a document that was read. */
export function marksOf(delimiters: Delimiters): Marks {
  const mark = (byte: number): string => (byte < 0 ? '' : String.fromCharCode(byte))
  return { element: mark(delimiters.element), component: mark(delimiters.component), repetition: mark(delimiters.repetition), release: mark(delimiters.release),
    terminator: delimiters.terminator.toString('latin1') }
}

/** What a segment that was read says, with every blank and empty component, so that it can be written as it was. */
export function tokensOf(segment: Segment): Tokens {
  const elements: Tokens = []
  for (let e = 0; e <= segment.elements; e++) {
    const repetitions: string[][] = []
    for (let t = segment.startOf(e); t < segment.startOf(e + 1); t++) {
      if (t === segment.startOf(e) || segment.isRepeated(t)) repetitions.push([])
      repetitions.at(-1)!.push(segment.value(t))
    }
    elements.push(repetitions)
  }
  return elements
}

/** Tokens to text, with every mark inside them released. Throws a RangeError where they hold a mark and nothing releases it. */
export function tokensToText(tokens: Tokens, marks: Marks): string {
  return tokens.map((repetitions) => repetitions.map((components) => components.map((text) => released(text, marks)).join(marks.component)).join(marks.repetition)).join(marks.element)
    + marks.terminator
}

/** A segment to text: empty elements and components at the end are left out (X12.6 3.5, ISO 9735 8.7). */
export function segmentToText([tag, ...elements]: SegmentToWrite, marks: Marks): string {
  const texts = elements.map((element) => (typeof element === 'string' ? released(element, marks)
    : trimmed(element.map((component) => released(component, marks))).join(marks.component)))
  return [tag, ...trimmed(texts)].join(marks.element) + marks.terminator
}

function trimmed(texts: string[]): string[] {
  let length = texts.length
  while (length > 0 && texts[length - 1] === '') length--
  return texts.slice(0, length)
}

function released(text: string, marks: Marks): string {
  let made = ''
  for (const character of text) {
    const isMark = character === marks.element || character === marks.component || character === marks.terminator || character === marks.release
      || character === marks.repetition
    if (isMark && marks.release === '') {
      throw new RangeError(`The text ${JSON.stringify(text.slice(0, 60))} has the delimiter ${JSON.stringify(character)}: write with other delimiters`)
    }
    made += isMark ? marks.release + character : character
  }
  return made
}
