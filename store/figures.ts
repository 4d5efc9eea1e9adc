import { type Db } from './store'

/** Open cases of all companies, by company and kind. */
export function openCasesByKind(db: Db): Promise<{ company: string; kind: string; count: number }[]> {
  return db.query("SELECT company, kind, count(*) AS count FROM cases WHERE state = 'open' GROUP BY company, kind ORDER BY company, kind")
}

/** Orders of all companies, by company and status. */
export function ordersByStatus(db: Db): Promise<{ company: string; status: string; count: number }[]> {
  return db.query('SELECT company, status, count(*) AS count FROM orders GROUP BY company, status ORDER BY company, status')
}
