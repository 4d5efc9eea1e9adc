import { addressesOf, textsOf } from '../../credentialTest'
import { systemLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

/** Which credential of n8n goes with which connectors, and how its secret is kept. */
const CREDENTIALS: Record<string, { connectors: RegExp; secret: (texts: ReturnType<typeof textsOf>) => string }> = {
  none: { connectors: /^folder$/, secret: () => '' },
  orderSandboxApi: { connectors: /^sandbox\//, secret: ({ token }) => token },
  orderTrytonApi: { connectors: /^tryton$/, secret: ({ user, password }) => JSON.stringify({ user, password }) },
}

/** Hands the secret of a credential over to the store, where it is kept encrypted: workers and other nodes reach the system by it. */
export const connect: Operation = {
  option: { name: 'Connect a System', value: 'connect', action: 'Connect a system', description: 'Give the store what a system is reached with, and try it' },
  properties: [
    systemLocator,
    {
      displayName: 'Credential',
      name: 'using',
      type: 'options',
      // with a credential for each of them n8n would take the field for the choice of a login, and hide it, and Operation with it
      options: [{ name: 'None', value: 'none', description: 'A system without a login: a folder' }, { name: 'Order Sandbox API', value: 'orderSandboxApi', description: 'A simulated system' }, { name: 'Order Tryton API', value: 'orderTrytonApi', description: 'A Tryton server' }],
      default: 'orderSandboxApi',
    },
  ],
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const name = textOf(node, 'system', index)
    const using = textOf(node, 'using', index)
    const texts = using === 'none' ? undefined : textsOf(await node.getCredentials(using))
    const { connectors, secret } = CREDENTIALS[using]!
    if (name === '') throw new Error('No system is chosen: choose one of the list, or name it as the configuration does')
    return withStore(node, async ({ context, company, engine }) => {
      const record = await engine.config.system(context.store, company, name)
      if (!record) throw new Error(`There is no system ${name} in ${company}: choose one of the list, or apply a configuration that has it`)
      const { connector, url } = record.body as { connector: string; url: string }
      if (!connectors.test(connector)) throw new Error(`${name} is reached by the connector ${connector}, and this credential is for another one: choose the one that goes with it`)
      if (texts && !addressesOf(texts.url).includes(new URL(url).href)) throw new Error(`${name} is at ${url} by the configuration, and the credential is for ${texts.url}: correct one of the two, so that no secret goes to another server`)
      const { system, fault } = await engine.connectSystem(context, record, texts && secret(texts), signal)
      if (fault) throw fault
      // orders are judged by what the systems say of customers, prices and stock: the schedule would bring it only after a while
      const { copies } = await engine.refresh(context, { kinds: system.connector.follows })
      const own = Object.fromEntries(Object.entries(copies).flatMap(([what, count]) => (what.startsWith(`${name} `) ? [[what.slice(name.length + 1), count]] : [])))
      return [{ json: { system: name, role: system.role, mode: system.mode, connected: true, copied: own } }]
    })
  },
}
