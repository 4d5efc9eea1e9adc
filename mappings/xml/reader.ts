import { type Problem } from '../../orders/problem'
import { marked } from '../charset'
import { type Format, type Read, type Reader, type ReadMessage, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { recognise } from '../recognise'
import { readXml, XmlFault } from '../xml'
import { type XmlElement } from './element'
import { type XmlMapping } from './mapping'

/** XML documents of every kind: the root decides which mapping takes them. */
export function xmlReader(mappings: readonly XmlMapping[]): Reader {
  const formats = [...new Set(mappings.map(({ format }) => format))]
  return { formats, sniff, read: (source, options) => read(mappings, formats, source, options) }
}

function sniff(head: Buffer): number {
  const named = marked(head) ?? (head[0] === 0x3c && head[1] === 0 ? 'utf-16le' : head[0] === 0 && head[1] === 0x3c ? 'utf-16be' : undefined)
  const text = named === undefined ? head.subarray(0, 1024).toString('latin1') : new TextDecoder(named).decode(head.subarray(0, 1024))
  return /^\s*<(\?xml\b|!--|!DOCTYPE (?!html)|[A-Za-z_])/.test(text) && !/^\s*(<\?xml[^>]*>\s*)?(<!doctype html|<html)/i.test(text) ? 0.95 : 0
}

async function* read(mappings: readonly XmlMapping[], formats: readonly Format[], source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const problems: Problem[] = []
  const report = (problem: Problem): void => { problems.push(problem) }
  let format: Format = 'unknown'
  let take: ((element: XmlElement) => ReadMessage | undefined) | undefined
  try {
    for await (const element of readXml(source, (root) => {
      const mapping = mappings.find((candidate) => candidate.root(root))
      if (!mapping) return { parts: new Set() }
      format = mapping.format
      const consumer = mapping.open(root, options)
      take = (part) => {
        const message = consumer.take(part)
        return message && { kind: 'message', file: options.file, ...message }
      }
      return { parts: consumer.parts, namespace: mapping.namespace, ignored: mapping.ignored }
    }, report)) {
      const message = take?.(element)
      if (message) yield message
      else if (!take) {
        const unknown = unknownRoot(element, formats)
        format = unknown.format
        report(unknown.problem)
      }
    }
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error
    report(error.problem)
  }
  yield { kind: 'file', file: options.file, format, sha256: '', bytes: 0, interchanges: [], problems: fewer(problems) }
}

/** Named for what it is where that is known by its signature. */
function unknownRoot({ name, namespace, line, column }: XmlElement, formats: readonly Format[]): { format: Format; problem: Problem } {
  const seen = recognise(Buffer.from(`<${name} xmlns="${namespace}">`), '')
  const root = `the root element ${name.slice(0, 80)} ${namespace === '' ? 'without a namespace' : `of ${namespace.slice(0, 80)}`}`
  // another version of a format that is read is no format that is not read
  const known = seen.format !== 'unknown' && !formats.includes(seen.format)
  const message = !known
    ? `${root[0]!.toUpperCase()}${root.slice(1)} is of no document that is known here.`
    : `This looks like ${seen.name}, which is not read yet (${root}).`
  return {
    format: seen.format,
    problem: {
      code: known ? 'format-not-read-yet' : 'xml-document-unknown', severity: 'fatal', line, column, tag: name.slice(0, 80), text: namespace.slice(0, 80),
      message: `${message} Read as XML are ${formats.join(', ')}. Enter the order by hand, or ask the sender for one of these.`,
    },
  }
}
