/** An element to be written; undefined content is left out. */
export interface XmlNode {
  name: string
  attributes?: Record<string, string | undefined>
  content: (XmlNode | string | undefined)[]
}

/** `node('cbc:ID', 'PO-7')`, `node('cbc:Amount', { currencyID: 'EUR' }, '9.25')`. Content that is undefined is left out. */
export function node(name: string, ...content: (XmlNode | string | undefined | XmlNode['attributes'] | XmlNode[])[]): XmlNode {
  const made: XmlNode = { name, content: [] }
  for (const part of content) {
    if (part === undefined || typeof part === 'string') made.content.push(part)
    else if (Array.isArray(part)) made.content.push(...part)
    else if (isNode(part)) made.content.push(part)
    else made.attributes = part
  }
  return made
}

/** The element where it has a value, else nothing: what a document does not say is absent. */
export const optional = (name: string, value: string | undefined, attributes?: XmlNode['attributes']): XmlNode | undefined =>
  value === undefined || value === '' ? undefined : { name, attributes, content: [value] }

/** The element where any of its parts is there, else nothing. */
export const group = (name: string, ...content: (XmlNode | undefined | XmlNode[])[]): XmlNode | undefined => {
  const parts = content.flat().filter((part) => part !== undefined)
  return parts.length > 0 ? { name, content: parts } : undefined
}

/** Writes a document, in UTF-8. Throws a RangeError where a text has a character that XML 1.0 cannot carry. */
export function writeXml(root: XmlNode): string {
  const out = ['<?xml version="1.0" encoding="UTF-8"?>\n']
  write(root, 0, out)
  return out.join('')
}

function write({ name, attributes = {}, content }: XmlNode, depth: number, out: string[]): void {
  const indent = '  '.repeat(depth)
  const parts = content.filter((part) => part !== undefined)
  out.push(indent, '<', name)
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) out.push(' ', key, '="', escaped(value, true), '"')
  if (parts.length === 0) out.push('/>\n')
  else if (parts.every((part) => typeof part === 'string')) out.push('>', escaped(parts.join(''), false), '</', name, '>\n')
  else {
    out.push('>\n')
    for (const part of parts) if (typeof part !== 'string') write(part, depth + 1, out)
    out.push(indent, '</', name, '>\n')
  }
}

const isNode = (part: XmlNode | NonNullable<XmlNode['attributes']>): part is XmlNode => Array.isArray(part.content)

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' }
// XML 1.0, 2.2: what is no Char
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function escaped(text: string, attribute: boolean): string {
  const bad = FORBIDDEN.exec(text)
  if (bad) throw new RangeError(`XML cannot carry the character U+${bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} in ${JSON.stringify(text.slice(0, 40))}`)
  return text.replace(attribute ? /[&<>"\r\n\t]/g : /[&<>\r]/g, (char) => ESCAPES[char]!)
}
