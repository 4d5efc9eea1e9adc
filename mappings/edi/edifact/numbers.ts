import { tellGln, tellSscc } from '../numbers'
import { type Segment } from '../segment'
import { type Report } from '../tokenizer'
import { nadIdentifier } from '../identifiers'

/** Checks the numbers of a segment that GS1 gives a check digit, whatever is made of them: SSCCs of a GIN, singly or as a range, and the GLN of a LOC. */
export function checkNumbers(s: Segment, report: Report): void {
  if (s.tag === 'GIN' && (s.part(1, 1) === 'BJ' || s.part(1, 1) === 'AW')) {
    for (let element = 2; element <= s.elements; element++) for (const component of [1, 2]) tellSscc(s.part(element, component), s, report, element, component)
  } else if (s.tag === 'LOC' && s.part(2, 3) === '9') tellGln(nadIdentifier(s.part(2, 1), '', '9'), s, report, 2, 1)
}
