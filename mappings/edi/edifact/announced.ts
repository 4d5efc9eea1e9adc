import { type Outside, outside } from '../charset'
import { type Delimiters } from '../delimiters'
import { type Segment } from '../segment'
import { type Report } from '../tokenizer'

/**
 * Tells of characters that the announced level of ISO 9735 does not have: small letters under UNOA, an @ under UNOB. Most partners who announce UNOA
 * send them and mean them, so that it is a note, once a message, and once of what stands around the messages.
 */
export class Announced {
  private level = ''
  private outside: Outside | undefined
  private toldOfInterchange = false
  private toldOfMessage: object | undefined

  constructor(private readonly report: Report) {}

  /** An interchange announces its syntax identifier (0001) and version (0002). */
  announce(level: string, version: string, marks: Delimiters | undefined): void {
    const isMark = (character: number): boolean => marks !== undefined && [marks.element, marks.component, marks.repetition, marks.release, ...marks.terminator].includes(character)
    this.level = level
    this.outside = outside(level, version)?.map((isOutside, character) => isOutside && !isMark(character))
    this.toldOfInterchange = false
  }

  /** Looks at a segment that may have such a character, of a message or around them. */
  check(s: Segment, message: object | undefined): void {
    if (!this.outside || (message ? this.toldOfMessage === message : this.toldOfInterchange)) return
    for (let e = 0; e <= s.elements; e++) {
      for (let t = s.startOf(e); t < s.startOf(e + 1); t++) {
        const character = this.in(s, t, this.outside)
        if (character === undefined) continue
        if (message) this.toldOfMessage = message
        else this.toldOfInterchange = true
        return this.report('character-outside-level', `"${character}" is no character of ${this.level}, which the interchange announces; it was read as it stands, and so are others like it.`, placeOf(s, e, t))
      }
    }
  }

  private in(s: Segment, t: number, outside: Outside): string | undefined {
    for (let i = s.starts[t]!; i < s.starts[t + 1]! - 1; i++) if (outside[s.bytes[i]!]) return String.fromCharCode(s.bytes[i]!)
    return undefined
  }
}

function placeOf(s: Segment, e: number, t: number): ReturnType<Segment['where']> {
  if (e === 0) return s.where()
  const from = s.startOf(e)
  let repetitions = 1
  let first = from
  for (let i = from + 1; i <= t; i++) if (s.isRepeated(i)) [repetitions, first] = [repetitions + 1, i]
  const component = s.componentsOf(e) > 1 ? t - first + 1 : undefined
  return s.where(e, component, repetitions > 1 ? repetitions : undefined)
}
