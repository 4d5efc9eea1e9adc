import type * as Drafts from '../../orders/draft'
import { type OrderDraft } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { applyProfile } from '../applyProfile'
import { type Charset, decode, isUtf16, marked } from '../charset'
import { applyLineDefaults, applyOrderDefaults } from '../defaults'
import { type Read, type Reader, type ReadMessage, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { inOurWords, placeOf } from '../words'
import { type Element, elementsOf } from './elements'
import { type Json, JsonFault, parseJson } from './parse'

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the schema takes as long to load as all readers together, and only JSON needs it
const drafts = (): typeof Drafts => require('../../orders/draft') as typeof Drafts

/** Orders in our own words (`orderDraftSchema`): one, an array of them, or one a line (NDJSON). */
export const json: Reader = { formats: ['json'], sniff, read }

function sniff(head: Buffer, file: string): number {
  const utf16 = marked(head)?.startsWith('utf-16') ?? isUtf16(head)
  const text = (utf16 ? new TextDecoder(marked(head) ?? 'utf-16le').decode(head) : head.toString('latin1').replace(/^\xef\xbb\xbf/, '')).trimStart()
  if (/^(\{\s*("|\}|$)|\[\s*([{["\d\]-]|$))/.test(text)) return 0.95
  return /\.(json|ndjson|jsonl)$/i.test(file) && !text.includes('\0') ? 0.5 : 0
}

async function* read(source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const charset: Charset = { name: 'utf-8', guessed: false, damaged: false }
  const problems: Problem[] = []
  let count = 0
  for await (const element of elementsOf(decode(source, charset))) {
    count++
    yield messageOf(element, count, options)
  }
  if (count === 0) problems.push({ code: 'orders-missing', severity: 'error', message: 'The file holds no order.' })
  if (charset.guessed || charset.damaged) problems.push({ code: 'charset-differs', severity: 'warning', message: 'JSON is UTF-8 (RFC 8259, 8.1); this file is not, and was read as Windows-1252 where needed.' })
  yield { kind: 'file', file: options.file, format: 'json', sha256: '', bytes: 0, interchanges: [], problems }
}

function messageOf(element: Element, no: number, options: ReadOptions): ReadMessage {
  const message: ReadMessage = { kind: 'message', file: options.file, type: 'order.json', segments: 1, problems: [] }
  const found = orderOf(element, no)
  const profile = options.profile?.(found.order?.buyer?.identifiers ?? [])
  message.problems = fewer(found.problems).map((problem) => applyProfile(problem, profile))
  if (found.order) {
    found.order.lines.forEach((line) => applyLineDefaults(line, profile))
    message.order = applyOrderDefaults(found.order, profile)
  }
  return message
}

function orderOf(element: Element, no: number): { order?: OrderDraft; problems: Problem[] } {
  const place = { segment: no, line: element.line }
  if (element.cut) return { problems: [{ ...place, code: 'json-truncated', severity: 'error', text: element.text.slice(0, 80), message: `The order that begins on line ${element.line} is never closed; the file is cut off. Ask for it again.` }] }
  let parsed: Json
  try {
    parsed = parseJson(element.text)
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    const line = element.line + (element.text.slice(0, error.at).trimStart().match(/\n/g)?.length ?? 0)
    return { problems: [{ code: error.code, severity: 'error', segment: no, line, text: element.text.slice(error.at, error.at + 80), message: `Line ${line}: ${error.message}.` }] }
  }
  const problems: Problem[] = []
  const plain = plainOf(parsed, '', (path) => problems.push({ ...place, code: 'member-doubled', severity: 'error', tag: path, message: `${path} stands twice; which one counts cannot be told.` }))
  const checked = drafts().orderDraftSchema.safeParse(plain, { error: inOurWords })
  if (!checked.success) {
    for (const issue of checked.error.issues) {
      const path = issue.path.join('.')
      problems.push({ ...place, code: 'value-invalid', severity: 'error', tag: path, text: JSON.stringify(at(plain, issue.path))?.slice(0, 80), message: `${placeOf(issue.path) || 'The order'}: ${issue.message}.` })
    }
    return { problems }
  }
  for (const path of leftOut(plain, checked.data, '')) problems.push({ ...place, code: 'member-unknown', severity: 'warning', tag: path, message: `${path} is no member of an order and was left out.` })
  return { order: checked.data, problems }
}

/** Numbers stay the text that they were, so that none above 2^53 loses a digit; null is absent. */
function plainOf(json: Json, path: string, doubled: (path: string) => void): unknown {
  switch (json.kind) {
    case 'null': return undefined
    case 'array': return json.items.map((item, i) => plainOf(item, `${path}.${i}`, doubled))
    case 'object': {
      json.doubled.forEach((name) => doubled(join(path, name)))
      return Object.fromEntries([...json.members].filter(([, member]) => member.kind !== 'null').map(([name, member]) => [name, plainOf(member, join(path, name), doubled)]))
    }
    default: return json.value
  }
}

function leftOut(given: unknown, taken: unknown, path: string): string[] {
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).flatMap(([name, value]) => {
    const here = typeof taken === 'object' && taken !== null ? Object.getOwnPropertyDescriptor(taken, name) : undefined
    return here ? leftOut(value, here.value, join(path, name)) : [join(path, name)]
  })
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, name) => (typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, name)?.value : undefined), value)
const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)
