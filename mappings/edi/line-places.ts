import { type Problem } from '../../orders/problem'
import { type Segment } from './segment'

/** Where an order's lines stand, as numbers in a row: few lines are ever asked for. */
export class LinePlaces {
  private places: number[] | undefined

  constructor(readonly tag: string) {}

  /** The next line begins with this segment. */
  add(s: Segment): void {
    const { places } = this
    // most orders have few lines: an empty list would make room for many at once
    if (places) places.push(s.ordinal, s.line, s.base + s.start)
    else this.places = [s.ordinal, s.line, s.base + s.start]
  }

  /** Index of the line that a segment belongs to, by the segment's ordinal; -1 before the first. */
  indexAt(segment: number): number {
    const { places = [] } = this
    let index = places.length / 3 - 1
    while (index >= 0 && places[index * 3]! > segment) index--
    return index
  }

  /** Place of a line by its index. */
  of(index: number): Partial<Problem> {
    const [segment, line, offset] = this.places!.slice(index * 3, index * 3 + 3)
    return { segment: segment!, tag: this.tag, line: line!, offset: offset! }
  }
}
