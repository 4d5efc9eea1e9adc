import * as config from '../../store/config'
import { type Context } from '../../sync/context'

/** The company that the credential names, else the only one of the store. */
export async function companyOf(context: Pick<Context, 'store'>, asked: string | undefined): Promise<string> {
  const codes = await someCompany(context)
  if (asked) {
    if (!codes.includes(asked)) throw new Error(`There is no company ${asked} in this store, only ${codes.join(', ')}: correct it in the credential`)
    return asked
  }
  if (codes.length > 1) throw new Error(`There are several companies in this store: say in the credential which is meant, ${codes.join(' or ')}`)
  return codes[0]!
}

/** The codes of all companies. Throws where there is none: whatever is asked of such a store, nothing comes of it. */
export async function someCompany({ store }: Pick<Context, 'store'>): Promise<string[]> {
  const codes = (await config.listCompanies(store)).map((company) => company.code)
  if (codes.length === 0) throw new Error('This store has no company yet: apply a configuration first, with Order Sync → Apply Configuration (it has a sample company), or with "order-to-cash apply DIR"')
  return codes
}
