import { type Icon, type ICredentialType, type INodeProperties } from 'n8n-workflow'

/** Where the sample company has them. */
const ADDRESSES = Array.from({ length: 11 }, (_, no) => `http://127.0.0.1:${4101 + no}`).join(', ')

/** Simulated systems, from the ERP to the payment gateway, that share a token (`order-to-cash sandbox`), for trying and rehearsing. Tested by Order Sync. */
export class OrderSandboxApi implements ICredentialType {
  name = 'orderSandboxApi'

  displayName = 'Order Sandbox API'

  icon: Icon = { light: 'file:../nodes/OrderSync/sync.svg', dark: 'file:../nodes/OrderSync/sync.dark.svg' }

  properties: INodeProperties[] = [
    { displayName: 'URL', name: 'url', type: 'string', default: ADDRESSES, description: 'As "order-to-cash sandbox" shows them: one system, or several with commas between' },
    { displayName: 'Token', name: 'token', type: 'string', typeOptions: { password: true }, default: '', required: true, description: 'What the file token in the folder of the sandbox holds' },
  ]
}
