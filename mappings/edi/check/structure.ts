import { type Problem } from '../../../orders/problem'
import { type Segment } from '../segment'
import { type Report } from '../tokenizer'
import { type Place, type Places, type Step } from './places'

/** Follows a message's segments through its structure: unknown ones, wrong order, too many, mandatory ones missing. Each is told once a tag. */
export class Structure {
  private at: Place
  /** The place that was filled last in each loop that is open, from the message itself inwards, and how often. */
  private readonly filled: (Place | undefined)[]
  private readonly counts: number[]
  private told: Set<string> | undefined
  /** Mandatory segments passed by, and where: told at the end, unless they came too late instead. */
  private missing: Map<string, Partial<Problem>> | undefined

  constructor(private readonly places: Places, private readonly report: Report) {
    this.at = places.start
    this.filled = new Array<Place | undefined>(places.depth + 2).fill(undefined)
    this.counts = new Array<number>(places.depth + 1).fill(0)
  }

  /** A new message begins. */
  begin(): void {
    this.at = this.places.start
    this.filled[0] = undefined
    this.told = this.missing = undefined
  }

  /** The next segment, header and trailer left out. */
  step(s: Segment): void {
    const step = this.places.step(this.at, s.tagNumber)
    const { place } = step
    if (!place) return this.astray(step, s)
    for (let i = 0; i < step.passed.length; i++) this.pass(step.passed[i]!, s.where())
    const { depth } = place
    if (this.filled[depth] === place) {
      if (++this.counts[depth]! > place.most) this.tellTooOften(place, s)
    } else {
      this.filled[depth] = place
      this.counts[depth] = 1
    }
    this.filled[depth + 1] = undefined
    this.at = place
  }

  /** Behind the last segment: mandatory places that were never reached. */
  end(trailer: Segment): void {
    const left = this.places.left(this.at)
    for (let i = 0; i < left.length; i++) this.pass(left[i]!, trailer.where())
    if (!this.missing) return
    for (const [tag, at] of this.missing) {
      this.report(tag === this.places.first ? 'beginning-missing' : 'segment-missing', `The mandatory segment ${tag} is missing.`, { ...at, tag })
    }
  }

  private astray({ known }: Step, s: Segment): void {
    this.missing?.delete(s.tag)
    if (!this.once(`${known ? '<' : '?'} ${s.tag}`)) return
    if (known) this.report('segment-order', `The segment ${s.tag} stands too late: its place was before ${this.at.tag || this.places.first}.`, s.where())
    else this.report('segment-unknown', `The segment ${s.tag} is none of this message type; it was kept.`, s.where())
  }

  private tellTooOften({ loop, tag, most }: Place, s: Segment): void {
    if (!this.once(`* ${tag}`)) return
    this.report(loop.length > 0 ? 'loop-too-often' : 'segment-too-often', `The ${loop.length > 0 ? 'loop of ' : ''}${tag} stands more than ${most} times.`, s.where())
  }

  private pass(tag: string, where: Partial<Problem>): void {
    const missing = (this.missing ??= new Map<string, Partial<Problem>>())
    if (!missing.has(tag)) missing.set(tag, where)
  }

  private once(key: string): boolean {
    const told = (this.told ??= new Set<string>())
    if (told.has(key)) return false
    told.add(key)
    return true
  }
}
