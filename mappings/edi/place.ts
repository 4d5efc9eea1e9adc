import { type Segment } from './segment'

/** A place in the segments of a message: an element or component, of segments with a certain code only, or what a qualifier names. */
export interface ElementPlace {
  tag: string
  when?: { element: number; component: number; codes: readonly string[] }
  element: number
  component: number | undefined
  /** The number that stands with this qualifier: X12 pairs, EDIFACT composites of number and type. */
  qualifier?: string
}

const PLACE = /^([A-Z][A-Z0-9]{1,2})(?:\[(\d{1,2})(?:\.(\d))?=([^\]]+)\])?\.(\d{1,2})(?:\.(\d{1,2}))?$/
const QUALIFIED = /^([A-Z][A-Z0-9]{1,2}):(\w{1,3})$/

/** `REF[1=DP].2`, `DTM[1.1=64].1.2`, `PO1:ZZ` as a place; undefined where it is none. */
export function placeOf(text: string): ElementPlace | undefined {
  const qualified = QUALIFIED.exec(text)
  if (qualified) return { tag: qualified[1]!, element: 0, component: undefined, qualifier: qualified[2]! }
  const match = PLACE.exec(text)
  if (!match) return undefined
  const [, tag = '', whenElement, whenComponent, codes, element, component] = match
  return {
    tag, element: Number(element), component: component === undefined ? undefined : Number(component),
    ...(whenElement === undefined ? {} : { when: { element: Number(whenElement), component: Number(whenComponent ?? 1), codes: codes!.split('|') } }),
  }
}

/** What a segment says at the place, and where that is; undefined where it says nothing there. */
export function textAt({ tag, when, element, component, qualifier }: ElementPlace, s: Segment): { text: string; element: number; component: number | undefined } | undefined {
  if (s.tag !== tag || (when && !when.codes.includes(codeAt(s, when.element, when.component)))) return undefined
  if (qualifier !== undefined) return qualifiedBy(qualifier, s)
  const text = component === undefined ? s.text(element) : s.part(element, component)
  return text === '' ? undefined : { text, element, component }
}

const codeAt = (s: Segment, element: number, component: number): string => (component === 1 && s.componentsOf(element) === 1 ? s.text(element) : s.part(element, component))

function qualifiedBy(qualifier: string, s: Segment): { text: string; element: number; component: number | undefined } | undefined {
  for (let element = 1; element <= s.elements; element++) {
    if (s.componentsOf(element) > 1 && s.part(element, 2) === qualifier && s.part(element, 1) !== '') return { text: s.part(element, 1), element, component: 1 }
    if (s.componentsOf(element) === 1 && s.text(element) === qualifier && s.text(element + 1) !== '') return { text: s.text(element + 1), element: element + 1, component: undefined }
  }
  return undefined
}
