import { type INodeProperties } from 'n8n-workflow'

/** Which order: from a list that is searched, or by what one has in hand. */
export const orderLocator: INodeProperties = {
  displayName: 'Order',
  name: 'order',
  type: 'resourceLocator',
  default: { mode: 'name', value: '' },
  required: true,
  description: 'The order that is meant',
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchOrders', searchable: true } },
    { displayName: 'By Number, ID or Reference', name: 'name', type: 'string', placeholder: 'SO-000001', hint: 'Our number, our ID, or the buyer\'s reference where only one order has it' },
  ],
}

export const partnerLocator: INodeProperties = {
  displayName: 'Partner',
  name: 'partner',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  description: 'Whose code lists and field tables are used',
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchPartners', searchable: true } },
    { displayName: 'By Code', name: 'code', type: 'string', placeholder: 'NORDBAU' },
  ],
}

export const systemLocator: INodeProperties = {
  displayName: 'System',
  name: 'system',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description: 'A system of the configuration',
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchSystems', searchable: true } },
    { displayName: 'By Name', name: 'name', type: 'string', placeholder: 'erp' },
  ],
}

export const actorLocator: INodeProperties = {
  displayName: 'Act As',
  name: 'actor',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  description: 'Who does this; his roles say what he may. Empty is the actor of the credential.',
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchActors', searchable: true } },
    { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'ines' },
  ],
}
