import { type DraftLine, type Identifier } from '../../orders/draft'
import { applyLineDefaults, applyOrderDefaults } from '../defaults'
import { orderProblems, type Place } from '../orderProblems'
import { at, childrenOf, childOf, extraOf, type XmlElement } from '../xml/element'
import { type XmlConsumer, type XmlMapping } from '../xml/mapping'
import { present, XmlValues } from '../xml/values'
import { headerOf, lineOf } from './orderRequest'

/** cXML 1.2: OrderRequest as an order, or as a change or cancellation by its type; other requests are recognised and not mapped. */
export const cxml: XmlMapping = {
  format: 'cxml',
  root: ({ name, namespace }) => name === 'cXML' && namespace === '',
  // the secret is for who checks the sender, and stands in no draft, log or page
  ignored: new Set(['SharedSecret', 'DigitalSignature', 'CredentialMac']),
  open(root, options): XmlConsumer {
    const values = new XmlValues()
    const lines: DraftLine[] = []
    const places: Place[] = []
    let begun = false
    const begin = (): void => {
      if (begun) return
      begun = true
      values.profile = options.profile?.(credentialsOf(root, 'From', values))
    }
    return {
      parts: new Set(['ItemOut']),
      take(element) {
        begin()
        if (element !== root) {
          lines.push(applyLineDefaults(lineOf(element, lines.length + 1, values), values.profile))
          places.push({ line: element.line, column: element.column })
          return undefined
        }
        const request = childOf(root, 'Request') ?? childOf(root, 'Message') ?? childOf(root, 'Response')
        const body = request?.children.find(({ name }) => name !== 'Status') ?? request
        const message = {
          type: body?.name ?? root.name, segments: lines.length + 1, version: root.attributes.get('version'), control: root.attributes.get('payloadID'),
          sender: credentialsOf(root, 'From', values)[0], receiver: credentialsOf(root, 'To', values)[0], test: request?.attributes.get('deploymentMode') === 'test' || undefined,
        }
        if (body?.name !== 'OrderRequest') {
          values.report('document-not-mapped', 'note', undefined, `A cXML ${message.type} is recognised and not read further.`)
          return present({ ...message, problems: values.problems() })
        }
        return present({ ...message, ...orderOf(root, body, lines, places, values), problems: values.problems() })
      },
    }
  },
}

/** `new` is an order; `update` and `delete` are about one that was sent before, and must never become a second order. */
function orderOf(root: XmlElement, body: XmlElement, lines: DraftLine[], places: Place[], values: XmlValues): object {
  const header = childOf(body, 'OrderRequestHeader')
  const type = header?.attributes.get('type') ?? 'new'
  const draft = applyOrderDefaults({ ...headerOf(header, values), lines }, values.profile)
  if (!draft.buyer) draft.buyer = { identifiers: [] }
  draft.buyer.identifiers.unshift(...credentialsOf(root, 'From', values))
  const seller = credentialsOf(root, 'To', values)
  if (seller.length > 0) draft.seller = { identifiers: seller }
  // everything else that stands in the envelope is of the connection, not of the order
  const extra = header && extraOf(header)
  if (extra) draft.extra = { ...draft.extra, ...extra }
  if (type !== 'new') {
    const purpose = type === 'delete' ? 'cancel' : 'change'
    if (draft.reference === undefined) values.report('reference-missing', 'error', header, `The ${purpose} does not say of which order. Ask the sender.`)
    return { document: { ...draft, purpose, order: draft.reference, change: header?.attributes.get('orderVersion') } }
  }
  orderProblems(draft, places, (problem) => values.add(problem))
  return { order: draft }
}

/** Network ids and DUNS numbers of who sends or receives. */
function credentialsOf(root: XmlElement, role: 'From' | 'To', values: XmlValues): Identifier[] {
  return childrenOf(at(root, 'Header', role), 'Credential').flatMap((credential): Identifier[] => {
    const value = values.text(credential, 'Identity')
    const domain = credential.attributes.get('domain') ?? 'cXML'
    return value === undefined ? [] : [{ scheme: /^duns$/i.test(domain) ? 'DUNS' : /^vat/i.test(domain) ? 'VAT' : domain, value }]
  })
}
