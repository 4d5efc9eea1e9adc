import { type ScheduleConfig } from '../orders/config'
import * as config from '../store/config'
import { type Db } from '../store/store'
import { ownCompany } from '../sync/company'
import { acknowledgementsJob } from './acknowledgements'
import { approvalsJob } from './approvals'
import { dispatchJob } from './dispatch'
import { dunningJob } from './dunning'
import { followJob } from './follow'
import { invoicingJob } from './invoicing'
import { type Job } from './job'
import { nightlyJob } from './nightly'
import { proofJob } from './proof'
import { receiveJob } from './receive'
import { reconcileJob } from './reconcile'
import { refreshJob } from './refresh'
import { reportJob } from './report'
import { stalledJob } from './stalled'
import { tidyJob } from './tidy'
import { verifyJob } from './verify'

/** Every job by its name. */
export const JOBS: ReadonlyMap<string, Job> = new Map([
  ['receive', receiveJob],
  ['dispatch', dispatchJob],
  ['follow', followJob],
  ['refresh', refreshJob],
  ['acknowledgements', acknowledgementsJob],
  ['approvals', approvalsJob],
  ['stalled', stalledJob],
  ['invoicing', invoicingJob],
  ['dunning', dunningJob],
  ['reconcile', reconcileJob],
  ['proof', proofJob],
  ['verify', verifyJob],
  ['nightly', nightlyJob],
  ['report', reportJob],
  ['tidy', tidyJob],
])

/** When a job runs for a company. */
export interface Scheduled {
  /** Names its runs: one a key and time. */
  key: string
  job: string
  /** Five fields: minute hour day month weekday. */
  cron: string
  zone: string
  on: boolean
  options: Record<string, unknown>
}

/** What runs where nothing else is configured. A `schedule` record of the same key takes its place. */
export const DEFAULTS: readonly Omit<Scheduled, 'zone'>[] = [
  { key: 'receive', job: 'receive', cron: '* * * * *', on: true, options: {} },
  { key: 'dispatch', job: 'dispatch', cron: '* * * * *', on: true, options: {} },
  { key: 'follow', job: 'follow', cron: '* * * * *', on: true, options: {} },
  { key: 'refresh', job: 'refresh', cron: '*/15 * * * *', on: true, options: {} },
  { key: 'acknowledgements', job: 'acknowledgements', cron: '*/15 * * * *', on: true, options: {} },
  { key: 'approvals', job: 'approvals', cron: '*/15 * * * *', on: true, options: {} },
  { key: 'stalled', job: 'stalled', cron: '20 * * * *', on: true, options: {} },
  { key: 'invoicing', job: 'invoicing', cron: '0 18 * * *', on: true, options: {} },
  { key: 'dunning', job: 'dunning', cron: '0 6 * * 1-5', on: true, options: {} },
  { key: 'nightly', job: 'nightly', cron: '30 1 * * *', on: true, options: {} },
  { key: 'verify', job: 'verify', cron: '0 3 * * *', on: true, options: {} },
  { key: 'tidy', job: 'tidy', cron: '30 4 * * *', on: true, options: {} },
]

/** The schedule of a company: the defaults, with its own `schedule` records over them and beside them. */
export async function scheduleOf(db: Db, company: string): Promise<Scheduled[]> {
  const { zone } = await ownCompany(db, company)
  const schedule = new Map(DEFAULTS.map((one) => [one.key, { ...one, zone }]))
  for (const record of await config.list(db, company, 'schedule')) {
    const { job, cron, zone: own, on = true, options = {} } = record.body as unknown as Partial<ScheduleConfig> & Pick<ScheduleConfig, 'job' | 'cron'>
    schedule.set(record.key, { key: record.key, job, cron, zone: own ?? zone, on, options })
  }
  return [...schedule.values()]
}

/** The schedule of a job by its key, else by its name. Throws where there is none. */
export async function scheduledJob(db: Db, company: string, name: string): Promise<Scheduled> {
  const schedule = await scheduleOf(db, company)
  const found = schedule.find((one) => one.key === name) ?? schedule.find((one) => one.job === name)
  if (found) return found
  if (!JOBS.has(name)) throw new Error(`there is no job ${name}, only ${[...JOBS.keys()].join(', ')}`)
  return { key: name, job: name, cron: '0 0 * * *', zone: (await ownCompany(db, company)).zone, on: false, options: {} }
}
