import { z } from 'zod'
import { type Rpc } from './rpc'

const MODELS = { item: 'product.product', party: 'party.party' } as const
const rowSchema = z.object({ code: z.string() })

/** Why codes were not found, each with what to do: what is inactive is hidden from every search there. */
export async function absent(rpc: Rpc, what: keyof typeof MODELS, codes: readonly string[]): Promise<(code: string) => string> {
  const hidden = codes.length === 0 ? [] : await rpc.search(MODELS[what], [['code', 'in', codes]], { fields: ['code'], context: { active_test: false } }, rowSchema)
  const inactive = new Set(hidden.map(({ code }) => code))
  return (code) => (inactive.has(code) ? `${rpc.system}: ${what} ${code} is inactive there: activate it, then send again`
    : what === 'item' ? `${rpc.system} has no item ${code}: create it there, then send again` : `${rpc.system} has no party with the code ${code}: create it there, then send again`)
}
