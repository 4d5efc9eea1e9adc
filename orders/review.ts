import { chain } from './chain'
import { type Facts, type RuleSetting } from './facts'
import { type Fact, type Finding } from './finding'
import { type Order } from './order'
import { rules } from './rules'

/** One dimension of the review, one file each in `rules/`. Pure: the same order, facts and setting give the same findings. */
export interface Rule {
  code: string
  judge(order: Order, facts: Facts, setting: RuleSetting): Finding[]
}

const OFF: RuleSetting = { on: false, severity: 'note' }

/** Runs every rule that is on, in the order of the table; last comes who must agree to such an order at all. */
export function review(order: Order, facts: Facts): Finding[] {
  const found = rules.flatMap((rule) => {
    const setting = facts.rules.settings[rule.code] ?? OFF
    return setting.on ? rule.judge(order, facts, setting) : []
  })
  return [...found, ...chain(order, facts, found)]
}

export type Verdict = 'refuse' | 'hold' | 'approval' | 'pass'

/** What the findings come to, worst first: `refuse` beats `hold` beats `approval`. */
export function verdict(findings: readonly Finding[]): Verdict {
  for (const severity of ['refuse', 'hold', 'approval'] as const) {
    if (findings.some((finding) => finding.severity === severity)) return severity
  }
  return 'pass'
}

/** Two findings about the same thing: what was approved once is not asked again. */
export const sameFinding = (a: Finding, b: Finding): boolean => a.rule === b.rule && a.code === b.code && a.line === b.line && a.text === b.text

/** A finding that says a fact is too old to judge by, or undefined where it is fresh enough. */
export function stale(rule: string, what: string, dated: { source: string; asOf: string }, facts: Facts, setting: RuleSetting): Finding | undefined {
  if (setting.maxAge === undefined) return undefined
  const minutes = Math.floor((Date.parse(facts.at) - Date.parse(dated.asOf)) / 60_000)
  if (minutes <= setting.maxAge) return undefined
  return {
    rule, code: 'facts-too-old', severity: 'hold', role: setting.role,
    text: `${what} is ${age(minutes)} old (${dated.source}, as of ${dated.asOf}); the limit is ${age(setting.maxAge)}. Renew it (order-to-cash run refresh), then review the order again.`,
    facts: [fact(what, dated.asOf, dated)],
  }
}

export const fact = (name: string, value: string, dated: { source: string; asOf?: string }): Fact => ({ name, value, source: dated.source, asOf: dated.asOf })

const age = (minutes: number): string => (minutes >= 120 ? `${Math.floor(minutes / 60)} h` : `${minutes} min`)
