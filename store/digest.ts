import { hash } from 'node:crypto'

/** SHA-256 in lower-case hex over the bytes, or over the text's UTF-8 bytes. */
export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex')

/**
 * The digest of a key whose parts come from outside, of any length and in any characters: unique columns hold this instead of the parts,
 * since no index takes a thousand characters and collations differ in what they call equal. Exact: `PO-1`, `po-1` and `PO-1 ` are three keys.
 */
export const keyDigest = (...parts: (string | number)[]): string => sha256(JSON.stringify(parts))
