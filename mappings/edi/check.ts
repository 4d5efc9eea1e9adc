import { type EdiProblem } from './problems'
import { CONTROL, HIGH, BROKEN, ESCAPED, type Segment } from './segment'
import { type Report } from './tokenizer'

/** What a simple element or a component must be. */
export interface Shape {
  /** Data element number where it has one. */
  name: string
  kind: Kind
  least: number
  most: number
  required: boolean
  codes: Set<string> | undefined
}

/** Text, a code, a whole number (sign apart), a decimal with a point, a number with point or comma, a date, a time. */
export const TEXT = 0, CODE = 1, WHOLE = 2, DECIMAL = 3, NUMBER = 4, DATE = 5, TIME = 6
export type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6

export interface ElementShape {
  required: boolean
  /** One shape for a simple element, more for a composite; none where its components are not checked. */
  components: Shape[]
  composite: boolean
}

/** P pair, R one of, C if the first then the others, L if the first then one of the others, E at most one (X12.6 syntax notes). */
export interface Note {
  kind: string
  elements: number[]
  /** Bits of all its elements, and of those behind the first: element e is bit e. */
  all: number
  others: number
}

/** A syntax note from its notation: `P0607`. Its elements are 30 at most, which every segment's are that has notes. */
export function noteOf(notation: string): Note {
  const elements = notation.slice(1).match(/\d\d/g)!.map(Number)
  const bits = (list: number[]): number => list.reduce((sum, element) => sum | (1 << element), 0)
  return { kind: notation[0]!, elements, all: bits(elements), others: bits(elements.slice(1)) }
}

export interface SegmentShape {
  elements: ElementShape[]
  notes: Note[]
  /** The last element that is mandatory: behind it a segment may end. */
  needed: number
  /** The elements once more as numbers in a row, three each: how it is checked, least and most characters. Most elements need no more. */
  plan: Int32Array
}

/** In a plan: text by its length alone, any other simple element, a composite. */
const BY_LENGTH = 0, BY_KIND = 1, COMPOSITE = 2

/** The plan of elements in their order. */
export function planOf(elements: ElementShape[]): Int32Array {
  const plan = new Int32Array(elements.length * 3)
  elements.forEach(({ composite, components: [shape] }, i) => {
    plan.set([composite ? COMPOSITE : shape!.kind <= CODE && shape!.codes === undefined ? BY_LENGTH : BY_KIND, shape?.least ?? 0, shape?.most ?? 0], i * 3)
  })
  return plan
}

export type Shapes = Map<string, SegmentShape>

/** Checks one segment against its shape: types, lengths, mandatory elements, codes, syntax notes. Segments without a shape pass. */
export function checkSegment(s: Segment, shapes: Shapes, report: Report): void {
  const shape = shapes.get(s.tag)
  if (!shape) return
  const { elements } = shape
  const { first, starts, ends } = s
  const count = elements.length
  if (s.elements > count && someBeyond(s, count)) report('element-too-many', `${s.tag} has ${s.elements} elements, at most ${count} are known.`, s.where(count + 1))
  const last = s.elements < count ? s.elements : count
  for (let e = last + 1; e <= shape.needed; e++) if (elements[e - 1]!.required) missing(s, e, undefined, elements[e - 1]!, report)
  const { plan } = shape
  const plain = s.any === 0
  let present = 0
  let to = last > 0 ? first[1]! : 0
  for (let e = 1, p = 0; e <= last; e++, p += 3) {
    const from = to
    to = first[e + 1]!
    const how = plan[p]!
    if (to - from === 1) {
      const length = ends[from]! - starts[from]!
      if (length === 0) {
        if (elements[e - 1]!.required) missing(s, e, undefined, elements[e - 1]!, report)
        continue
      }
      present |= 1 << e
      if (how === BY_LENGTH && plain && length >= plan[p + 1]! && length <= plan[p + 2]!) continue
    } else if (s.has(e)) present |= 1 << e
    checkElement(s, e, from, to, how, elements[e - 1]!, report)
  }
  const { notes } = shape
  for (let i = 0; i < notes.length; i++) if (isBroken(present, notes[i]!)) tellNote(s, notes[i]!, report)
}

