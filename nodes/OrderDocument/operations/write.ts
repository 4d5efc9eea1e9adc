import { type Identifier, type Party } from '../../../orders/draft'
import { engine } from '../../engine'
import { jsonOf } from '../../jsonOf'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { controlField, outputField, written } from '../output'

/** The documents by what people call them; the engine knows no others. */
export const KINDS: Record<string, string> = {
  'confirmation-mail': 'Confirmation (E-Mail)', 'confirmation-pdf': 'Confirmation (PDF)',
  'edifact-aperak': 'EDIFACT APERAK (Application Answer)', 'edifact-desadv': 'EDIFACT DESADV (Despatch Advice)', 'edifact-invoic': 'EDIFACT INVOIC (Invoice)', 'edifact-ordchg': 'EDIFACT ORDCHG (Order Change)',
  'edifact-orders': 'EDIFACT ORDERS (Order)', 'edifact-ordrsp': 'EDIFACT ORDRSP (Order Response)',
  'ubl-despatchadvice': 'UBL DespatchAdvice', 'ubl-invoice': 'UBL Invoice', 'ubl-order': 'UBL Order', 'ubl-orderresponse': 'UBL OrderResponse',
  'x12-204': 'X12 204 (Load Tender)', 'x12-810': 'X12 810 (Invoice)', 'x12-850': 'X12 850 (Order)', 'x12-855': 'X12 855 (Order Response)', 'x12-856': 'X12 856 (Despatch Advice)',
  'x12-860': 'X12 860 (Order Change)', 'x12-865': 'X12 865 (Answer to a Change)', 'x12-940': 'X12 940 (Warehouse Order)',
}

export const write: Operation = {
  option: { name: 'Write', value: 'write', action: 'Write a document', description: 'Make of our JSON an X12, EDIFACT or UBL document, or a confirmation' },
  properties: [
    { displayName: 'As', name: 'as', type: 'options', options: Object.entries(KINDS).map(([value, name]) => ({ name, value })), default: 'x12-855' },
    { displayName: 'Content', name: 'content', type: 'json', default: '={{ $json.order }}', required: true, description: 'The order, answer, despatch advice or invoice, in the words that Read uses' },
    { displayName: 'From', name: 'from', type: 'string', default: '', placeholder: 'GLN:4012345000009', description: 'Scheme and ID of the sender of an interchange. Empty takes the first identifier of the party that sends.' },
    { displayName: 'To', name: 'to', type: 'string', default: '', placeholder: 'ISA:ZZ:CASCADE', description: 'Scheme and ID of its receiver' },
    { displayName: 'Test', name: 'test', type: 'boolean', default: false, description: 'Whether the interchange is marked as a test' },
    controlField,
    outputField,
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const { TARGETS, partiesOf, localMinute, inOurWords } = await engine()
    const as = textOf(node, 'as', index)
    const target = TARGETS.find(({ name }) => name === as)
    if (!target) throw new Error(`${as} is not written: choose one of the list`)
    const given = node.getNodeParameter('content', index)
    const checked = target.schema.safeParse(typeof given === 'string' ? jsonOf(given) : given, { error: inOurWords })
    if (!checked.success) throw new Error(`This is no content of ${as}: ${checked.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; ')}`)
    const document = checked.data as { buyer?: Party; seller?: Party }
    const known = partiesOf(target, document)
    const control = node.getNodeParameter('control', index) as number
    const party = (name: 'from' | 'to'): Identifier => {
      const found = identifier(textOf(node, name, index)) ?? known[name]
      if (!found && target.envelope) throw new Error(`${as} stands in an interchange, and the content does not say its ${name === 'from' ? 'sender' : 'receiver'}: fill in ${name === 'from' ? 'From' : 'To'}, such as GLN:4012345000009`)
      return found ?? { scheme: '', value: '' }
    }
    const bytes = await target.write(document, { from: party('from'), to: party('to'), control, at: localMinute(new Date()), test: node.getNodeParameter('test', index) as boolean })
    return [await written(node, index, bytes, as, { as, control })]
  },
}

function identifier(text: string): Identifier | undefined {
  if (text === '') return undefined
  const colon = text.lastIndexOf(':')
  if (colon < 1) throw new Error(`${text} is no identifier: write scheme, colon and ID, such as GLN:4012345000009 or ISA:ZZ:NORDWERK`)
  return { scheme: text.slice(0, colon), value: text.slice(colon + 1) }
}
