import { type Profile } from '../mappings/profile'
import { partnerOf } from '../sync/learned'
import { companyOf, withOpen } from './context'
import { Failure } from './failure'
import { requireNodeWithStore } from './node'
import { type Globals } from './program'
import { type Terminal } from './terminal'

/** The profile of a partner in the store, by its code. */
export async function storedProfile(terminal: Terminal, options: Globals, code: string): Promise<Profile> {
  requireNodeWithStore('read --partner CODE')
  return withOpen(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const partner = await partnerOf(context.store, company, code)
    if (!partner) throw new Failure(`--partner ${code}: there is no such file, and no partner of that code in ${company}.`)
    return partner.profile
  })
}
