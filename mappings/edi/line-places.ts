import { type Problem } from '../../orders/problem'
import { type Segment } from './segment'

/** Where an order's lines stand, three numbers each: few lines are ever asked for. One list is filled again for each message. */
export class LinePlaces {
  /** Tag of the segments that begin lines. */
  tag = ''
  /** Ordinal, line and offset of each. */
  private places = new Float64Array(3 * 16)
  private count = 0

  /** A new order begins, with lines that segments of that tag begin. */
  begin(tag: string): this {
    this.tag = tag
    this.count = 0
    return this
  }

  /** The next line begins with this segment. */
  add(s: Segment): void {
    const at = 3 * this.count++
    if (at === this.places.length) this.widen()
    const { places } = this
    places[at] = s.ordinal
    places[at + 1] = s.line
    places[at + 2] = s.base + s.start
  }

  /** Index of the line that a segment belongs to, by the segment's ordinal; -1 before the first. */
  indexAt(segment: number): number {
    let index = this.count - 1
    while (index >= 0 && this.places[index * 3]! > segment) index--
    return index
  }

  /** Place of a line by its index. */
  of(index: number): Partial<Problem> {
    const { places } = this
    return { segment: places[index * 3]!, tag: this.tag, line: places[index * 3 + 1]!, offset: places[index * 3 + 2]! }
  }

  private widen(): void {
    const wider = new Float64Array(this.places.length * 2)
    wider.set(this.places)
    this.places = wider
  }
}
