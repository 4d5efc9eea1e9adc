import { type IExecuteFunctions, type INodeProperties } from 'n8n-workflow'
import { textOf } from './textOf'

/** Where the bytes of a document come from: a binary property, or a text. */
export const inputFields: INodeProperties[] = [
  {
    displayName: 'From',
    name: 'from',
    type: 'options',
    options: [
      { name: 'Binary', value: 'binary', description: 'A file that came in: from a mail, a folder, a download' },
      { name: 'Text', value: 'text', description: 'A text or JSON, such as the body of a webhook' },
    ],
    default: 'binary',
  },
  { displayName: 'Input Binary Field', name: 'binaryProperty', type: 'string', default: 'data', required: true, hint: 'The name of the input field with the file', displayOptions: { show: { from: ['binary'] } } },
  { displayName: 'Text', name: 'text', type: 'string', typeOptions: { rows: 4 }, default: '', required: true, placeholder: '{{ $json.body }}', displayOptions: { show: { from: ['text'] } } },
  { displayName: 'File Name', name: 'fileName', type: 'string', default: '', description: 'Shown with problems; its extension is a hint at the format. Empty takes the name that the binary has.' },
]

/** The document of an item. An object is taken as its JSON. */
export async function inputOf(node: IExecuteFunctions, index: number): Promise<{ bytes: Buffer; fileName: string }> {
  const named = textOf(node, 'fileName', index)
  if (node.getNodeParameter('from', index) === 'binary') {
    const property = textOf(node, 'binaryProperty', index)
    const { fileName } = node.helpers.assertBinaryData(index, property)
    return { bytes: await node.helpers.getBinaryDataBuffer(index, property), fileName: named || fileName || 'document' }
  }
  const text = node.getNodeParameter('text', index)
  return { bytes: Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)), fileName: named || 'text' }
}
