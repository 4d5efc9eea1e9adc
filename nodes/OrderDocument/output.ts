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

const FORMS: Record<string, { extension: string; mimeType: string }> = {
  x12: { extension: 'edi', mimeType: 'application/EDI-X12' }, edifact: { extension: 'edi', mimeType: 'application/EDIFACT' }, ubl: { extension: 'xml', mimeType: 'application/xml' },
  'confirmation-pdf': { extension: 'pdf', mimeType: 'application/pdf' }, 'confirmation-mail': { extension: 'eml', mimeType: 'message/rfc822' },
}

/** A written document as an item: a file, and where it is one, its text. */
export async function written(node: IExecuteFunctions, index: number, bytes: Buffer, kind: string, said: object): Promise<Made> {
  const property = textOf(node, 'outputProperty', index)
  const { extension, mimeType } = FORMS[kind] ?? FORMS[kind.split('-')[0]!] ?? FORMS[kind === 'CONTRL' ? 'edifact' : 'x12']!
  const binary = { [property]: await node.helpers.prepareBinaryData(bytes, `${kind}.${extension}`, mimeType) }
  return { json: { ...said, ...(extension === 'pdf' ? {} : { text: bytes.toString(extension === 'edi' ? 'latin1' : 'utf8') }) }, binary }
}
