import { stripVTControlCharacters } from 'node:util'

/** C0 and C1 controls, line separators, and what turns the direction of writing around. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** A text from outside made harmless for a terminal: escape sequences go, line breaks become blanks, other controls are shown as `\u….`. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\r?\n|\t/g, ' ').replace(CONTROL, (c) => `\\u${c.codePointAt(0)!.toString(16).padStart(4, '0')}`)
}
