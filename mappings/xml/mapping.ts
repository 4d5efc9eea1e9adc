import { type Format, type ReadMessage, type ReadOptions } from '../document'
import { type XmlElement } from './element'

/** What a mapping makes of a document: a message without the file's name, which the reader adds. */
export type XmlMessage = Omit<ReadMessage, 'kind' | 'file'>

/** Takes the parts of one document as they come, and its root last. */
export interface XmlConsumer {
  /** Names of the elements that are handed over one by one, so that a document of a million lines needs the memory of its values only. */
  parts: ReadonlySet<string>
  take(element: XmlElement): XmlMessage | undefined
}

/** One family of XML documents. */
export interface XmlMapping {
  format: Format
  /** Is this the root of such a document? */
  root(root: XmlElement): boolean
  /** Namespaces that belong to it; absent takes all. */
  namespace?: (namespace: string) => boolean
  /** Elements that are left out in silence: extensions, signatures, embedded files. */
  ignored?: ReadonlySet<string>
  open(root: XmlElement, options: ReadOptions): XmlConsumer
}
