import { z } from 'zod'
import { parseBody } from './body'
import { faultRulesSchema, type Faults } from './faults/rule'
import { ok, Refusal, type Route } from './route'
import { type System } from './system'

const plantBody = z.strictObject({
  name: z.string().min(1).max(200),
  what: z.string(),
  externalId: z.string().optional(),
  reference: z.string().optional(),
  with: z.record(z.string(), z.string()).default({}),
})

const TABLES = ['records', 'counters', 'planted', 'settings', 'idempotency'] as const

/** Endpoints that no fault touches: seeding, faults, looking at everything, and changes behind everyone's back. */
export function adminRoutes(system: System, faults: Faults): Route[] {
  return [
    { method: 'PUT', path: '/admin/seed', answer: (inquiry) => ok({ seeded: system.seed(inquiry) }) },
    { method: 'GET', path: '/admin/export', answer: ({ records }) => ok(Object.fromEntries(
      TABLES.map((table) => [table, records.db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]))) },
    { method: 'PUT', path: '/faults', answer: ({ body, records }) => {
      faults.replace(parseBody(faultRulesSchema, body))
      records.clock.skew = faults.setting('skew')?.minutes ?? 0
      return ok({ rules: faults.shown() })
    } },
    { method: 'GET', path: '/faults', answer: () => ok({ rules: faults.shown() }) },
    { method: 'POST', path: '/operator/plant', answer: ({ body, records }) => {
      const { name, what, ...ask } = parseBody(plantBody, body)
      const before = records.db.prepare('SELECT outcome FROM planted WHERE name = ?').get(name)
      if (before) return ok({ planted: false, ...(JSON.parse(String(before['outcome'])) as object) })
      const plant = system.plants.get(what)
      if (!plant) throw new Refusal(400, 'unknown-plant', `${what} is none of ${[...system.plants.keys()].join(', ')}`)
      const outcome = plant(records, ask)
      records.db.prepare('INSERT INTO planted (name, what, outcome) VALUES (?, ?, ?)').run(name, what, JSON.stringify(outcome))
      return ok({ planted: true, ...outcome })
    } },
  ]
}
