import { tellSscc } from '../numbers'
import { type Segment } from '../segment'
import { type Report } from '../tokenizer'

/** Marks (X12 88) that are an SSCC, with its application identifier or without. */
const SSCC = new Set(['GM', 'AA'])

/** Checks the SSCCs of a MAN, whatever is made of them: two pairs of qualifier and number, each with an end of its range. */
export function checkMarks(s: Segment, report: Report): void {
  if (s.tag !== 'MAN') return
  for (const element of [1, 4]) {
    if (SSCC.has(s.text(element))) for (const number of [element + 1, element + 2]) tellSscc(s.text(number), s, report, number)
  }
}
