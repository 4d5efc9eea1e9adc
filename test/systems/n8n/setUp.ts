import { type Workflow } from './n8n'

/** Configuration and credentials, as a person would click them. */
export function setUp(folder: string, using: Record<string, string> = {}): Workflow {
  const at = (name: string, type: string, parameters: object, credentials = {}) => ({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters, credentials, executeOnce: true })
  const store = { orderStoreApi: { id: 'orderStore', name: 'Order Store' } }
  const roles = ['erp', 'wms', 'finance']
  const nodes = [at('Start', 'n8n-nodes-base.manualTrigger', {}), at('Apply', 'n8n-nodes-order-to-cash.orderSync', { operation: 'apply', source: 'folder', folder }, store),
    ...roles.map((role) => at(`Connect ${role}`, 'n8n-nodes-order-to-cash.orderSync', { operation: 'connect', system: { __rl: true, mode: 'name', value: role }, using: using[role] ?? 'orderSandboxApi' }, { ...store, [using[role] ?? 'orderSandboxApi']: { id: role, name: role } }))]
  const next = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] })
  return { id: 'setUp', name: 'Set up', nodes, connections: Object.fromEntries(nodes.slice(1).map((node, no) => [nodes[no]!.name, next(node.name)])) } as unknown as Workflow
}
