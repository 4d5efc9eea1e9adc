import { numberOf } from '../tag'

/** A place in a message: a segment, or the loop that it opens. */
export interface Place {
  tag: string
  number: number
  required: boolean
  most: number
  /** Places of the loop that it opens. */
  loop: Place[]
  /** The places that it stands among, and where. */
  among: Place[]
  index: number
  /** Where looking for what follows it begins: its own index, or that of the first of those that stand in any order with it. */
  from: number
  /** The place whose loop that is; undefined at the top. */
  parent: Place | undefined
  depth: number
  /** Steps from here by tag number, as far as they were asked for. */
  steps: (Step | undefined)[]
  /** Tags of the mandatory places that are missing where the message ends here; undefined until asked for. */
  left: readonly string[] | undefined
}

/** Where a tag leads from a place. */
export interface Step {
  /** Undefined where no place follows. */
  place: Place | undefined
  /** Does the tag have a place at all? */
  known: boolean
  /** Tags of the mandatory places that are passed by on the way. */
  passed: readonly string[]
}

const UNKNOWN: Step = { place: undefined, known: false, passed: [] }
const LATE: Step = { place: undefined, known: true, passed: [] }

/**
 * The places of a message type, from their notation: `BEG!` mandatory, `REF*99` at most 99 times, `[N1*200 N2*2 N3*2]` a loop that
 * N1 opens, `{DTM*9 FTX*9}` in any order. Where a tag leads depends on the place alone, so that each step is looked for once.
 */
export class Places {
  readonly start: Place
  /** Depth of the innermost loop, the message itself being 0. */
  readonly depth: number
  private readonly tags = new Set<number>()

  constructor(notation: string) {
    const words = notation.match(/[[\]{}]|[^\s[\]{}]+/g) ?? []
    let deepest = 0
    const fill = (among: Place[], parent: Place | undefined, depth: number): Place[] => {
      deepest = Math.max(deepest, depth)
      let from: number | undefined
      for (let word = words.shift(); word !== undefined && word !== ']'; word = words.shift()) {
        if (word === '{' || word === '}') {
          from = word === '{' ? among.length : undefined
          continue
        }
        const place = placeOf(word === '[' ? words.shift()! : word, among, parent, depth, from)
        among.push(place)
        this.tags.add(place.number)
        if (word === '[') fill(place.loop, place, depth + 1)
      }
      return among
    }
    const top = fill([], undefined, 0)
    this.depth = deepest
    this.start = { ...placeOf('', top, undefined, 0), index: -1, from: -1 }
  }

  /** Tag of the first place, which begins the message. */
  get first(): string {
    return this.start.among[0]!.tag
  }

  step(from: Place, number: number): Step {
    const known = number < from.steps.length ? from.steps[number] : undefined
    if (known) return known
    if (!this.tags.has(number)) return UNKNOWN
    const step = found(from, number) ?? LATE
    while (from.steps.length <= number) from.steps.push(undefined)
    return (from.steps[number] = step)
  }

  /** Tags of the mandatory places behind this one, where nothing follows it. */
  left(from: Place): readonly string[] {
    if (from.left) return from.left
    const passed = mandatory(from.loop, 0)
    for (let place: Place | undefined = from; place; place = place.parent) passed.push(...mandatory(place.among, place.index + 1))
    return (from.left = passed)
  }
}

/** The loop that the place opens is looked through first, then what may follow it, then what may follow the loop that it is in. */
function found(from: Place, number: number): Step | undefined {
  const passed: string[] = []
  const first = from.loop.findIndex((place) => place.number === number)
  if (first >= 0) return { place: from.loop[first]!, known: true, passed: mandatory(from.loop, 0, first) }
  passed.push(...mandatory(from.loop, 0))
  for (let place: Place | undefined = from; place; place = place.parent) {
    const { among, index, from: earliest } = place
    const next = among.findIndex((candidate, i) => i >= earliest && candidate.number === number)
    if (next >= 0) return { place: among[next]!, known: true, passed: [...passed, ...mandatory(among, index + 1, next)] }
    passed.push(...mandatory(among, index + 1))
  }
  return undefined
}

const mandatory = (places: Place[], from: number, to = places.length): string[] =>
  places.slice(from, Math.max(from, to)).filter(({ required }) => required).map(({ tag }) => tag)

function placeOf(word: string, among: Place[], parent: Place | undefined, depth: number, from = among.length): Place {
  const [, tag = '', required, most] = /^(\w+)(!?)(?:\*(\d+))?$/.exec(word) ?? []
  return { tag, number: tag === '' ? -1 : numberOf(tag), required: required === '!', most: Number(most ?? 1), loop: [], among, index: among.length, from, parent, depth, steps: [], left: undefined }
}
