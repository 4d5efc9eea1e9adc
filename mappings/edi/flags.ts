/** What bytes a token has, a bit each: a digit, a point, any other printable ASCII character; then what makes its value more than a cut. */
export const DIGIT = 1, POINT = 2, LETTER = 4
/** A release character, a line break, a byte outside ASCII, a control character. */
export const ESCAPED = 8, BROKEN = 16, HIGH = 32, CONTROL = 64
/** The token is a repetition, not a further component, of its element. */
export const REPEATED = 128
/** What must be looked at as text. */
export const SPECIAL = ESCAPED | BROKEN | HIGH | CONTROL
/** Flags up to here are of plain text. */
export const PLAIN = DIGIT | POINT | LETTER
