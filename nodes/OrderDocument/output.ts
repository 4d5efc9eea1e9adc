import { type IExecuteFunctions, type INodeProperties } from 'n8n-workflow'
import { type Made } from '../operation'
import { textOf } from '../textOf'

export const controlField: INodeProperties = {
  displayName: 'Control Number',
  name: 'control',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 999999999 },
  default: 1,
  description: 'Of the first interchange written; each partner expects its own numbers without gaps',
}

export const outputField: INodeProperties = {
  displayName: 'Put Output File in Field',
  name: 'outputProperty',
  type: 'string',
  default: 'data',
  required: true,
  hint: 'The name of the output binary field to put the file in',
}

/** A written document as an item: its text, and the same as a file. */
export async function written(node: IExecuteFunctions, index: number, bytes: Buffer, kind: string, said: object): Promise<Made> {
  const property = textOf(node, 'outputProperty', index)
  const mimeType = kind.startsWith('edifact') || kind === 'CONTRL' ? 'application/EDIFACT' : 'application/EDI-X12'
  return { json: { ...said, text: bytes.toString('latin1') }, binary: { [property]: await node.helpers.prepareBinaryData(bytes, `${kind}.edi`, mimeType) } }
}
