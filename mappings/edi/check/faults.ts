import { CONTROL } from '../flags'
import { type EdiProblem } from '../problems'
import { type Segment } from '../segment'
import { type Report } from '../tokenizer'
import { AT_MOST_ONE, type ElementShape, type Note, NUMBER, type Shape, WHOLE } from './shape'
import { isOff, isOfKind } from './value'

/** Looks closely at an element that did not fit at first sight, and reports what is wrong with it, if anything. */
export function checkElement(s: Segment, e: number, element: ElementShape, report: Report): void {
  const from = s.startOf(e)
  const to = s.startOf(e + 1)
  const { composite, components, required } = element
  if (to - from === 1 && s.lengthOf(from) === 0) {
    if (required) missing(s, e, undefined, element, report)
    return
  }
  if (composite) checkComposite(s, e, element, report)
  else if (to - from > 1) tooMany(s, e, to - from, report)
  else if (isOff(s, from, components[0]!)) tell(s, e, undefined, from, components[0]!, report)
}

function checkComposite(s: Segment, e: number, element: ElementShape, report: Report): void {
  const { components } = element
  if (components.length === 0) return
  const to = s.startOf(e + 1)
  let from = s.startOf(e)
  let c = 0
  let repetition: number | undefined
  for (let t = from; t < to; t++) {
    if (s.isRepeated(t)) {
      c = 0
      from = t
      repetition = (repetition ?? 1) + 1
    }
    const shape = components[c]
    c++
    const empty = s.lengthOf(t) === 0
    if (!shape && empty) continue
    if (!shape) return report('component-too-many', `${s.tag} ${e} has more than its ${components.length} components.`, s.where(e, t - from + 1, repetition))
    if (empty && shape.required) missing(s, e, c, element, report, repetition)
    else if (!empty && isOff(s, t, shape)) tell(s, e, c, t, shape, report, repetition)
  }
  if (repetition !== undefined && element.repeats === false) report('repetition-too-many', `${position(s, e)} is repeated ${repetition} times, it may stand once.`, s.where(e, undefined, 2))
  for (; c < components.length && repetition === undefined; c++) if (components[c]!.required) missing(s, e, c + 1, element, report)
}

/** Is there anything behind the elements that are known? */
export function someBeyond(s: Segment, count: number): boolean {
  for (let e = count + 1; e <= s.elements; e++) if (s.has(e)) return true
  return false
}

export function tellBeyond(s: Segment, count: number, report: Report): void {
  report('element-too-many', `${s.tag} has ${s.elements} elements, at most ${count} are known.`, s.where(count + 1))
}

export function missing(s: Segment, e: number, c: number | undefined, element: ElementShape, report: Report, repetition?: number): void {
  const name = element.components[(c ?? 1) - 1]?.name ?? ''
  report('element-missing', `${position(s, e, c)}${name === '' ? '' : ` (${name})`} is mandatory and missing.`, s.where(e, c, repetition))
}

/** By the kind of note. */
const RULES = ['go together: all or none', 'must have one at least', 'need the others where the first is present', 'need one of the others where the first is present', 'exclude each other']

export function tellNote(s: Segment, { notation, kind, elements }: Note, report: Report): void {
  const present = elements.filter((element) => s.has(element))
  // of elements that exclude each other the later one is too many
  const lacking = kind === AT_MOST_ONE ? present.at(-1)! : elements.find((element) => !present.includes(element)) ?? elements[0]!
  const [because] = present
  report('syntax-note', `${s.tag} breaks the syntax note ${notation}: its elements ${elements.join(', ')} ${RULES[kind]!}.`, { ...s.where(lacking), ...(because === undefined ? {} : { because }) })
}

function tooMany(s: Segment, e: number, found: number, report: Report): void {
  let repeats = 0
  for (let t = s.startOf(e); t < s.startOf(e + 1); t++) if (s.isRepeated(t)) repeats++
  // an empty component at the end says nothing
  if (s.text(e) === s.part(e, 1)) return
  if (repeats > 0) report('repetition-too-many', `${position(s, e)} is repeated ${repeats + 1} times, it may stand once.`, s.where(e, undefined, 2))
  if (found - 1 > repeats) report('component-too-many', `${position(s, e)} has components and is a simple element: the component separator stands in its text.`, s.where(e))
}

function tell(s: Segment, e: number, c: number | undefined, t: number, shape: Shape, report: Report, repetition?: number): void {
  const at = position(s, e, c)
  const where = s.where(e, c, repetition)
  if (s.flags[t]! & CONTROL) return report('control-character', `${at} has a control character.`, where)
  const text = s.value(t)
  const length = shape.kind >= WHOLE && shape.kind <= NUMBER ? text.replace(/[-.,]/g, '').length : [...text].length
  const code: EdiProblem = isOfKind(text, shape.kind) ? length > shape.most ? 'element-too-long' : length < shape.least ? 'element-too-short' : 'element-code' : 'element-type'
  const what = code === 'element-type' ? `is "${text}" and not ${KINDS[shape.kind]!}`
    : code === 'element-code' ? `is "${text}", a code that is not in its list`
      : `has ${length} characters, ${code === 'element-too-long' ? `at most ${shape.most} are` : `at least ${shape.least} are`} allowed`
  report(code, `${at} ${what}.`, where)
}

const KINDS: readonly string[] = ['text', 'a code', 'a whole number', 'a decimal number', 'a number', 'a date', 'a time']

const position = (s: Segment, e: number, c?: number): string => `${s.tag}${String(e).padStart(2, '0')}${c === undefined ? '' : `-${c}`}`
