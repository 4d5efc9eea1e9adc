import { type ICredentialDataDecryptedObject, type ICredentialsDecrypted, type ICredentialTestFunctions, type INodeCredentialTestResult } from 'n8n-workflow'
import { accessOf } from './access'
import { engine } from './engine'

/** Does the store open with this, and what is in it? A new SQLite file is made, as the first node would. */
export async function orderStoreTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
  return tried(async () => {
    const loaded = await engine()
    return loaded.withAccess(accessOf(credential.data ?? {}), async (context) => {
      const companies = (await loaded.config.listCompanies(context.store)).map(({ code }) => code)
      return companies.length > 0 ? `Connected: ${companies.join(', ')}` : 'Connected. There is no company yet: Order Sync → Apply Configuration makes one'
    })
  })
}

/** Does the simulated system let us in? It says itself which one it is. */
export async function orderSandboxTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
  return tried(async () => {
    const { url, token } = textsOf(credential.data)
    const { system } = await (await fetch(new URL('/health', url))).json() as { system: string }
    await (await engine()).connectorOf({ name: system, role: system, connector: `sandbox/${system}`, url, secret: token, options: { allowPrivate: true } }).check()
    return `Connected to the simulated ${system}`
  })
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

async function tried(work: () => Promise<string>): Promise<INodeCredentialTestResult> {
  try {
    return { status: 'OK', message: await work() }
  } catch (error) {
    return { status: 'Error', message: error instanceof Error ? error.message : String(error) }
  }
}
