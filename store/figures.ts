import { type Db } from './store'

/** Open cases of all companies, by company and kind. */
export function openCasesByKind(db: Db): Promise<{ company: string; kind: string; count: number }[]> {
  return db.query("SELECT company, kind, count(*) AS count FROM cases WHERE state = 'open' GROUP BY company, kind ORDER BY company, kind")
}

/** Orders of all companies, by company and status. */
export function ordersByStatus(db: Db): Promise<{ company: string; status: string; count: number }[]> {
  return db.query('SELECT company, status, count(*) AS count FROM orders GROUP BY company, status ORDER BY company, status')
}

/** The last run of each job that has ended: when it was due, and how it ended. */
export function lastRuns(db: Db): Promise<{ company: string; job: string; scheduled_for: string; outcome: string }[]> {
  return db.query(`SELECT r.company, r.job, r.scheduled_for, r.outcome FROM runs r
    JOIN (SELECT company, job, max(scheduled_for) AS scheduled_for FROM runs WHERE outcome <> 'running' GROUP BY company, job) last
      ON last.company = r.company AND last.job = r.job AND last.scheduled_for = r.scheduled_for ORDER BY r.company, r.job`)
}
