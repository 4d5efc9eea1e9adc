import { type IExecuteFunctions, type INodeProperties } from 'n8n-workflow'
import { type Profile } from '../../mappings/profile'
import { partnerLocator } from '../locators'
import { withStore } from '../withStore'
import { textOf } from '../textOf'

/** Only a partner's own words need the store. */
export const profileFields: INodeProperties[] = [
  { displayName: 'Use a Partner\'s Profile', name: 'useProfile', type: 'boolean', default: false, description: 'Whether the code lists and field tables of a partner of the store are used' },
  { ...partnerLocator, displayOptions: { show: { useProfile: [true] } } },
]

/** The profile of the partner that is chosen, if any. Throws where there is no such partner. */
export async function profileOf(node: IExecuteFunctions, index: number): Promise<Profile | undefined> {
  if (node.getNodeParameter('useProfile', index, false) !== true) return undefined
  const code = textOf(node, 'partner', index)
  return withStore(node, async ({ context, company, engine }) => {
    const partner = await engine.config.partner(context.store, company, code)
    if (!partner) throw new Error(`There is no partner ${code} in ${company}: choose one of the list`)
    return partner.profile
  })
}
