import * as config from '../store/config'
import * as webhookSecrets from '../store/webhookSecrets'
import { type Context } from './context'
import { type System, systemOf } from './systems'

/** Whose door a webhook came to. `company` (Default: the only one with such a system). */
export interface Door { company?: string; system: string }

/** The system behind a door, with what it signs with. Undefined where none of that name is live, or several companies have one. */
export async function webhookSystem(context: Context, { company, system }: Door): Promise<System | undefined> {
  const companies = company === undefined ? (await config.listCompanies(context.store)).map(({ code }) => code) : [company]
  const records = (await Promise.all(companies.map((code) => config.system(context.store, code, system)))).filter((record) => record !== undefined)
  const [record] = records
  if (!record || records.length > 1) return undefined
  const found = await systemOf(context, record, { webhookSecret: await webhookSecrets.get(context.store, record.company, system) })
  return found.mode === 'off' ? undefined : found
}

/** Milliseconds for which a system that was read is taken as it was. */
const RECENT = 1000

/** The systems behind the doors of one process: of a thousand webhooks in a second not each asks the store who has sent it. */
export class WebhookSystems {
  private readonly read = new Map<string, { atMs: number; system: System }>()

  constructor(private readonly context: Context) {}

  /** As it was within the last second. Whoever refuses by it asks for {@link now} first: its secret may have been changed. */
  recent(door: Door): System | undefined {
    const read = this.read.get(nameOf(door))
    return read && performance.now() - read.atMs < RECENT ? read.system : undefined
  }

  async now(door: Door): Promise<System | undefined> {
    const system = await webhookSystem(this.context, door)
    if (system) this.read.set(nameOf(door), { atMs: performance.now(), system })
    else this.read.delete(nameOf(door))
    return system
  }
}

const nameOf = ({ company, system }: Door): string => JSON.stringify([company, system])
