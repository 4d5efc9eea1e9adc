import { type Icon, type ICredentialType, type INodeProperties } from 'n8n-workflow'

/** Where orders, events and messages are kept, and with what the secrets of the systems are hidden. Tested by the nodes: it is no HTTP service. */
export class OrderStoreApi implements ICredentialType {
  name = 'orderStoreApi'

  displayName = 'Order Store API'

  icon: Icon = { light: 'file:../nodes/Order/order.svg', dark: 'file:../nodes/Order/order.dark.svg' }

  properties: INodeProperties[] = [
    {
      displayName: 'Database',
      name: 'database',
      type: 'options',
      options: [
        { name: 'MariaDB', value: 'mariadb', description: 'A server: needed in queue mode and for several machines' },
        { name: 'SQLite', value: 'sqlite', description: 'A file on the disk of this n8n: nothing else is needed' },
      ],
      default: 'sqlite',
    },
    {
      displayName: 'File',
      name: 'file',
      type: 'string',
      default: 'order-to-cash/order-to-cash.db',
      description: 'Path of the database file, made where there is none. A relative one begins at the folder of n8n\'s own data.',
      displayOptions: { show: { database: ['sqlite'] } },
    },
    {
      displayName: 'URL',
      name: 'url',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      placeholder: 'mysql://user:password@host:3306/database',
      description: 'With TLS add ?ssl=true for the authorities that Node knows, or ?ssl-ca=/path/to/ca.pem for your own',
      displayOptions: { show: { database: ['mariadb'] } },
    },
    {
      displayName: 'Key',
      name: 'secretKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'A long text of your own that hides the secrets of the systems, and on MariaDB the keys of the store. Keep a copy in another place. A worker beside n8n needs it as ORDER_TO_CASH_KEY.',
    },
    {
      displayName: 'Company',
      name: 'company',
      type: 'string',
      default: '',
      description: 'Code of the company of ours that is meant. Leave it empty where there is only one.',
    },
    {
      displayName: 'Actor',
      name: 'actor',
      type: 'string',
      default: 'system',
      description: 'Who acts where a node does not say otherwise, as the configuration names him',
    },
    {
      displayName: 'Environment',
      name: 'environment',
      type: 'string',
      default: '',
      placeholder: 'production',
      description: 'Name of this installation: a system of another environment is not written to. Leave it empty to take the one that the store was made with. The sample company is of "sample".',
    },
  ]
}
