import { type Segment } from './segment'
import { type Report } from './tokenizer'

/** Follows the levels (HL, CPS) of a despatch advice: each has a number of its own, stands in one before it, and is counted. */
export class Levels {
  private readonly ids = new Set<string>()
  private count = 0
  private items = 0

  constructor(private readonly report: Report) {}

  /** A level begins; elements 1 and 2 are its number and that of the one around it. */
  add(s: Segment): void {
    const id = s.text(1)
    const parent = s.text(2)
    if (parent !== '' && !this.ids.has(parent)) this.report('level-unknown', `The level ${id} (${s.tag}) says that it stands in the level ${parent}, and none before it has that number: what it belongs to is not sure.`, s.where(2))
    if (this.ids.has(id)) this.report('level-repeated', `The level number ${id} (${s.tag}) stands twice.`, s.where(1))
    this.ids.add(id)
    this.count++
    if (s.text(3) === 'I') this.items++
  }

  /** Most count the levels of an 856 in CTT01, some the lines. */
  ctt(s: Segment): void {
    const text = s.text(1)
    if (/^\d{1,9}$/.test(text) && Number(text) !== this.count && Number(text) !== this.items) this.report('line-count-differs', `CTT01 says ${text} levels or lines, found ${this.count} levels (HL) and ${this.items} lines.`, s.where(1))
  }
}
