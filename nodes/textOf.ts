import { type IExecuteFunctions } from 'n8n-workflow'

/** A field as text, without blanks around it; of a locator the value that is chosen. */
export function textOf(node: IExecuteFunctions, name: string, index: number): string {
  const value = node.getNodeParameter(name, index, '', { extractValue: true })
  return typeof value === 'string' ? value.trim() : value == null ? '' : JSON.stringify(value)
}
