const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u
/** East Asian wide and full-width forms (Unicode Annex 11), and emoji. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

/** Columns that a text takes in a terminal, and about as many halves of a letter's height in a picture. */
export function width(text: string): number {
  let columns = 0
  for (const character of text) columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return columns
}

/** Cut to so many columns, the last of them `…`. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += width(character)
    if (used > columns - 1) break
    kept += character
  }
  return `${kept}…`
}
