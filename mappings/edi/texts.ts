import { interned } from './tag'

/** Short texts that a document repeats: codes, qualifiers, units, small numbers. One copy of each saves making most of a document's texts. */
const SLOTS = 4096
const LONGEST = 6
const texts: string[] = new Array<string>(SLOTS).fill('')
/** First and last three bytes of each slot's text, side by side. */
const keys = new Int32Array(2 * SLOTS)

/** The text of at most six ASCII bytes; undefined where there are more. */
export function shortText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start
  if (length > LONGEST) return undefined
  let head = bytes[start]!
  let tail = 0
  if (length > 1) head = head << 8 | bytes[start + 1]!
  if (length > 2) head = head << 8 | bytes[start + 2]!
  for (let i = start + 3; i < end; i++) tail = tail << 8 | bytes[i]!
  const slot = Math.imul(head ^ Math.imul(tail, 0x85ebca6b), 0x9e3779b1) >>> 20
  if (keys[2 * slot] === head && keys[2 * slot + 1] === tail) return texts[slot]!
  keys[2 * slot] = head
  keys[2 * slot + 1] = tail
  const text = String.fromCharCode(...bytes.subarray(start, end))
  // codes are looked up in tables again and again
  return (texts[slot] = length <= 3 ? interned(text) : text)
}
