import { type DraftLine, type Identifier } from '../../orders/draft'
import { applyLineDefaults, applyOrderDefaults } from '../defaults'
import { orderProblems, type Place } from '../orderProblems'
import { childOf, type XmlElement } from '../xml/element'
import { type XmlConsumer, type XmlMapping, type XmlMessage } from '../xml/mapping'
import { present, XmlValues } from '../xml/values'
import { headerOf, lineOf, partyOf } from './orders05'

/** SAP IDocs in XML, one or many a file: ORDERS01 to ORDERS05 as order (ORDERS), answer (ORDRSP) or change (ORDCHG); others are recognised and not mapped. */
export const idoc: XmlMapping = {
  format: 'idoc',
  root: (root) => root.namespace === '' && (root.name === 'IDOC' || /^[A-Z][A-Z0-9_/]{3,29}\d\d$/.test(root.name)),
  open(_root, options): XmlConsumer {
    let values = new XmlValues()
    let lines: DraftLine[] = []
    let places: Place[] = []
    let begun = false
    const begin = (idoc: XmlElement): void => {
      if (begun) return
      begun = true
      values.profile = options.profile?.(sendersOf(idoc, values))
    }
    const end = (idoc: XmlElement): XmlMessage => {
      begin(idoc)
      const message = messageOf(idoc, lines, places, values)
      values = new XmlValues()
      lines = []
      places = []
      begun = false
      return message
    }
    return {
      parts: new Set(['E1EDP01', 'IDOC']),
      take(element) {
        if (element.name === 'E1EDP01' && element.parent) {
          begin(element.parent)
          lines.push(applyLineDefaults(lineOf(element, lines.length + 1, values), values.profile))
          places.push({ line: element.line, column: element.column, ...(element.offset === undefined ? {} : { offset: element.offset }) })
          return undefined
        }
        return element.name === 'IDOC' ? end(element) : undefined
      },
    }
  },
}

function messageOf(idoc: XmlElement, lines: DraftLine[], places: Place[], values: XmlValues): XmlMessage {
  const control = childOf(idoc, 'EDI_DC40')
  const type = values.text(control, 'MESTYP') ?? 'IDOC'
  const sender = values.text(control, 'SNDPRN')
  const receiver = values.text(control, 'RCVPRN')
  const message = {
    type, segments: lines.length + idoc.children.length, version: values.text(control, 'IDOCTYP'), control: values.text(control, 'DOCNUM'),
    sender: sender === undefined ? undefined : { scheme: 'IDOC', value: sender }, receiver: receiver === undefined ? undefined : { scheme: 'IDOC', value: receiver },
    test: values.text(control, 'TEST') === 'X' || undefined,
  }
  if (!['ORDERS', 'ORDRSP', 'ORDCHG'].includes(type)) {
    values.report('document-not-mapped', 'note', control, `An IDoc ${type} is recognised and not read further.`)
    return present({ ...message, problems: values.problems() })
  }
  const draft = applyOrderDefaults({ ...headerOf(idoc, values), lines }, values.profile)
  if (type === 'ORDERS') {
    orderProblems(draft, places, (problem) => values.add(problem))
    return present({ ...message, order: draft, problems: values.problems() })
  }
  const answered = type === 'ORDRSP' ? lines.map((line) => ({ ...line, outcome: outcomeOf(line), confirmedQuantity: line.quantity, promisedDelivery: line.schedule?.[0]?.requestedDelivery ?? line.requestedDelivery })) : lines
  const number = values.text(childOf(idoc, 'E1EDK01'), 'BELNR')
  return present({ ...message, document: present({ ...draft, number, order: draft.reference, lines: answered, ...(type === 'ORDCHG' ? { purpose: 'change' } : { outcome: 'accepted' }) }), problems: values.problems() })
}

/** Action of an item in an answer (E1EDP01-ACTION): 003 is deleted. */
const outcomeOf = (line: DraftLine): string => (line.extra?.ACTION?.[0] === '003' ? 'rejected' : line.extra?.ACTION?.[0] === '002' ? 'changed' : 'accepted')

/** The partner's number in the control record, and who the sold-to party is. */
function sendersOf(idoc: XmlElement, values: XmlValues): Identifier[] {
  const partner = values.text(childOf(idoc, 'EDI_DC40'), 'SNDPRN')
  return [...(partner === undefined ? [] : [{ scheme: 'IDOC', value: partner }]), ...(partyOf(idoc, 'AG', values)?.identifiers ?? [])]
}
