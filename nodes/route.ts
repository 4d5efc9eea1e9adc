import { setImmediate as others } from 'node:timers/promises'
import { type IDataObject, type IExecuteFunctions, type INodeExecutionData, type INodeProperties } from 'n8n-workflow'
import { isTool, nodeError } from './nodeError'
import { type Made, type Operation } from './operation'

/** The fields of a node that offers these operations: which one, then their own. */
export function fieldsOf(operations: readonly Operation[], show: Record<string, string[]> = {}, otherwise = operations[0]!.option.value): INodeProperties[] {
  return [
    { displayName: 'Operation', name: 'operation', type: 'options', noDataExpression: true, options: operations.map(({ option }) => option), default: otherwise, ...(Object.keys(show).length > 0 ? { displayOptions: { show } } : {}) },
    ...operations.flatMap(({ option, properties }) => properties.map((property) =>
      ({ ...property, displayOptions: { ...property.displayOptions, show: { ...show, operation: [option.value], ...property.displayOptions?.show } } }))),
  ]
}

/** After so long without a break n8n's other work has its turn. */
const TURN_MS = 20

/**
 * Runs the chosen operation for each item, in order. What fails of one item stops the run with that item's number, or, where the node is
 * set to go on, comes out as an item with the error in its place; the others are not touched by it. A cancelled run ends before the next item.
 * An agent hears only the first output of its tools: there all items come out of it.
 */
export async function route(node: IExecuteFunctions, operations: readonly Operation[], outputs = 1): Promise<INodeExecutionData[][]> {
  const chosen = String(node.getNodeParameter('operation', 0))
  const operation = operations.find(({ option }) => option.value === chosen)
  if (!operation) throw nodeError(node, new Error(`There is no operation ${chosen} here: choose one of ${operations.map(({ option }) => option.name).join(', ')}`), 0)
  const lists: INodeExecutionData[][] = Array.from({ length: isTool(node) ? 1 : outputs }, () => [])
  const signal = node.getExecutionCancelSignal()
  const items = node.getInputData()
  let since = performance.now()
  for (let index = 0; index < (operation.once ? Math.min(1, items.length) : items.length); index++) {
    // SQLite and documents in memory are never waited for: without a break n8n would hear nothing, not even a cancellation
    if (performance.now() - since > TURN_MS) {
      await others()
      since = performance.now()
    }
    if (signal?.aborted) break
    const pairedItem = operation.once ? items.map((_, item) => ({ item })) : { item: index }
    try {
      for (const made of await operation.run({ node, index, signal })) (lists[made.output ?? 0] ?? lists[0]!).push({ json: made.json as IDataObject, ...binaryOf(made), pairedItem })
    } catch (error) {
      const failure = nodeError(node, error, index)
      if (!node.continueOnFail()) throw failure
      lists[0]!.push({ json: { error: failure.message }, error: failure, pairedItem })
    }
  }
  return lists
}

const binaryOf = ({ binary }: Made): Pick<INodeExecutionData, 'binary'> => (binary ? { binary } : {})
