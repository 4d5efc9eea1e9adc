/** A segment tag as it is looked up millions of times: one object for each, with a small number for tables that are arrays. */
export interface Tag {
  /** Its two or three bytes packed into a number. */
  readonly packed: number
  readonly name: string
  /** From 1; 0 is every tag that no table can know. */
  readonly number: number
}

const tags = new Map<number, Tag>()
const byNumber: Tag[] = []
/** A hostile file can have any number of tags. */
const MOST = 10_000

/** Numbers up to this are of the service segments of X12, EDIFACT and TRADACOMS; the segments of messages have higher ones. */
export const SERVICE = 20

/** The tag of two or three packed bytes. */
export function tagOf(packed: number): Tag {
  const slot = Math.imul(packed, 0x9e3779b1) >>> 22
  const recent = recents[slot]!
  return recent.packed === packed ? recent : (recents[slot] = remembered(packed))
}

/** The tag that stands there, in plain characters: of two or three bytes, or else an odd one. */
export function tagAt(bytes: Buffer, start: number, end: number): Tag {
  const length = end - start
  if (length > 3 || length < 2) return oddTag(bytes.toString('latin1', start, Math.min(end, start + 12)).trim())
  const two = bytes[start]! << 8 | bytes[start + 1]!
  return tagOf(length === 2 ? two : two << 8 | bytes[start + 2]!)
}

/** The number of a tag that a table names. */
export const numberOf = (name: string): number => tagOf(packedOf(name)).number

/** The tag that has the number. */
export const numbered = (number: number): Tag => byNumber[number]!

/** A tag with blanks, or of another length: none that a table knows. */
export const oddTag = (name: string): Tag => ({ packed: -1, name, number: 0 })

/** The tag of a name that a line break stood in. */
export const wrappedTag = (name: string): Tag => (/^[A-Z][A-Z0-9]{1,2}$/.test(name) ? tagOf(packedOf(name)) : oddTag(name))

const packedOf = (name: string): number => [...name].reduce((packed, character) => packed << 8 | character.charCodeAt(0), 0)

/** The last tag of each hash: nearly always the one that is asked for. */
const recents: Tag[] = Array.from({ length: 1024 }, () => oddTag(''))

function remembered(packed: number): Tag {
  const known = tags.get(packed)
  if (known) return known
  const name = interned(String.fromCharCode(...[packed >> 16, (packed >> 8) & 255, packed & 255].filter((byte) => byte > 0)).trim())
  if (tags.size >= MOST) return { packed, name, number: 0 }
  const tag = { packed, name, number: tags.size + 1 }
  tags.set(packed, tag)
  byNumber[tag.number] = tag
  return tag
}

/** The engine's one copy of a text: comparing two such is comparing addresses. */
export const interned = (text: string): string => Object.keys({ [text]: true })[0]!

const services = ['ISA', 'GS', 'ST', 'SE', 'GE', 'IEA', 'TA1', 'ISB', 'ISE', 'UNA', 'UNB', 'UNG', 'UNH', 'UNT', 'UNE', 'UNZ', 'STX', 'MHD', 'MTR', 'END']
services.forEach(numberOf)
