/** A segment that may have a character which its interchange does not announce: one of those that were cut with it has. */
export const ODD = 1
/** A token that begins or ends with a blank. */
export const EDGED = 4
/** What a token has that makes its value more than a cut, a bit each: a release character, a line break, a byte outside ASCII, a control character. */
export const ESCAPED = 8, BROKEN = 16, HIGH = 32, CONTROL = 64
/** The token is a repetition, not a further component, of its element. */
export const REPEATED = 128
/** What must be looked at as text. */
export const SPECIAL = ESCAPED | BROKEN | HIGH | CONTROL
