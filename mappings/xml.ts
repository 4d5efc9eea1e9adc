import type * as Saxes from 'saxes'
import { type Problem } from '../orders/problem'
import { type XmlElement } from './xml/element'
import { xmlText } from './xml/text'

/** What is wanted of a document, said once its root is known. */
export interface Wanted {
  /** Elements of other namespaces are left out with all below them, and told once for each namespace; absent takes all. */
  namespace?: (namespace: string) => boolean
  /** Elements of these names are given out as soon as they close, and kept no longer. */
  parts: ReadonlySet<string>
  /** Elements of these names are left out with all below them, and nothing is said of it. */
  ignored?: ReadonlySet<string>
}

/** Why a document is no XML that can be read: nothing behind this place was. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault'
  constructor(readonly problem: Problem) {
    super(problem.message)
  }
}

/** No order is nested deeper. */
const DEPTH = 200
/** Elements that are held at once; lines are parts and do not add up. */
const HELD = 200_000
/** Longest single text, attribute, comment or DOCTYPE, in characters. */
const LONGEST = 16 * 1024 * 1024
const NONE: ReadonlyMap<string, string> = new Map()

/**
 * The only door to XML. Reads a document as it flows and gives out the wanted parts, and last the root with what was no part. A DOCTYPE is
 * skipped and nothing is ever fetched; entity declarations, a second root, more than 200 levels and values beyond 16 Mi characters are refused.
 * Throws an {@link XmlFault} where the document cannot be read on; lesser things go to `report`.
 */
