/** A JSON value as it was written: numbers as text, objects as Maps, so that no digit and no name is lost. */
export type Json = { kind: 'null' } | { kind: 'boolean'; value: boolean } | { kind: 'number' | 'string'; value: string }
  | { kind: 'array'; items: Json[] } | { kind: 'object'; members: Map<string, Json>; doubled: string[] }

/** Where and why the text is no JSON (RFC 8259). The offset counts characters of the text, from 0. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault'
  constructor(readonly code: 'json-invalid' | 'json-too-deep', message: string, readonly at: number) {
    super(message)
  }
}

/** No order is nested deeper; a text that is means harm, or is no order. */
const DEPTH = 64
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const BLANK = /[ \t\r\n]*/y
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Parses one JSON text. Throws a {@link JsonFault}. A member that stands twice keeps its first value and is named in `doubled`. */
export function parseJson(text: string): Json {
  let at = 0
  const fail = (message: string): never => { throw new JsonFault('json-invalid', message, at) }
  const blank = (): void => { BLANK.lastIndex = at; BLANK.exec(text); at = BLANK.lastIndex }

  const value = (depth: number): Json => {
    if (depth > DEPTH) throw new JsonFault('json-too-deep', `nested deeper than ${DEPTH} levels`, at)
    blank()
    const char = text[at]
    if (char === '{') return object(depth)
    if (char === '[') return array(depth)
    if (char === '"') return { kind: 'string', value: string() }
    return word()
  }
  const object = (depth: number): Json => {
    const members = new Map<string, Json>()
    const doubled: string[] = []
    list('}', () => {
      blank()
      if (text[at] !== '"') fail('a member name in double quotes is expected')
      const name = string()
      blank()
      if (text[at] !== ':') fail('a colon is expected after the member name')
      at++
      const member = value(depth + 1)
      if (members.has(name)) doubled.push(name)
      else members.set(name, member)
    })
    return { kind: 'object', members, doubled }
  }
  const array = (depth: number): Json => {
    const items: Json[] = []
    list(']', () => { items.push(value(depth + 1)) })
    return { kind: 'array', items }
  }
  const list = (close: string, element: () => void): void => {
    at++
    blank()
    if (text[at] === close) { at++; return }
    for (;;) {
      element()
      blank()
      const char = text[at++]
      if (char === close) return
      if (char !== ',') { at--; fail(char === undefined ? 'the text ends too early' : `a comma or ${close} is expected`) }
    }
  }
  const string = (): string => {
    let made = ''
    for (at++; text[at] !== '"'; at++) {
      const char = text[at]
      if (char === undefined) return fail('the text ends inside a string')
      if (char < ' ') return fail('a control character stands inside a string')
      if (char !== '\\') { made += char; continue }
      const escape = text[++at] ?? ''
      if (escape !== 'u') { made += ESCAPES[escape] ?? fail('this escape is unknown'); continue }
      const hex = text.slice(at + 1, at + 5)
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) return fail('four hexadecimal digits are expected after \\u')
      made += String.fromCharCode(parseInt(hex, 16))
      at += 4
    }
    at++
    return made
  }
  const word = (): Json => {
    for (const [name, json] of WORDS) if (text.startsWith(name, at)) { at += name.length; return json }
    NUMBER.lastIndex = at
    const number = NUMBER.exec(text)?.[0]
    if (number === undefined) return fail(text[at] === undefined ? 'the text ends too early' : 'a value is expected (NaN, Infinity and bare words are none)')
    at += number.length
    return { kind: 'number', value: number }
  }

  const parsed = value(0)
  blank()
  return at < text.length ? fail('something stands behind the value') : parsed
}

const WORDS: readonly (readonly [string, Json])[] = [['true', { kind: 'boolean', value: true }], ['false', { kind: 'boolean', value: false }], ['null', { kind: 'null' }]]
