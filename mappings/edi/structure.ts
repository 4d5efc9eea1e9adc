import { type Problem } from '../../orders/problem'
import { type Segment } from './segment'
import { type Report } from './tokenizer'

/** A place in a message: a segment, or a loop that it opens. */
export interface Place {
  tag: string
  required: boolean
  most: number
  loop?: Place[]
}

interface Frame {
  places: Place[]
  /** The place that was filled last; -1 before the first. */
  at: number
  count: number
}

/**
 * A message's places from their notation: `BEG!` mandatory, `REF*99` at most 99 times, `[N1*200 N2*2 N3*2]` a loop that N1 opens.
 * Made once a message type.
 */
export function structureOf(notation: string): Place[] {
  const words = notation.match(/\[|\]|[^\s[\]]+/g) ?? []
  let i = 0
  const places = (): Place[] => {
    const found: Place[] = []
    while (i < words.length && words[i] !== ']') {
      if (words[i] === '[') {
        i++
        const [trigger, ...loop] = places()
        i++
        if (trigger) found.push({ ...trigger, loop })
      } else found.push(place(words[i++]!))
    }
    return found
  }
  return places()
}

function place(word: string): Place {
  const [, tag = '', required, most] = /^(\w+)(!?)(?:\*(\d+))?$/.exec(word) ?? []
  return { tag, required: required === '!', most: Number(most ?? 1) }
}

/** Follows a message's segments through its structure: unknown ones, wrong order, too many, mandatory ones missing. Each is told once a tag. */
export class Structure {
  private readonly stack: Frame[]
  private readonly tags: Set<string>
  private readonly told = new Set<string>()
  /** Mandatory segments passed by, and where: told at the end, unless they came too late instead. */
  private readonly missing = new Map<string, Partial<Problem>>()

  constructor(private readonly places: Place[], tags: Set<string>, private readonly report: Report) {
    this.stack = [{ places, at: -1, count: 0 }]
    this.tags = tags
  }

  /** The next segment, header and trailer left out. */
  step(s: Segment): void {
    for (let depth = this.stack.length - 1; depth >= 0; depth--) {
      const frame = this.stack[depth]!
      for (let i = Math.max(frame.at, 0); i < frame.places.length; i++) if (frame.places[i]!.tag === s.tag) return this.fill(frame, depth, i, s)
    }
    if (!this.tags.has(s.tag)) return this.once(`? ${s.tag}`, () => this.report('segment-unknown', `The segment ${s.tag} is none of this message type; it was kept.`, s.where()))
    this.missing.delete(s.tag)
    this.once(`< ${s.tag}`, () => this.report('segment-order', `The segment ${s.tag} stands too late: its place was before ${this.last()}.`, s.where()))
  }

  /** Behind the last segment: mandatory places of the message itself that were never reached. */
  end(where: Partial<Problem>): void {
    const [frame] = this.stack
    for (const { required, tag } of this.places.slice(frame!.at + 1)) if (required) this.missing.set(tag, where)
    for (const [tag, at] of this.missing) {
      this.report(tag === this.places[0]?.tag ? 'beginning-missing' : 'segment-missing', `The mandatory segment ${tag} is missing.`, { ...at, tag })
    }
  }

  private fill(frame: Frame, depth: number, i: number, s: Segment): void {
    const found = frame.places[i]!
    if (i !== frame.at) {
      for (let skipped = frame.at + 1; skipped < i; skipped++) {
        const { required, tag } = frame.places[skipped]!
        if (required) this.missing.set(tag, s.where())
      }
      frame.at = i
      frame.count = 0
    }
    frame.count++
    if (frame.count > found.most) {
      this.once(`* ${s.tag}`, () => this.report(found.loop ? 'loop-too-often' : 'segment-too-often', `The ${found.loop ? 'loop of ' : ''}${s.tag} stands more than ${found.most} times.`, s.where()))
    }
    this.stack.length = depth + 1
    if (found.loop) this.stack.push({ places: found.loop, at: -1, count: 0 })
  }

  private last(): string {
    const frame = this.stack.at(-1)!
    return frame.places[Math.max(frame.at, 0)]?.tag ?? this.places[0]!.tag
  }

  private once(key: string, tell: () => void): void {
    if (this.told.has(key)) return
    this.told.add(key)
    tell()
  }
}

/** All tags of a structure. */
export function tagsOf(places: Place[]): Set<string> {
  const tags = new Set<string>()
  for (const { tag, loop } of places) {
    tags.add(tag)
    if (loop) for (const inner of tagsOf(loop)) tags.add(inner)
  }
  return tags
}
