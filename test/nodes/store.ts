import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ICredentialDataDecryptedObject } from 'n8n-workflow'
import { OrderSync } from '../../nodes/OrderSync/OrderSync.node'
import { runNode } from './fake'

const folders: string[] = []
afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) })

/** The credential of a store of its own with the sample company in it. */
export async function sampleStore(): Promise<{ orderStoreApi: ICredentialDataDecryptedObject }> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-nodes-'))
  folders.push(folder)
  const orderStoreApi = { database: 'sqlite', file: join(folder, 'store.db'), secretKey: 'a key that no log may show', actor: 'system', environment: 'sample', company: '' }
  await runNode(new OrderSync(), { parameters: { operation: 'apply', source: 'sample' }, credentials: { orderStoreApi } })
  return { orderStoreApi }
}

/** One order as CSV, in the words that the reader knows without a partner's table. */
export const csv = (reference: string, { shipTo = 'Lager 2', item = 'A-1' } = {}): string =>
  `order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency\n${reference};2026-03-01;NORDBAU;2026-03-09;${shipTo};1;${item};5;C62;12.50;EUR\n`
