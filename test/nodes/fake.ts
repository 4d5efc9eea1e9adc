import { type IBinaryData, type ICredentialDataDecryptedObject, type IDataObject, type IExecuteFunctions, type INode, type INodeExecutionData, type INodeType, NodeHelpers } from 'n8n-workflow'

interface Run {
  /** As the editor saves them; a function gives another value for each item. */
  parameters?: Record<string, unknown>
  items?: INodeExecutionData[]
  /** Of the second input. */
  right?: INodeExecutionData[]
  credentials?: Record<string, ICredentialDataDecryptedObject>
  continueOnFail?: boolean
  signal?: AbortSignal
  execution?: string
  /** As the tool of an agent. */
  tool?: boolean
}

/** Runs a node as n8n does, with the defaults of its fields filled in by n8n's own code; only what n8n itself would bring is made up here. */
export function runNode(type: INodeType, run: Run = {}): Promise<INodeExecutionData[][]> {
  return type.execute!.call(executeFunctions(type, run)) as Promise<INodeExecutionData[][]>
}

export const jsonsOf = (items: readonly INodeExecutionData[] | undefined): IDataObject[] => (items ?? []).map(({ json }) => json)

/** An item that carries a file. */
export const fileItem = (bytes: Buffer | string, fileName = 'order.edi', property = 'data'): INodeExecutionData =>
  ({ json: {}, binary: { [property]: { data: Buffer.from(bytes).toString('base64'), mimeType: 'application/octet-stream', fileName } } })

export function executeFunctions(type: INodeType, { parameters = {}, items = [{ json: {} }], right = [], credentials = {}, continueOnFail = false, signal, execution = '1', tool = false }: Run): IExecuteFunctions {
  const { description } = type
  const node: INode = { id: 'n-1', name: description.displayName, type: `n8n-nodes-order-to-cash.${description.name}${tool ? 'Tool' : ''}`, typeVersion: 1, position: [0, 0], parameters: {} }
  const plain = Object.fromEntries(Object.entries(parameters).filter(([, value]) => typeof value !== 'function')) as IDataObject
  const filled = NodeHelpers.getNodeParameters(description.properties, plain as never, true, false, node, description) ?? {}
  const value = (name: string, index: number): unknown => (typeof parameters[name] === 'function' ? (parameters[name] as (index: number) => unknown)(index) : filled[name])
  const binaryOf = (index: number, property: string): IBinaryData => {
    const binary = items[index]?.binary?.[property]
    if (!binary) throw new Error(`This operation expects the node's input data to contain a binary file '${property}', but none was found [item ${index}]`)
    return binary
  }
  return {
    getNode: () => node,
    getWorkflow: () => ({ id: 'w-1', name: 'test', active: true }),
    getExecutionId: () => execution,
    getInputData: (input = 0) => (input === 0 ? items : right),
    getMode: () => 'manual',
    continueOnFail: () => continueOnFail,
    getExecutionCancelSignal: () => signal,
    getExecuteData: () => ({ data: {} }),
    putExecutionToWait: async () => undefined,
    getCredentials: async (name: string) => {
      if (!credentials[name]) throw new Error(`no credential ${name}`)
      return credentials[name]
    },
    getNodeParameter: (name: string, index: number, fallback?: unknown, options?: { extractValue?: boolean }) => {
      const found = value(name, index) ?? fallback
      return options?.extractValue && typeof found === 'object' && found !== null && 'value' in found ? found.value : found
    },
    helpers: {
      assertBinaryData: binaryOf,
      getBinaryDataBuffer: async (index: number, property: string) => Buffer.from(binaryOf(index, property).data, 'base64'),
      prepareBinaryData: async (bytes: Buffer, fileName: string, mimeType: string) => ({ data: bytes.toString('base64'), fileName, mimeType }),
    },
  } as unknown as IExecuteFunctions
}
