import { engine } from '../../engine'
import { jsonOf } from '../../jsonOf'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { controlField, outputField, written } from '../output'

/** The kinds by what people call them; the engine knows no others. */
export const KINDS: Record<string, string> = {
  'edifact-aperak': 'EDIFACT APERAK (Application Answer)', 'edifact-desadv': 'EDIFACT DESADV (Despatch Advice)', 'edifact-invoic': 'EDIFACT INVOIC (Invoice)', 'edifact-ordchg': 'EDIFACT ORDCHG (Order Change)',
  'edifact-orders': 'EDIFACT ORDERS (Order)', 'edifact-ordrsp': 'EDIFACT ORDRSP (Order Response)', 'x12-204': 'X12 204 (Load Tender)', 'x12-810': 'X12 810 (Invoice)', 'x12-850': 'X12 850 (Order)',
  'x12-855': 'X12 855 (Order Response)', 'x12-856': 'X12 856 (Despatch Advice)', 'x12-860': 'X12 860 (Order Change)', 'x12-865': 'X12 865 (Answer to a Change)', 'x12-940': 'X12 940 (Warehouse Order)',
}

export const write: Operation = {
  option: { name: 'Write', value: 'write', action: 'Write a document', description: 'Make of our JSON an X12 or EDIFACT document' },
  properties: [
    { displayName: 'As', name: 'as', type: 'options', options: Object.entries(KINDS).map(([value, name]) => ({ name, value })), default: 'x12-855' },
    { displayName: 'Content', name: 'content', type: 'json', default: '={{ $json.order }}', required: true, description: 'The order, answer, despatch advice or invoice, in the words that Read uses' },
    { displayName: 'From', name: 'from', type: 'string', default: '', required: true, placeholder: '14:4012345000009', description: 'Qualifier and ID of the sender, with a colon between them' },
    { displayName: 'To', name: 'to', type: 'string', default: '', required: true, placeholder: '01:007941529', description: 'Qualifier and ID of the receiver, with a colon between them' },
    { displayName: 'Test', name: 'test', type: 'boolean', default: false, description: 'Whether the interchange is marked as a test' },
    controlField,
    outputField,
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const loaded = await engine()
    const as = textOf(node, 'as', index)
    const control = node.getNodeParameter('control', index) as number
    const bytes = loaded.writeDocument(as, contentOf(node.getNodeParameter('content', index)), {
      from: partyOf(textOf(node, 'from', index)), to: partyOf(textOf(node, 'to', index)), control,
      at: loaded.localMinute(new Date()), test: node.getNodeParameter('test', index) as boolean,
    })
    return [await written(node, index, bytes, as, { as, control })]
  },
}

function contentOf(content: unknown): unknown {
  const value = typeof content === 'string' ? jsonOf(content) : content
  if (value === undefined) throw new Error('The content is no JSON: give an object, such as {{ $json.order }} of Read')
  return value
}

function partyOf(text: string): readonly [string, string] {
  const colon = text.indexOf(':')
  if (colon < 0) throw new Error(`${text} is no party of an interchange: write its qualifier, a colon and its ID, such as 14:4012345000009`)
  return [text.slice(0, colon), text.slice(colon + 1)]
}
