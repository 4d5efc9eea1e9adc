/** One top-level value of a stream of JSON: the whole text, one line of NDJSON, or one element of the outermost array. */
export interface Element {
  text: string
  /** Line of the file that it begins on, from 1. */
  line: number
  /** The file ended inside of it, or it is longer than any order. */
  cut: boolean
}

/** Longest element that is taken, in characters. */
const LONGEST = 16 * 1024 * 1024
const BLANK = new Set([' ', '\t', '\r', '\n', '\ufeff'])

/**
 * Parts a stream into its values without parsing them, so that a file of any length is read in the memory of one order. It only
 * minds brackets and strings; what an element is worth is for the parser to say. Nothing is read behind an element that is cut.
 */
export async function* elementsOf(text: AsyncIterable<string>): AsyncIterable<Element> {
  let made = ''
  let line = 1
  let start = 1
  let depth = 0
  let inside: 'unknown' | 'array' | 'lines' = 'unknown'
  let begun = false
  let quoted = false
  let escaped = false

  for await (const part of text) {
    let from = 0
    for (let i = 0; i < part.length; i++) {
      const char = part[i]!
      if (char === '\n') line++
      if (quoted) {
        if (escaped) escaped = false
        else if (char === '\\') escaped = true
        else if (char === '"') quoted = false
        continue
      }
      if (inside === 'unknown' && !BLANK.has(char)) {
        inside = char === '[' ? 'array' : 'lines'
        if (inside === 'array') { from = i + 1; continue }
      }
      const parts = depth === 0 && (inside === 'array' ? char === ',' || char === ']' : char === '\n')
      if (parts) {
        if (begun) yield { text: made + part.slice(from, i), line: start, cut: false }
        if (char === ']') inside = 'lines'
        made = ''
        from = i + 1
        begun = false
        continue
      }
      if (BLANK.has(char)) continue
      if (!begun) { begun = true; start = line }
      if (char === '"') quoted = true
      else if (char === '{' || char === '[') depth++
      else if ((char === '}' || char === ']') && depth > 0) depth--
    }
    made += part.slice(from)
    if (made.length > LONGEST) {
      yield { text: made.slice(0, 80), line: start, cut: true }
      return
    }
  }
  if (begun) yield { text: made, line: start, cut: depth > 0 || quoted || inside === 'array' }
}
