import { type Identifier } from '../../orders/draft'
import { type ReadMessage } from '../document'
import { childOf, type XmlElement } from '../xml/element'
import { type XmlMapping } from '../xml/mapping'
import { XmlValues } from '../xml/values'
import { despatchAdvice } from './despatchAdvice'
import { creditNote, invoice } from './invoice'
import { order } from './order'
import { orderCancellation, orderChange } from './orderChange'
import { orderResponse, orderResponseSimple } from './orderResponse'
import { partyOf } from './party'

/** What one message is made of, beside its problems. */
type Made = Pick<ReadMessage, 'order' | 'document' | 'control'>

/** One UBL document type. */
export interface UblDocument {
  /** The name of its line element; absent where it has none. */
  line?: string
  open(root: XmlElement, values: XmlValues): { line(element: XmlElement): void; end(): Made }
}

const DOCUMENTS = new Map<string, UblDocument>([
  ['Order', order], ['OrderChange', orderChange], ['OrderCancellation', orderCancellation], ['OrderResponse', orderResponse], ['OrderResponseSimple', orderResponseSimple],
  ['DespatchAdvice', despatchAdvice], ['Invoice', invoice], ['CreditNote', creditNote],
])
const ROOT = /^urn:oasis:names:specification:ubl:schema:xsd:(\w+)-2$/
/** Who speaks in a document, the first that it has. */
const SENDERS = ['BuyerCustomerParty', 'AccountingSupplierParty', 'DespatchSupplierParty', 'SellerSupplierParty']

/** UBL 2.0 to 2.5; other types than those listed are recognised and not mapped. */
export const ubl: XmlMapping = {
  format: 'ubl',
  root: ({ namespace, name }) => ROOT.exec(namespace)?.[1] === name,
  namespace: (namespace) => namespace.startsWith('urn:oasis:names:specification:ubl:schema:xsd:'),
  // extensions hold what others made up, signatures among them
  ignored: new Set(['UBLExtensions', 'EmbeddedDocumentBinaryObject']),
  open(root, options) {
    const values = new XmlValues()
    const type = DOCUMENTS.get(root.name)
    const document = type?.open(root, values)
    let segments = 0
    let begun = false
    const begin = (): void => {
      if (begun) return
      begun = true
      values.profile = options.profile?.(identifiersOf(root))
    }
    return {
      parts: new Set(type?.line === undefined ? [] : [type.line]),
      take(element) {
        segments++
        begin()
        if (element !== root) {
          document!.line(element)
          return undefined
        }
        const version = values.text(root, 'UBLVersionID')
        for (const name of ['CustomizationID', 'ProfileID']) values.text(root, name)
        const made = document?.end() ?? { control: values.text(root, 'ID') }
        if (!document) values.report('document-not-mapped', 'note', undefined, `A UBL ${root.name} is recognised and not read further.`)
        return { type: root.name, segments, ...(version === undefined ? {} : { version }), ...made, problems: values.problems() }
      },
    }
  },
}

function identifiersOf(root: XmlElement): Identifier[] {
  const role = SENDERS.map((name) => childOf(root, name)).find((found) => found !== undefined)
  return partyOf(role, new XmlValues())?.identifiers ?? []
}