function checkElement(s: Segment, e: number, from: number, to: number, how: number, element: ElementShape, report: Report): void {
  if (how === COMPOSITE) {
    if (element.components.length > 0) checkComponents(s, e, element, report)
  } else if (to - from > 1) tooMany(s, e, to - from, report)
  else if (isOff(s, from, element.components[0]!)) tell(s, e, undefined, from, element.components[0]!, report)
}

function checkComponents(s: Segment, e: number, element: ElementShape, report: Report): void {
  const { first, starts, ends, repeats } = s
  const to = first[e + 1]!
  let c = 0
  let from = first[e]!
  const { components } = element
  const plain = s.any === 0
  for (let t = from; t < to; t++) {
    if (repeats[t] === 1) {
      c = 0
      from = t
    }
    const shape = c < components.length ? components[c] : undefined
    c++
    if (plain && shape !== undefined && shape.kind === TEXT) {
      const length = ends[t]! - starts[t]!
      if (length <= shape.most && length > 0) continue
    }
    if (!shape) {
      if (ends[t] === starts[t]) continue
      report('component-too-many', `${s.tag} ${e} has more than its ${element.components.length} components.`, s.where(e, t - from + 1))
      return
    } else if (ends[t] === starts[t]) {
      if (shape.required) missing(s, e, c, element, report)
    } else if (isOff(s, t, shape)) tell(s, e, c, t, shape, report)
  }
  for (; c < element.components.length && s.repeated === false; c++) if (element.components[c]!.required) missing(s, e, c + 1, element, report)
}

