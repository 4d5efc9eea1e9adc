import { type Workflow } from './n8n'

type Node = Workflow['nodes'][number] & Record<string, unknown>

const OURS = 'n8n-nodes-order-to-cash.'

/** Which stored credential a node of ours uses. */
export const store = (id = 'orderStore') => ({ orderStoreApi: { id, name: id } })

/** A node as the editor saves it; `type` without a package is one of ours. */
export function at(name: string, type: string, parameters: object, { version = 1, credentials = {}, ...rest }: { version?: number; credentials?: object } & Record<string, unknown> = {}): Node {
  const full = type.includes('.') ? type : OURS + type
  // the id of a node is a part of the name of a trigger's subscription, and that of a webhook of its address
  return { id: name.toLowerCase().replaceAll(' ', '-'), name, type: full, typeVersion: version, position: [0, 0], parameters, credentials, webhookId: name, ...rest } as unknown as Node
}

/** One of ours that needs the store. */
export const ours = (name: string, type: string, parameters: object, rest: Record<string, unknown> = {}): Node => at(name, type, parameters, { credentials: store(), ...rest })

export const named = (value: string) => ({ __rl: true, mode: 'name', value })
export const actor = (value: string) => ({ __rl: true, mode: 'id', value })

/** A workflow whose nodes follow each other by their first output; `more` says what hangs on another one. */
export function chained(id: string, nodes: Node[], more: Record<string, [output: number, node: string][]> = {}): Workflow {
  const connections: Record<string, { main: object[][] }> = {}
  nodes.slice(1).forEach((node, no) => { connections[nodes[no]!.name] = { main: [[{ node: node.name, type: 'main', index: 0 }]] } })
  for (const [from, targets] of Object.entries(more)) {
    const { main } = (connections[from] ??= { main: [] })
    for (const [output, node] of targets) main[output] = [...(main[output] ?? []), { node, type: 'main', index: 0 }]
    for (let output = 0; output < main.length; output++) main[output] ??= []
  }
  return { id, name: id, nodes, connections }
}

/** A shop's webhook, which is answered when the order is taken. */
export function taking(id: string, path: string, credential = 'orderStore'): Workflow {
  return chained(id, [
    at('Shop', 'n8n-nodes-base.webhook', { httpMethod: 'POST', path, responseMode: 'lastNode' }, { version: 2, webhookId: path }),
    at('Receive', 'order', { resource: 'order', operation: 'receive', from: 'text', text: '={{ $json.body.text }}', transportId: '={{ $json.body.id }}', channel: 'shop' }, { credentials: store(credential) }),
  ])
}
