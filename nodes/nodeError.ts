import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow'

/** Whatever was thrown, as n8n shows it: of which item, what, and what to do. What another system said is a NodeApiError. */
export function nodeError(node: { getNode(): INode }, error: unknown, itemIndex: number): NodeOperationError | NodeApiError {
  if (error instanceof NodeOperationError || error instanceof NodeApiError) return error
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  // what is wrong is the headline; what to do about it stands after the colon or in the next sentence
  const [, headline = message, rest = ''] = /^(.{20,}?)[.:] (\S.*)$/s.exec(message) ?? []
  const options = { message: headline, description: rest === '' ? message : rest.charAt(0).toUpperCase() + rest.slice(1), itemIndex }
  return name === 'Fault' ? new NodeApiError(node.getNode(), { message }, options) : new NodeOperationError(node.getNode(), message, options)
}
