import { join, resolve } from 'node:path'
import { type ScheduleConfig } from '../../orders/config'
import * as config from '../../store/config'
import * as runs from '../../store/runs'
import { folderOf } from '../../store/place'
import { type Store } from '../../store/store'

/** Jobs that write a proof. */
const WRITERS: readonly string[] = ['proof', 'nightly']

/** Where a proof is written: the schedule's own `dir`, else `ORDER_TO_CASH_PROOFS`, else `proofs` beside the store. Absolute. */
export function proofFolder(store: Pick<Store, 'url' | 'keys'>, dir?: string): string {
  return resolve(dir ?? (process.env.ORDER_TO_CASH_PROOFS || join(folderOf(store), 'proofs')))
}

/** The proofs that the runs of a company say were written: absolute folder and file name, the oldest first. */
export async function* writtenByRuns(store: Store, company: string): AsyncGenerator<{ dir: string; file: string }> {
  for await (const { proof } of runs.withProof(store, company)) {
    const { dir, json } = (proof ?? {}) as { dir?: unknown; json?: unknown }
    if (typeof dir === 'string' && typeof json === 'string') yield { dir, file: json }
  }
}

/** Every folder in which proofs of a company may lie: where its schedules write, where nothing else is said, and where runs wrote. */
export async function proofFolders(store: Store, company: string): Promise<string[]> {
  const folders = new Set([proofFolder(store)])
  for (const { body } of await config.list(store, company, 'schedule')) {
    const { job, options } = body as unknown as Partial<ScheduleConfig>
    if (job !== undefined && WRITERS.includes(job) && typeof options?.dir === 'string' && options.dir !== '') folders.add(resolve(options.dir))
  }
  for await (const { dir } of writtenByRuns(store, company)) folders.add(dir)
  return [...folders]
}
