import { z } from 'zod'
import { type Rpc } from './rpc'

const startedSchema = z.tuple([z.number(), z.string(), z.string()])
const viewSchema = z.object({ view: z.object({ defaults: z.looseObject({}) }).optional() })

/**
 * Runs a wizard of one form on one record: opens it, lets `fill` answer the form by its defaults, and carries out `button`.
 * The wizard's own record is removed afterwards in any case.
 */
export async function runWizard(rpc: Rpc, name: string, model: string, id: number, button: string, fill: (defaults: Readonly<Record<string, unknown>>) => Record<string, unknown>): Promise<void> {
  const context = { active_model: model, active_id: id, active_ids: [id] }
  const [session, start] = await rpc.tell(`wizard.${name}.create`, [], startedSchema, context)
  try {
    const { view } = await rpc.tell(`wizard.${name}.execute`, [session, {}, start], viewSchema, context)
    await rpc.tell(`wizard.${name}.execute`, [session, { [start]: fill(view?.defaults ?? {}) }, button], z.unknown(), context)
  } finally {
    await rpc.tell(`wizard.${name}.delete`, [session], z.unknown(), context)
  }
}
