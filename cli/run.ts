import { type Command } from 'commander'
import { lastDue } from '../jobs/due'
import { runJob, type RunOutcome } from '../jobs/run'
import { scheduledJob } from '../jobs/schedule'
import { type Context, instant } from '../sync/context'
import { dateIn } from '../sync/zone'
import { companyOf, withContext } from './context'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { facts } from './table'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<job>', 'receive, dispatch, follow, refresh, reconcile, proof, verify, nightly, or the key of a schedule')
    .option('--for <date>', 'the time that it was due: YYYY-MM-DD by its schedule, or an instant; a job runs once for each (default: now)')
    .action(act(run))
}

const EXITS: Record<RunOutcome['outcome'], Exit> = { 'done': 0, 'problems': 2, 'failed': 1, 'stopped': 1, 'done-before': 0, 'running-elsewhere': 2 }

async function run(terminal: Terminal, options: Globals & { for?: string }, job: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const scheduledFor = options.for === undefined ? instant(context) : await dueFor(context, company, job, options.for)
    const ran = await runJob(context, company, job, scheduledFor, { signal: terminal.signal })
    if (options.json) await terminal.out(`${JSON.stringify({ job, company, scheduledFor, ...ran })}\n`)
    else await terminal.out(human(scheduledFor, ran))
    if ('error' in ran && ran.error) terminal.err(`order-to-cash: ${ran.error}\n`)
    if (ran.outcome === 'problems') terminal.err('Something needs a person: "order-to-cash cases" lists it.\n')
    return EXITS[ran.outcome]
  })
}

function human(scheduledFor: string, ran: RunOutcome): string {
  const head = [['for', scheduledFor], ['outcome', ran.outcome]] as const
  if (!('counts' in ran)) return facts(head)
  const proof = Object.entries(ran.proof ?? {}).filter(([, value]) => typeof value === 'string') as [string, string][]
  return facts([...head, ...Object.entries(ran.counts), ...(ran.error === undefined ? proof : [])])
}

/** The instant at which the job was due on that day of its zone, or the instant itself. */
async function dueFor(context: Context, company: string, job: string, day: string): Promise<string> {
  const at = Date.parse(day)
  if (Number.isNaN(at)) throw new Failure(`--for ${day}: it is a date (YYYY-MM-DD) or an instant (2026-03-02T00:30:00Z).`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return new Date(at).toISOString()
  const { key, cron, zone } = await scheduledJob(context.store, company, job)
  // no zone is further than 14 hours behind the end of the day in UTC
  let due = lastDue(cron, zone, new Date(at + 38 * 3_600_000))
  while (dateIn(zone, due) > day) due = lastDue(cron, zone, new Date(due.getTime() - 1))
  if (dateIn(zone, due) !== day) throw new Failure(`--for ${day}: ${key} is not due on that day by its schedule (${cron}, ${zone}); give an instant to run it all the same.`)
  return due.toISOString()
}
