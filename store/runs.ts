import { type RunRow, cursors, runs } from './models/engine'
import { type Run } from './records'
import { insertIfNew, put, putMany, select, selectOne, update } from './rows'
import { type Db, type Store, type Tx } from './store'

export interface NewRun {
  company: string
  job: string
  /** The time it was due, which is its key: UTC instant. */
  scheduledFor: string
  startedAt: string
  /** Of this very start: a name that no other start has. */
  owner: string
  leaseMs: number
  /** The real clock, ms since 1970. */
  nowMs: number
  /**
   * It is done once more, since the run that ended then failed or did not reach all; `null`: only where nobody has run it yet, so that of several who
   * look at once one does it. (Default: also where it has failed)
   */
  again?: string | null
}

/**
 * Claims one execution of a job: `mine` to run it, `done` where it has ended, `running` where another has it and its lease lasts.
 * The run of a process that died is taken over once its lease is over, and one that failed may be begun again.
 */
export async function begin(tx: Tx, run: NewRun): Promise<'mine' | 'done' | 'running'> {
  const key = { company: run.company, job: run.job, scheduled_for: run.scheduledFor }
  const mine = { started_at: run.startedAt, owner: run.owner, lease_until_ms: run.nowMs + run.leaseMs }
  if (await insertIfNew(tx, runs, { ...key, ...mine, outcome: 'running', counts: '{}' })) return 'mine'
  const known = await selectOne(tx, runs, key, { lock: true })
  if (!known) return 'done'
  if (known.outcome !== 'running') {
    if (run.again === undefined ? known.outcome !== 'failed' : known.ended_at !== run.again) return 'done'
    return await update(tx, runs, { ...mine, outcome: 'running', ended_at: null }, { ...key, outcome: known.outcome, owner: known.owner }) === 1 ? 'mine' : 'running'
  }
  if (known.lease_until_ms > run.nowMs) return 'running'
  return await update(tx, runs, mine, { ...key, outcome: 'running', owner: known.owner }) === 1 ? 'mine' : 'running'
}

/** Lengthens the lease of a run that takes longer; false where another has taken it over: stop then. */
export async function extend(tx: Tx, run: Pick<NewRun, 'company' | 'job' | 'scheduledFor' | 'owner'>, leaseUntilMs: number): Promise<boolean> {
  return await update(tx, runs, { lease_until_ms: leaseUntilMs }, ownOf(run)) === 1
}

/** Notes how far a run has come, for whoever takes it over or does it again; false where another has taken it over: stop then. */
export async function note(tx: Tx, run: Pick<NewRun, 'company' | 'job' | 'scheduledFor' | 'owner'>, cursor: string): Promise<boolean> {
  return await update(tx, runs, { run_cursor: cursor }, ownOf(run)) === 1
}

/** How far a run had come, as it was noted last. */
export async function noted(db: Db, { company, job, scheduledFor }: Pick<NewRun, 'company' | 'job' | 'scheduledFor'>): Promise<string | undefined> {
  return (await selectOne(db, runs, { company, job, scheduled_for: scheduledFor }))?.run_cursor ?? undefined
}

/** False where another has taken the run over. What was noted of it stays. */
export async function finishRun(tx: Tx, run: Pick<NewRun, 'company' | 'job' | 'scheduledFor' | 'owner'>, end: Pick<Run, 'outcome' | 'counts' | 'proof'> & { endedAt: string }): Promise<boolean> {
  const values = { ended_at: end.endedAt, outcome: end.outcome, counts: JSON.stringify(end.counts), proof: end.proof ? JSON.stringify(end.proof) : null }
  return await update(tx, runs, values, ownOf(run)) === 1
}

/** The latest by its scheduled time, of those for times up to `until` where it is given. */
export async function last(db: Db, company: string, job: string, until?: string): Promise<Run | undefined> {
  const row = await selectOne(db, runs, { company, job, ...(until === undefined ? {} : { scheduled_for: { lte: until } }) }, { order: [['scheduled_for', 'DESC']] })
  return row && fromRow(row)
}

/** The latest first. Each job's own are read by the key: sorted by time they are not, and there are thousands a day. */
export async function list(db: Db, company: string, { job, limit = 100 }: { job?: string; limit?: number } = {}): Promise<Run[]> {
  const found: Run[] = []
  for (const of of job === undefined ? await jobsOf(db, company) : [job]) found.push(...(await select(db, runs, { company, job: of }, { order: [['scheduled_for', 'DESC']], limit })).map(fromRow))
  return found.sort((a, b) => (a.scheduledFor === b.scheduledFor ? (a.job < b.job ? -1 : 1) : a.scheduledFor > b.scheduledFor ? -1 : 1)).slice(0, limit)
}

