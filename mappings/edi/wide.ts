import { TextDecoder } from 'node:util'
import { isUtf16, marked } from '../charset'

/** The name of a UTF-16 encoding, where the file's first bytes are such: by their mark, or by the zeros that Latin letters have in it. */
export function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const name = marked(head)
  if (name === 'utf-16le' || name === 'utf-16be') return name
  if (name !== undefined || !isUtf16(head)) return isUtf16(head.subarray(1)) && head[0] === 0 ? 'utf-16be' : undefined
  return 'utf-16le'
}

/** The head as the readers know it: in UTF-8 where it came in UTF-16. */
export function narrowHead(head: Buffer): Buffer {
  const encoding = wideEncoding(head)
  return encoding === undefined ? head : Buffer.from(new TextDecoder(encoding).decode(head))
}
