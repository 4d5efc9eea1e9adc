import { randomBytes } from 'node:crypto'

let lastMs = 0
let counter = 0

/**
 * UUID version 7 (RFC 9562, 5.7): milliseconds of the real clock, then a counter that keeps ids of one process in order,
 * then chance. Stream keys use it, so that new orders lie side by side in the index.
 */
export function uuidv7(nowMs = Date.now()): string {
  const bytes = randomBytes(16)
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = bytes.readUInt16BE(6) & 0x07ff
  } else if (++counter > 0x0fff) {
    lastMs += 1
    counter = 0
  }
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Is it in the form of an id that we give? */
export const isOurId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
