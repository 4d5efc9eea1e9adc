import { type RuleBook, type RuleSetting } from '../orders/facts'
import * as config from '../store/config'
import { type Db } from '../store/store'

/** The company's rules as configured, and as in {@link DEFAULTS} where they are not. */
export async function ruleBook(db: Db, company: string): Promise<RuleBook> {
  const record = await config.get(db, company, 'rules', 'review')
  if (!record) return { version: 'default', settings: DEFAULTS, approvalHours: 24 }
  return bookOf(String(record.version), record.body)
}

/** The rules that a record of theirs comes to. */
export function bookOf(version: string, record: object): RuleBook {
  const body = record as { rules?: Record<string, Partial<RuleSetting>>; approvalHours?: number; dunning?: RuleBook['dunning']; returns?: RuleBook['returns']; trade?: RuleBook['trade'] } & Pick<RuleBook, 'approvals' | 'stalled' | 'deputies'>
  const settings = Object.fromEntries(Object.entries(DEFAULTS).map(([rule, setting]) => [rule, { ...setting, ...body.rules?.[rule] }]))
  return { version, settings, approvalHours: body.approvalHours ?? 24, ...(body.dunning ? { dunning: body.dunning } : {}), ...(body.returns ? { returns: body.returns } : {}), ...(body.trade ? { trade: body.trade } : {}), ...(body.approvals ? { approvals: body.approvals } : {}), ...(body.stalled ? { stalled: body.stalled } : {}), ...(body.deputies ? { deputies: body.deputies } : {}) }
}

/** How the rules are set where the record says nothing of them. */
export const DEFAULTS: Readonly<Record<string, RuleSetting>> = {
  completeness: { on: true, severity: 'hold', role: 'orderDesk' },
  customer: { on: true, severity: 'hold', role: 'orderDesk' },
  newCustomer: { on: false, severity: 'approval', role: 'finance' },
  onboarding: { on: true, severity: 'hold', role: 'orderDesk' },
  duplicate: { on: true, severity: 'hold', role: 'orderDesk' },
  unusual: { on: false, severity: 'hold', role: 'orderDesk', factor: '10' },
  price: { on: true, severity: 'approval', role: 'salesManager' },
  // says something only where a floor is set
  margin: { on: true, severity: 'approval', role: 'salesManager' },
  terms: { on: false, severity: 'approval', role: 'finance' },
  credit: { on: true, severity: 'approval', role: 'finance' },
  overdue: { on: true, severity: 'hold', role: 'creditController' },
  stock: { on: true, severity: 'approval', role: 'orderDesk' },
  // says something only where there are trade lists
  compliance: { on: true, severity: 'refuse', role: 'legal' },
}
