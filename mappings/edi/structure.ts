import { type Problem } from '../../orders/problem'
import { type Segment } from './segment'
import { interned } from './tag'
import { type Report } from './tokenizer'

/** A place in a message: a segment, or a loop that it opens. */
export interface Place {
  tag: string
  required: boolean
  most: number
  loop: Places | undefined
}

/** Places in order, and where each tag stands among them. */
export interface Places {
  list: Place[]
  byTag: Map<string, number[]>
}

interface Frame {
  places: Places
  /** The place that was filled last; -1 before the first. */
  at: number
  count: number
}

/**
 * A message's places from their notation: `BEG!` mandatory, `REF*99` at most 99 times, `[N1*200 N2*2 N3*2]` a loop that N1 opens.
 * Made once a message type.
 */
export function structureOf(notation: string): Places {
  const words = notation.match(/\[|\]|[^\s[\]]+/g) ?? []
  let i = 0
  const places = (): Place[] => {
    const found: Place[] = []
    while (i < words.length && words[i] !== ']') {
      if (words[i] === '[') {
        i++
        const [trigger, ...loop] = places()
        i++
        if (trigger) found.push({ ...trigger, loop: indexed(loop) })
      } else found.push(place(words[i++]!))
    }
    return found
  }
  return indexed(places())
}

function indexed(list: Place[]): Places {
  const byTag = new Map<string, number[]>()
  list.forEach(({ tag }, i) => byTag.set(tag, [...(byTag.get(tag) ?? []), i]))
  return { list, byTag }
}

function place(word: string): Place {
  const [, tag = '', required, most] = /^(\w+)(!?)(?:\*(\d+))?$/.exec(word) ?? []
  return { tag: interned(tag), required: required === '!', most: Number(most ?? 1), loop: undefined }
}

/** Follows a message's segments through its structure: unknown ones, wrong order, too many, mandatory ones missing. Each is told once a tag. */
export class Structure {
  /** Frames of the loops that are open are the first `depth` ones; the others wait to be used again. */
  private readonly frames: Frame[]
  private depth = 1
  private told: Set<string> | undefined
  /** Mandatory segments passed by, and where: told at the end, unless they came too late instead. */
  private missing: Map<string, Partial<Problem>> | undefined

  constructor(private readonly places: Places, private readonly tags: Set<string>, private readonly report: Report) {
    this.frames = [{ places, at: -1, count: 0 }]
  }

  /** The next segment, header and trailer left out. */
  step(s: Segment): void {
    const { tag } = s
    for (let depth = this.depth - 1; depth >= 0; depth--) {
      const frame = this.frames[depth]!
      const found = frame.places.byTag.get(tag)
      if (found) for (const i of found) if (i >= frame.at) return this.fill(frame, depth, i, s)
    }
    if (!this.tags.has(s.tag)) return this.once(`? ${s.tag}`, () => this.report('segment-unknown', `The segment ${s.tag} is none of this message type; it was kept.`, s.where()))
    this.missing?.delete(s.tag)
    this.once(`< ${s.tag}`, () => this.report('segment-order', `The segment ${s.tag} stands too late: its place was before ${this.last()}.`, s.where()))
  }

  /** Behind the last segment: mandatory places of the message itself that were never reached. */
  end(where: Partial<Problem>): void {
    for (let i = this.frames[0]!.at + 1; i < this.places.list.length; i++) if (this.places.list[i]!.required) this.pass(this.places.list[i]!.tag, where)
    for (const [tag, at] of this.missing ?? []) {
      this.report(tag === this.places.list[0]?.tag ? 'beginning-missing' : 'segment-missing', `The mandatory segment ${tag} is missing.`, { ...at, tag })
    }
  }

  private fill(frame: Frame, depth: number, i: number, s: Segment): void {
    const found = frame.places.list[i]!
    if (i !== frame.at) {
      for (let skipped = frame.at + 1; skipped < i; skipped++) {
        const { required, tag } = frame.places.list[skipped]!
        if (required) this.pass(tag, s.where())
      }
      frame.at = i
      frame.count = 0
    }
    frame.count++
    if (frame.count > found.most) {
      this.once(`* ${s.tag}`, () => this.report(found.loop ? 'loop-too-often' : 'segment-too-often', `The ${found.loop ? 'loop of ' : ''}${s.tag} stands more than ${found.most} times.`, s.where()))
    }
    this.depth = depth + 1
    if (found.loop) this.enter(found.loop)
  }

  private enter(places: Places): void {
    const waiting = this.frames[this.depth++]
    if (!waiting) this.frames.push({ places, at: -1, count: 0 })
    else {
      waiting.places = places
      waiting.at = -1
      waiting.count = 0
    }
  }

  private pass(tag: string, where: Partial<Problem>): void {
    (this.missing ??= new Map<string, Partial<Problem>>()).set(tag, where)
  }

  private last(): string {
    const frame = this.frames[this.depth - 1]!
    return frame.places.list[Math.max(frame.at, 0)]?.tag ?? this.places.list[0]!.tag
  }

  private once(key: string, tell: () => void): void {
    const told = (this.told ??= new Set<string>())
    if (told.has(key)) return
    told.add(key)
    tell()
  }
}

/** All tags of a structure. */
export function tagsOf(places: Places): Set<string> {
  const tags = new Set<string>()
  for (const { tag, loop } of places.list) {
    tags.add(tag)
    if (loop) for (const inner of tagsOf(loop)) tags.add(inner)
  }
  return tags
}
