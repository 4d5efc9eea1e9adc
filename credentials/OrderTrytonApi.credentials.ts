import { type Icon, type ICredentialType, type INodeProperties } from 'n8n-workflow'

/** A user of a Tryton database, by its JSON-RPC. Tested by Order Sync. */
export class OrderTrytonApi implements ICredentialType {
  name = 'orderTrytonApi'

  displayName = 'Order Tryton API'

  icon: Icon = { light: 'file:../nodes/OrderSync/sync.svg', dark: 'file:../nodes/OrderSync/sync.dark.svg' }

  properties: INodeProperties[] = [
    { displayName: 'URL', name: 'url', type: 'string', default: '', placeholder: 'https://tryton.example.com/database/', description: 'Address of the server with the name of the database' },
    { displayName: 'User', name: 'user', type: 'string', default: '' },
    { displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '' },
  ]
}
