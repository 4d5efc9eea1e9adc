import { type IBinaryKeyData, type IExecuteFunctions, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow'

/** One operation of a node: a file of its own. */
export interface Operation {
  /** As the field Operation lists it. */
  option: INodePropertyOptions
  /** Its own fields; that they are shown with it is added. */
  properties: INodeProperties[]
  /** Runs once for all items together, where it is not about one of them. (Default: false) */
  once?: boolean
  run(call: Call): Promise<Made[]>
}

export interface Call {
  node: IExecuteFunctions
  /** Of the input item. */
  index: number
  /** Ends with the execution. */
  signal?: AbortSignal
}

/** An item that comes out. */
export interface Made {
  json: object
  binary?: IBinaryKeyData
  /** Which output, from 0. (Default: 0) */
  output?: number
}
