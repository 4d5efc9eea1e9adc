import { type Icon, type ICredentialType, type INodeProperties } from 'n8n-workflow'

/** A simulated ERP, warehouse or finance system (`order-to-cash sandbox`), for trying and rehearsing. Tested by Order Sync. */
export class OrderSandboxApi implements ICredentialType {
  name = 'orderSandboxApi'

  displayName = 'Order Sandbox API'

  icon: Icon = { light: 'file:../nodes/OrderSync/sync.svg', dark: 'file:../nodes/OrderSync/sync.dark.svg' }

  documentationUrl = 'https://docs.n8n.io/integrations/community-nodes/usage/'

  properties: INodeProperties[] = [
    { displayName: 'URL', name: 'url', type: 'string', default: 'http://127.0.0.1:4101', description: 'As "order-to-cash sandbox" shows it for the system' },
    { displayName: 'Token', name: 'token', type: 'string', typeOptions: { password: true }, default: '', required: true, description: 'What the file token in the folder of the sandbox holds' },
  ]
}
