import { z } from 'zod'
import { Fault } from '../fault'
import { type Options } from './options'
import { type Rpc } from './rpc'

const companySchema = z.object({ 'id': z.number(), 'party.': z.object({ code: z.string().nullable(), name: z.string().nullable() }) })

/**
 * Throws a `refused` Fault where it is not sure which company the user works for: one database may hold several, and each user sees only his own. Were he moved to another one,
 * all our orders would seem to be gone, and would be made there once more.
 */
export async function checkCompany(rpc: Rpc, { company: wanted }: Options): Promise<void> {
  await rpc.renew()
  const companies = await rpc.search('company.company', [], { fields: ['party.code', 'party.name'], order: [['id', 'ASC']] }, companySchema)
  const isNamed = ({ 'party.': { code, name } }: (typeof companies)[number]): boolean => wanted !== undefined && (code === wanted || name === wanted)
  const own = await rpc.company()
  const why = ((): string | undefined => {
    const names = companies.map(({ 'party.': { name, code } }) => name ?? code).join(', ')
    if (wanted === undefined) return companies.length > 1 ? `holds several companies (${names}): name ours in options.company, by the name or code of its party` : undefined
    if (!companies.some(isNamed)) return `has no company ${wanted}, but ${names}: correct options.company`
    return companies.some((one) => one.id === own && isNamed(one)) ? undefined : `shows its user another company than ${wanted}: choose that one as his current company there`
  })()
  const hides = why ?? (companies.length > 1 && await rpc.companyFilter() !== 'one' ? 'holds several companies: set the company filter of its user to "Current" there, else he sees the orders of all of them' : undefined)
  if (hides !== undefined) throw new Fault('refused', `${rpc.system} ${hides}`)
}