/** Is the token not of its shape? The question that is asked of every element of a file: bytes only, no text is made. */
function isOff(s: Segment, t: number, shape: Shape): boolean {
  const start = s.starts[t]!
  let end = s.ends[t]!
  const flags = s.flags[t]!
  if (flags !== 0) return flags & CONTROL ? true : isOffText(s, t, shape)
  const { bytes } = s
  let length = end - start
  switch (shape.kind) {
    case TEXT: return length > shape.most || length < shape.least
    case CODE: return length > shape.most || length < shape.least || (shape.codes !== undefined && !shape.codes.has(bytes.toString('latin1', start, end)))
    case WHOLE: {
      let i = start
      if (bytes[i] === 45) {
        i++
        length--
      }
      if (length < shape.least || length > shape.most) return true
      for (; i < end; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return true
      return length === 0
    }
    case DECIMAL:
    case NUMBER: {
      let digits = 0
      let marks = 0
      for (let i = start; i < end; i++) {
        const byte = bytes[i]!
        if (byte >= 48 && byte <= 57) digits++
        else if (byte === 46 || (byte === 44 && shape.kind === NUMBER)) marks++
        else if (byte !== 45 || i !== start) return true
      }
      return digits === 0 || marks > 1 || digits > shape.most
    }
    case DATE: return !isDateBytes(bytes, start, end, shape.least)
    case TIME:
      if (length !== 4 && length !== 6 && length !== 7 && length !== 8) return true
      for (end--; end >= start; end--) if (bytes[end]! < 48 || bytes[end]! > 57) return true
      return bytes[start]! > 50 || (bytes[start] === 50 && bytes[start + 1]! > 51) || bytes[start + 2]! > 53 || (length > 4 && bytes[start + 4]! > 53)
  }
}

/** Tokens with released characters, line breaks or characters outside ASCII are measured as text. */
function isOffText(s: Segment, t: number, shape: Shape): boolean {
  const length = [...s.value(t)].length
  return length > shape.most || length < shape.least || (shape.kind > CODE && (s.flags[t]! & (HIGH | ESCAPED)) !== 0 && (s.flags[t]! & BROKEN) === 0)
}

function isDateBytes(bytes: Buffer, start: number, end: number, least: number): boolean {
  const length = end - start
  if (length !== 8 && (length !== 6 || least > 6)) return false
  for (let i = start; i < end; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return false
  const month = (bytes[end - 4]! - 48) * 10 + bytes[end - 3]! - 48
  const day = (bytes[end - 2]! - 48) * 10 + bytes[end - 1]! - 48
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

function isBroken(present: number, { kind, elements, all, others }: Note): boolean {
  const found = present & all
  switch (kind) {
    case 'P': return found !== 0 && found !== all
    case 'R': return found === 0
    case 'C': return (present & (1 << elements[0]!)) !== 0 && (present & others) !== others
    case 'L': return (present & (1 << elements[0]!)) !== 0 && (present & others) === 0
    default: return (found & (found - 1)) !== 0
  }
}

const RULES = new Map([['P', 'go together: all or none'], ['R', 'must have one at least'], ['C', 'need the others where the first is present'],
  ['L', 'need one of the others where the first is present'], ['E', 'exclude each other']])

function tellNote(s: Segment, { kind, elements }: Note, report: Report): void {
  const name = kind + elements.map((element) => String(element).padStart(2, '0')).join('')
  const lacking = elements.find((element) => !s.has(element)) ?? elements[0]!
  report('syntax-note', `${s.tag} breaks the syntax note ${name}: its elements ${elements.join(', ')} ${RULES.get(kind) ?? 'depend on each other'}.`, s.where(lacking))
}

function someBeyond(s: Segment, count: number): boolean {
  for (let e = count + 1; e <= s.elements; e++) if (s.has(e)) return true
  return false
}

function missing(s: Segment, e: number, c: number | undefined, element: ElementShape, report: Report): void {
  const name = element.components[(c ?? 1) - 1]?.name ?? ''
  report('element-missing', `${position(s, e, c)}${name === '' ? '' : ` (${name})`} is mandatory and missing.`, s.where(e, c))
}

function tooMany(s: Segment, e: number, found: number, report: Report): void {
  let repeats = 0
  for (let t = s.first[e]!; t < s.first[e + 1]!; t++) repeats += s.repeats[t]!
  // an empty component at the end says nothing
  if (s.text(e) === s.part(e, 1)) return
  if (repeats > 0) report('repetition-too-many', `${position(s, e)} is repeated ${repeats + 1} times, it may stand once.`, s.where(e))
  if (found - 1 > repeats) report('component-too-many', `${position(s, e)} has components and is a simple element: the component separator stands in its text.`, s.where(e))
}

function tell(s: Segment, e: number, c: number | undefined, t: number, shape: Shape, report: Report): void {
  const at = position(s, e, c)
  const where = s.where(e, c)
  if (s.flags[t]! & CONTROL) return report('control-character', `${at} has a control character.`, where)
  const text = s.value(t)
  const length = shape.kind >= WHOLE && shape.kind <= NUMBER ? text.replace(/[-.,]/g, '').length : [...text].length
  const code: EdiProblem = fits(text, shape) ? length > shape.most ? 'element-too-long' : length < shape.least ? 'element-too-short' : 'element-code' : 'element-type'
  const what = code === 'element-type' ? `is "${text}" and not ${KINDS[shape.kind]!}`
    : code === 'element-code' ? `is "${text}", a code that is not in its list`
      : `has ${length} characters, ${code === 'element-too-long' ? `at most ${shape.most} are` : `at least ${shape.least} are`} allowed`
  report(code, `${at} ${what}.`, where)
}

const KINDS: readonly string[] = ['text', 'a code', 'a whole number', 'a decimal number', 'a number', 'a date', 'a time']

/** Is the text of its kind, whatever its length? */
function fits(text: string, shape: Shape): boolean {
  switch (shape.kind) {
    case WHOLE: return /^-?\d+$/.test(text)
    case DECIMAL: return /^-?(\d+\.?\d*|\.\d+)$/.test(text)
    case NUMBER: return /^-?(\d+[.,]?\d*|[.,]\d+)$/.test(text)
    case DATE: case TIME: return false
    default: return true
  }
}

const position = (s: Segment, e: number, c?: number): string => `${s.tag}${String(e).padStart(2, '0')}${c === undefined ? '' : `-${c}`}`