/** Every job that has run, in the order of their names; from one to the next by the key. */
export async function jobsOf(db: Db, company: string): Promise<string[]> {
  const jobs: string[] = []
  for (let last = ''; ;) {
    const [row] = await db.query<{ job: string | null }>('SELECT min(job) AS job FROM runs WHERE company = $1 AND job > $2', [company, last])
    if (row?.job == null) return jobs
    jobs.push(last = row.job)
  }
}

/** The last run of each job that has ended. */
export async function lastEnded(db: Db, company: string): Promise<Run[]> {
  const rows = await Promise.all((await jobsOf(db, company)).map((job) => selectOne(db, runs, { company, job, outcome: ['done', 'problems', 'failed'] }, { order: [['scheduled_for', 'DESC']] })))
  return rows.flatMap((row) => (row ? [fromRow(row)] : []))
}

/** Takes away, a day at a time, the runs of before an instant that prove nothing; the last of each job stays. Answers how many. */
export async function clear(store: Store, company: string, before: string): Promise<number> {
  let cleared = 0
  for (const job of await jobsOf(store, company)) {
    const [newest] = await store.query<{ last: string }>('SELECT max(scheduled_for) AS last FROM runs WHERE company = $1 AND job = $2', [company, job])
    const until = newest!.last < before ? newest!.last : before
    for (;;) {
      const [oldest] = await store.query<{ first: string | null }>(`SELECT min(scheduled_for) AS first FROM runs WHERE company = $1 AND job = $2 AND scheduled_for < $3 AND ${UNPROVEN}`, [company, job, until])
      if (oldest?.first == null) break
      const next = new Date(Date.parse(oldest.first) + DAY_MS).toISOString()
      const { changes } = await store.write((tx) => tx.execute(`DELETE FROM runs WHERE company = $1 AND job = $2 AND scheduled_for >= $3 AND scheduled_for < $4 AND ${UNPROVEN}`, [company, job, oldest.first, next < until ? next : until]))
      cleared += changes
    }
  }
  return cleared
}

const DAY_MS = 86_400_000
/** Of one that failed the proof is why. */
const UNPROVEN = "outcome <> 'running' AND (proof IS NULL OR outcome = 'failed')"

/** Runs that kept a proof, the oldest first, read in pages. */
export async function* withProof(db: Db, company: string): AsyncGenerator<Run> {
  for (let last = { scheduled_for: '', job: '' }; ;) {
    const page = await db.query<RunRow>(
      `SELECT * FROM runs WHERE company = $1 AND proof IS NOT NULL AND (scheduled_for > $2 OR (scheduled_for = $3 AND job > $4)) ORDER BY scheduled_for, job LIMIT ${PAGE}`,
      [company, last.scheduled_for, last.scheduled_for, last.job])
    for (const row of page) yield fromRow(row)
    if (page.length < PAGE) return
    last = page.at(-1)!
  }
}

const PAGE = 500

/** Where the polls of a system go on, by kind, in one query; one that is not among them begins at the beginning. */
export async function cursorsOf(db: Db, company: string, system: string): Promise<Map<string, string>> {
  return new Map((await select(db, cursors, { company, system })).map(({ kind, value }) => [kind, value]))
}

export const setCursor = (tx: Tx, company: string, system: string, kind: string, value: string): Promise<void> => put(tx, cursors, { company, system, kind, value })

/** The same cursor of several systems. */
export const setCursors = (tx: Tx, systems: readonly { company: string; name: string }[], kind: string, value: string): Promise<void> =>
  putMany(tx, cursors, systems.map(({ company, name }) => ({ company, system: name, kind, value })))

const ownOf = (run: Pick<NewRun, 'company' | 'job' | 'scheduledFor' | 'owner'>) =>
  ({ company: run.company, job: run.job, scheduled_for: run.scheduledFor, owner: run.owner, outcome: 'running' })

const fromRow = (row: RunRow): Run => ({
  company: row.company, job: row.job, scheduledFor: row.scheduled_for, startedAt: row.started_at, endedAt: row.ended_at ?? undefined, outcome: row.outcome as Run['outcome'],
  counts: JSON.parse(row.counts) as Run['counts'], cursor: row.run_cursor ?? undefined, proof: row.proof === null ? undefined : JSON.parse(row.proof) as Run['proof'],
  owner: row.owner, leaseUntilMs: row.lease_until_ms,
})
