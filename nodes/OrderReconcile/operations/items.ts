import { type IExecuteFunctions, type INodeExecutionData, type INodeProperties } from 'n8n-workflow'
import { isDecimal } from '../../../orders/decimal'
import { type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { compareItems } from '../compareItems'

/** More of them would fill n8n's memory: files have no such limit. */
const MOST = 100_000

export const comparedFields: INodeProperties[] = [
  { displayName: 'Key', name: 'key', type: 'string', default: 'id', required: true, description: 'The field by which two rows belong together' },
  { displayName: 'Fields', name: 'fields', type: 'string', default: '', placeholder: 'amount, status', description: 'What is compared, with commas between. Empty is every field that a row has.' },
  { displayName: 'Tolerance', name: 'tolerance', type: 'string', default: '0', description: 'By how much two numbers may differ, such as 0.01' },
]

/** Its work needs both inputs at once: {@link compareInputs} does it. */
export const items: Operation = {
  option: { name: 'Items of Two Inputs', value: 'items', action: 'Compare the items of two inputs', description: 'Join two inputs by a key: agreed, different, only left, only right' },
  properties: [...comparedFields, { displayName: 'Agreed Items', name: 'agreed', type: 'boolean', default: true, description: 'Whether what agrees comes out too, as the left item has it' }],
  run: () => Promise.resolve([]),
}

/** Joins the two inputs. Throws where a side has more items than this is for. */
export function compareInputs(node: IExecuteFunctions): INodeExecutionData[][] {
  const [left, right] = [node.getInputData(0), node.getInputData(1)]
  for (const [side, list] of [['left', left], ['right', right]] as const) {
    if (list.length > MOST) throw new Error(`The ${side} input has ${list.length} items, and ${MOST} are the most that are compared as items: use Two Files, which knows no limit`)
  }
  const { key, fields, tolerance } = questionOf(node, 0)
  return compareItems(left, right, { key, fields, tolerance, agreed: node.getNodeParameter('agreed', 0) as boolean })
}

/** By what is compared, and what. Throws where the tolerance is no number. */
export function questionOf(node: IExecuteFunctions, index: number): { key: string; fields?: string[]; tolerance: string } {
  const fields = textOf(node, 'fields', index).split(',').map((name) => name.trim()).filter((name) => name !== '')
  const tolerance = textOf(node, 'tolerance', index) || '0'
  if (!isDecimal(tolerance)) throw new Error(`The tolerance ${tolerance} is no number: digits and a decimal point are, such as 0.01`)
  return { key: textOf(node, 'key', index), ...(fields.length > 0 ? { fields } : {}), tolerance }
}
