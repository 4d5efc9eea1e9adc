import { LONGEST_SEGMENT } from './cutter'
import { type Segment } from './segment'
import { numberOf } from './tag'

/** Element of the data, and before it the one of their length, in the segments that hold binary data (X12 BIN, BDS). */
const DATA = new Map([['BIN', 2], ['BDS', 3]])
const BIN = numberOf('BIN'), BDS = numberOf('BDS')

/** Is it one of them? */
export const isBinary = (tag: number): boolean => tag === BIN || tag === BDS

/** What is wrong with the length that a binary segment says. */
export interface BinaryFault {
  message: string
  element: number
}

/**
 * A binary segment holds as many bytes as it says, delimiters among them: one that was cut at the first terminator is stretched to its true end.
 * Answers that end; `undefined` where the segment has no binary data, -1 where more bytes are needed.
 */
export function stretched(segment: Segment, bytes: Buffer, ended: boolean, isTerminator: (byte: number) => boolean): number | BinaryFault | undefined {
  const element = DATA.get(segment.tag)
  if (element === undefined || segment.elements < element) return undefined
  const fault = (message: string): BinaryFault => ({ message: `${message}; the segment was read to its next terminator.`, element: element - 1 })
  const length = segment.text(element - 1)
  if (!/^\d{1,15}$/.test(length)) return fault('The length of binary data is no number')
  const data = segment.startOf(element)
  const from = segment.starts[data]!
  if (Number(length) > LONGEST_SEGMENT) return fault('The binary data is longer than is read')
  const end = from + Number(length)
  if (end >= bytes.length && !ended) return -1
  if (end >= bytes.length || !isTerminator(bytes[end]!)) return fault('No terminator stands behind the binary data: its length is wrong')
  segment.elements = element
  segment.first[segment.place + element + 1] = data + 1
  segment.starts[data + 1] = end + 1
  // line breaks and control characters of the data are none of a text
  segment.flags[data] = 0
  segment.any = segment.flags.subarray(segment.startOf(0), data + 1).reduce((any, flags) => any | flags, 0)
  return end
}
