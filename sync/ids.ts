import { randomUUID } from 'node:crypto'

let lastMs = 0
let counter = 0

/**
 * UUID version 7 (RFC 9562, 5.7): milliseconds of the real clock, then a counter that keeps ids of one process in order,
 * then chance. Stream keys use it, so that new orders lie side by side in the index.
 */
export function uuidv7(nowMs = Date.now()): string {
  // Node draws the chance of many of these at once
  const chance = randomUUID()
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = Number.parseInt(chance.slice(0, 3), 16) & 0x07ff
  } else if (++counter > 0x0fff) {
    lastMs += 1
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  // its last two groups are the variant and chance of either version
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${chance.slice(19)}`
}

/** Is it in the form of an id that we give? */
export const isOurId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