export async function* readXml(source: AsyncIterable<Buffer>, want: (root: XmlElement) => Wanted, report: (problem: Problem) => void): AsyncIterable<XmlElement> {
  // only a file that is XML pays for the parser
  const { SaxesParser } = await import('saxes')
  const parser = new SaxesParser({ xmlns: true })
  const out: XmlElement[] = []
  const foreign = new Set<string>()
  let wanted: Wanted = { parts: new Set() }
  let open: XmlElement | undefined
  let depth = 0
  let held = 0
  let seen = 0
  let rootSeen = false
  /** Depth of the element that is left out with all below it; 0 where none is. */
  let skipping = 0
  /** Where the tag began that is being read. */
  let line = 1
  let column = 1

  const fail = (code: string, message: string, text?: string): never => {
    throw new XmlFault({ code, severity: 'fatal', line: parser.line, column: Math.max(parser.column, 1), message: `Line ${parser.line}, column ${Math.max(parser.column, 1)}: ${message}`, ...(text === undefined ? {} : { text: text.slice(0, 80) }) })
  }
  const bounded = (text: string): void => {
    seen = parser.position
    if (text.length > LONGEST) fail('xml-value-too-long', `a single value is longer than ${LONGEST} characters; no order has one. Ask the sender what this is.`)
  }

  parser.on('error', (error) => {
    const [code, message] = faultOf(error.message.replace(/^[^ ]*\d+:\d+: /, ''), rootSeen)
    fail(code, message)
  })
  parser.on('doctype', (doctype) => {
    bounded(doctype)
    if (/<!ENTITY/i.test(doctype)) fail('xml-entity-declared', 'the DOCTYPE declares entities, which are refused: they may name files or grow without end. Ask the sender for the document without them.', doctype.trim())
  })
  parser.on('opentagstart', ({ name }) => {
    const start = parser.column - name.length - 1
    // the line may have ended behind the name
    line = start > 0 ? parser.line : parser.line - 1
    column = start > 0 ? start : 1
  })
  parser.on('opentag', (tag) => {
    seen = parser.position
    if (++depth > DEPTH) fail('xml-too-deep', `elements are nested deeper than ${DEPTH} levels; no order is.`)
    if (skipping) return
    if (wanted.ignored?.has(tag.local)) {
      skipping = depth
      return
    }
    if (wanted.namespace && !wanted.namespace(tag.uri)) {
      skipping = depth
      if (!foreign.has(tag.uri) && foreign.size < 20) {
        foreign.add(tag.uri)
        report({ code: 'namespace-unknown', severity: 'warning', line, column, tag: tag.name, text: tag.uri.slice(0, 80), message: `Elements of the namespace ${tag.uri === '' ? '(none)' : tag.uri.slice(0, 80)} do not belong to this document and were left out, the first of them ${tag.name}.` })
      }
      return
    }
    if (++held > HELD) fail('xml-too-many-elements', `more than ${HELD} elements that are no lines; no order has so many.`)
    const element: XmlElement = { name: tag.local, namespace: tag.uri, attributes: attributesOf(tag.attributes), text: '', children: [], parent: open, line, column, taken: false }
    if (open) open.children.push(element)
    else {
      rootSeen = true
      wanted = want(element)
    }
    open = element
  })
  parser.on('closetag', () => {
    seen = parser.position
    depth--
    if (skipping) {
      if (depth < skipping) skipping = 0
      return
    }
    const element = open!
    open = element.parent
    if (open && !wanted.parts.has(element.name)) return
    // what stood in a part goes with it
    if (open) {
      open.children.pop()
      held -= sizeOf(element)
    }
    out.push(element)
  })
  const take = (text: string): void => {
    bounded(text)
    // blanks between elements would add up over a million lines
    if (open && !skipping && (open.text !== '' || text.trim() !== '')) open.text += text
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('comment', (comment) => {
    bounded(comment)
    if (open && !skipping && open.children.length === 0 && open.text.trim() !== '') {
      report({ code: 'comment-in-value', severity: 'warning', line: parser.line, column: parser.column, tag: open.name, message: `A comment stands inside of the value of ${open.name}; the value is read without it. Look whether it is what was meant.` })
    }
  })
  parser.on('processinginstruction', ({ body }) => bounded(body))

  for await (const text of xmlText(source, report)) {
    parser.write(text)
    if (parser.position - seen > LONGEST) fail('xml-value-too-long', `a single value is longer than ${LONGEST} characters; no order has one. Ask the sender what this is.`)
    yield* out.splice(0)
  }
  parser.close()
  yield* out.splice(0)
}

function sizeOf(element: XmlElement): number {
  let size = 1
  for (const child of element.children) size += sizeOf(child)
  return size
}

function attributesOf(attributes: Record<string, Saxes.SaxesAttributeNS>): ReadonlyMap<string, string> {
  let found: Map<string, string> | undefined
  for (const name in attributes) {
    const { prefix, local, value } = attributes[name]!
    if (prefix !== 'xmlns' && name !== 'xmlns') (found ??= new Map()).set(prefix === '' ? local : name, value)
  }
  return found ?? NONE
}

/** What the parser's own words mean here: code and sentence. */
const FAULTS: readonly [RegExp, string, string][] = [
  [/must contain a root/, 'xml-root-missing', 'the document has no element at all.'],
  [/only one root|multiple roots|second root/i, 'xml-root-second', 'a second document begins behind the end of the first. Send one document a file.'],
  [/unclosed|unexpected end|ended unexpectedly/i, 'xml-truncated', 'the document ends before it is complete; it was cut off on its way. Ask for it again.'],
  [/disallowed character|invalid character/i, 'xml-character-invalid', 'a character stands here that XML does not allow.'],
  [/undefined entity/, 'xml-entity-unknown', 'an entity is used that is not one of XML\'s own five (&amp; &lt; &gt; &quot; &apos;).'],
  [/unbound namespace prefix/, 'xml-prefix-unknown', 'a prefix is used that no xmlns declares.'],
  [/duplicate attribute/, 'xml-attribute-doubled', 'an attribute stands twice; which one counts cannot be told.'],
  [/text data outside/, 'xml-text-outside', 'text stands outside of the document.'],
]

function faultOf(words: string, rootSeen: boolean): [code: string, message: string] {
  const fault = FAULTS.find(([pattern]) => pattern.test(words))
  if (fault?.[1] === 'xml-truncated' && !rootSeen) return ['xml-root-missing', 'the document ends before its first element.']
  return fault ? [fault[1], fault[2]] : ['xml-not-well-formed', `this is no well-formed XML (${words.replace(/\.$/, '')}). Ask the sender to correct it.`]
}
