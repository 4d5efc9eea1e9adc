import * as config from '../../store/config'
import { type Context } from '../../sync/context'

/** Systems that this installation leaves alone, since they are of another environment than the credential says, each with its own. */
export async function ofAnotherEnvironment({ store }: Pick<Context, 'store'>): Promise<string[]> {
  const companies = await config.listCompanies(store)
  const systems = (await Promise.all(companies.map(({ code }) => config.listSystems(store, code)))).flat()
  return systems.flatMap(({ name, body }) => {
    const { environment } = body as { environment?: string }
    return environment === store.environment ? [] : [`${name} of ${environment ?? 'none'}`]
  })
}
