import { join } from 'node:path'
import { personOf } from '../tryton/person'
import { startTryton } from '../tryton/server'
import { again, type RoleSystem } from './systems'

/** The sample company's ERP as a real Tryton, with its database in `dir`; made on the first day, and kept. */
export async function startTrytonErp(dir: string, port: number, say: (text: string) => void): Promise<RoleSystem> {
  const server = await startTryton({ folder: join(dir, 'tryton'), port, watched: say })
  return {
    role: 'erp', url: server.url, token: JSON.stringify({ user: 'approver', password: server.access.users.approver }),
    operate: async (action, body) => {
      if (action === 'count') {
        const { sku, quantity } = body as { sku: string; quantity: string }
        await again(async () => (await personOf(server)).count(sku, Number(quantity)))
      }
      // finance invoices: there is nothing to bill or to close in this ERP
      if (action !== 'plant') return {}
      await again(() => raise(body as unknown as Raise))
      return { externalId: (body as unknown as Raise).externalId }
    },
    // its database was built from the same seed
    seed: async () => undefined,
    stop: () => server.close(),
  }

  /** A clerk types another quantity into one line, once for each name. */
  async function raise({ name, externalId, with: { line, by } }: Raise): Promise<void> {
    const clerk = await personOf(server)
    const [known] = await clerk.rows('sale.line', [['sale.reference', '=', externalId], ['note', 'like', `order line ${line} in %`]], ['quantity', 'product.code'])
    if (!known) throw new Error(`Tryton has no line ${line} of the order ${externalId}`)
    await clerk.raise(externalId, (known['product.'] as { code: string }).code, Number(known.quantity) + Number(by), name)
  }
}

interface Raise { name: string; externalId: string; with: { line: string; by: string } }
