import { type ICredentialDataDecryptedObject, type ICredentialsDecrypted, type ICredentialTestFunctions, type INodeCredentialTestResult } from 'n8n-workflow'
import { accessOf } from './access'
import { engine } from './engine'
import { adviceOn } from './nodeError'

/** Does the store open with this, and what is in it? A new SQLite file is made, as the first node would. */
export async function orderStoreTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
  return tried(async () => {
    const loaded = await engine()
    const { company } = credential.data ?? {}
    return loaded.withAccess(accessOf(credential.data ?? {}), async (context) => {
      // a store that is only read would say so at the first order
      await context.store.write(async () => undefined)
      const companies = (await loaded.config.listCompanies(context.store)).map(({ code }) => code)
      if (companies.length === 0) return 'Connected. There is no company yet: Order Sync → Apply Configuration makes one'
      await loaded.companyOf(context, typeof company === 'string' ? company : undefined)
      await loaded.knownActor(context, context.actor)
      // opens every secret: another key than the one it was kept with is said here, not in the night
      const systems = await loaded.systemsOf(context)
      const foreign = await loaded.ofAnotherEnvironment(context)
      if (systems.length > 0 && foreign.length === systems.length) throw new Error(`The environment of the credential is ${context.store.environment}, and all systems of the store are of another one (${foreign.join(', ')}): nothing would be sent. Correct the Environment of the credential`)
      return `Connected: ${companies.join(', ')}`
    })
  })
}

/** Do the simulated systems let us in? Each says itself which one it is. */
export async function orderSandboxTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
  return tried(async () => {
    const { url: urls, token } = textsOf(credential.data)
    const { connectorOf } = await engine()
    const connected = await Promise.all(addressesOf(urls).map(async (url) => {
      const { system } = await healthOf(url)
      await connectorOf({ name: system, role: system, connector: `sandbox/${system}`, url, secret: token, options: { allowPrivate: true } }).check()
      return system
    }))
    return `Connected to the simulated ${connected.join(', ')}`
  })
}

async function healthOf(url: string): Promise<{ system: string }> {
  const answer = await fetch(new URL('/health', url)).catch(() => undefined)
  const said = await answer?.json().catch(() => undefined) as { system?: string } | undefined
  if (said?.system === undefined) throw new Error(`No simulated system answers at ${url}: is "order-to-cash sandbox" running, on this machine? It prints its addresses`)
  return { system: said.system }
}

/** Does Tryton let this user in, and may he do what is needed? */
export async function orderTrytonTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
  return tried(async () => {
    const { url, user, password } = textsOf(credential.data)
    await (await engine()).connectorOf({ name: 'Tryton', role: 'erp', connector: 'tryton', url, secret: JSON.stringify({ user, password }), options: { allowPrivate: true } }).check()
    return 'Connected'
  })
}

/** A credential's fields as texts. */
export const textsOf = (credential: ICredentialDataDecryptedObject | undefined): Record<'url' | 'token' | 'user' | 'password', string> =>
  Object.fromEntries(['url', 'token', 'user', 'password'].map((name) => [name, String((credential?.[name] as string | undefined) ?? '')])) as Record<'url' | 'token' | 'user' | 'password', string>

/** The addresses of a credential: one, or those of several simulated systems that share a token. */
export function addressesOf(text: string): string[] {
  const named = text.split(/[\s,]+/).filter((one) => one !== '')
  if (named.length === 0) throw new Error('The credential has no URL: fill it in')
  return named.map((one) => {
    if (!URL.canParse(one)) throw new Error(`The URL ${one} of the credential is no address: it begins with http:// or https://`)
    return new URL(one).href
  })
}

async function tried(work: () => Promise<string>): Promise<INodeCredentialTestResult> {
  try {
    return { status: 'OK', message: await work() }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { status: 'Error', message: [message, adviceOn(error, message)].filter((text) => text !== '').join('. ') }
  }
}
