import { CODE, type ElementShape, type SegmentShape, type Shape, TEXT } from '../check/shape'
import { CONTROL } from '../flags'

/** Bit 6: a control character is looked at; bit 7: it must be there; bit 15: a component behind it must be. Bits 0 to 2 are the kind, 8 to 14 the least and 16 to 31 the most bytes. */
const MANDATORY = 1 << 7, MORE = 1 << 15
/** The kind of what is looked at closely, whatever it is. */
const CLOSER = 7
/** The rule that everything passes. */
export const FREE: Rule = { word: 0xffff << 16, codes: undefined }
/** Elements have their rules so many bits apart: eight components each. */
const STRIDE = 3

/** What the scan holds a token against: one number, and the closed code list where there is one. */
export interface Rule {
  word: number
  codes: Int32Array | undefined
}

/** Eight rules an element, from element 0, one for each component, and behind them one that everything passes. */
export function rulesOf({ elements }: SegmentShape): Rule[] {
  const rules = new Array<Rule>((elements.length + 1 << STRIDE) + 1).fill({ word: CLOSER, codes: undefined })
  rules[0] = rules[rules.length - 1] = FREE
  elements.forEach((element, i) => ofElement(element).forEach((rule, c) => (rules[(i + 1 << STRIDE) + c] = rule)))
  return rules
}

const ofElement = ({ required, components }: ElementShape): Rule[] => components.slice(0, 1 << STRIDE)
  .map((component, c) => ruleOf(component, (c === 0 && required ? MANDATORY : 0) | (components.slice(c + 1).some((later) => later.required) ? MORE : 0)))

function ruleOf({ kind, codes, required, least, most }: Shape, bits: number): Rule {
  // a code without a list is a text of its length
  const judged = kind === CODE && codes === undefined ? TEXT : kind
  return { word: judged | CONTROL | bits | (required ? MANDATORY : 0) | Math.min(least, 0x7f) << 8 | Math.min(most, 0xffff) << 16, codes }
}
