import { type z } from 'zod'
import { inOurWords } from '../mappings/words'
import { type Context } from '../sync/context'
import { type Reconciled } from '../sync/reconcile/reconcile'

/** What a job is called with. */
export interface Task {
  company: string
  /** When it was due: UTC instant, and the key of its run. */
  scheduledFor: string
  /** Key of its schedule. */
  key: string
  /** As its schedule has them. */
  options: Record<string, unknown>
  /** Ends when the run is not ours any more, or the worker stops. */
  signal: AbortSignal
  /** Notes how far it has come, for whoever takes it over or does it again. Throws where it is not ours any more. */
  note: (text: string) => Promise<void>
  /** What was noted last by whoever had it before. */
  noted: () => Promise<string | undefined>
  /** What the comparison before it in the same night found. */
  compared?: Reconciled
}

/** What a job has to say when it is done. */
export interface Done {
  counts: Record<string, number>
  /** Something came up that a person must see; there is a case or a log entry for it. (Default: false) */
  problems?: boolean
  /** What proves it: root and file names of the night. */
  proof?: Record<string, unknown>
  /** For what comes after it in the same night. */
  compared?: Reconciled
}

/** One file a job. Throws where it could not be done; what it did before stands. */
export type Job = (context: Context, task: Task) => Promise<Done>

/** The options of a schedule as a job takes them. Throws where they are not so. */
export function optionsAs<T extends z.ZodType>(schema: T, options: Record<string, unknown>): z.infer<T> {
  const { success, data, error } = schema.safeParse(options, { error: inOurWords })
  if (!success) throw new Error(`the options of the schedule: ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`)
  return data
}

/** The first of the texts that is set. */
export const optionOf = (options: Record<string, unknown>, name: string, variable: string): string | undefined => {
  const option = options[name]
  return typeof option === 'string' && option !== '' ? option : process.env[variable]
}
