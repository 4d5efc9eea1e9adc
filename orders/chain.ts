import { compare, type Decimal, decimal, divide } from './decimal'
import { type Facts } from './facts'
import { type Finding } from './finding'
import { type ApprovalStep, type Order } from './order'
import { worth } from './total'

/** A row of the table that says who must agree to which orders, besides what the rules find. All that it names must hold; of a list, one of it. */
export interface ApprovalRule {
  name: string
  when: {
    /** From this on, in the company's currency. */
    amount?: Decimal
    /** Codes of partners, and the roles that their records give them. */
    customers?: readonly string[]
    partnerRoles?: readonly string[]
    /** Our item codes; `FB-*` is every one that begins so. */
    items?: readonly string[]
    /** Rules that have found something: the risk of the order. */
    findings?: readonly string[]
  }
  /** One after the other; at each so many of its roles must agree. (Default of `quorum`: all) */
  levels: readonly { roles: readonly string[]; quorum?: number }[]
}

/**
 * R-APR-01, R-APR-02: what the table asks of an order: for each level of each row that it falls under a finding a role. Where several rows meet, each is
 * asked for, so that the stricter one holds. What the order comes to is in the text: an order that is changed is asked for anew.
 */
export function chain(order: Order, facts: Facts, found: readonly Finding[]): Finding[] {
  const amount = worth(order)
  if (amount === undefined) return []
  const rows = (facts.rules.approvals ?? []).filter((row) => falls(row, order, amount, facts, found))
  const groups = groupsOf(rows)
  return rows.flatMap(({ name, levels }, place) => levels.flatMap(({ roles, quorum = roles.length }, index) => {
    const [level, of] = [index + 1, levels.length]
    const what = `${amount} ${order.currency} for ${order.buyer ?? '?'}`
    const text = quorum === roles.length ? `Level ${level} of ${of} of "${name}" (${what}): ${roles.join(', ')} must agree.` : `Level ${level} of ${of} of "${name}" (${what}): ${quorum} of ${roles.join(', ')} must agree.`
    return roles.map((role): Finding => ({ rule: 'approvals', code: 'approval-level', severity: 'approval', role, text, facts: [], level, group: groups[place]![index]!, quorum }))
  }))
}

/**
 * The groups of each row's levels. A level is known by what it says and not by what it is called or where it stands: by the condition of its row, its roles
 * and its quorum; of several that say the same the second is the second.
 */
function groupsOf(rows: readonly ApprovalRule[]): string[][] {
  const nth = counter()
  return rows.map(({ when, levels }) => {
    const row = nth(conditionOf(when))
    return levels.map(({ roles, quorum = roles.length }) => nth(`${row}/${quorum} of ${[...roles].sort().join(', ')}`))
  })
}

const conditionOf = (when: ApprovalRule['when']): string => JSON.stringify(Object.entries(when).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, typeof value === 'string' ? decimal(value) : [...value].sort()]))

/** Names what comes again by how often it came. */
function counter(): (key: string) => string {
  const times = new Map<string, number>()
  return (key) => {
    const time = (times.get(key) ?? 0) + 1
    times.set(key, time)
    return time === 1 ? key : `${key} (${time})`
  }
}

/** The row of a group. */
export const rowOf = (group: string): string => group.slice(0, group.lastIndexOf('/'))

/** One whose amount cannot be compared, since there is no rate for its currency, falls under every amount. */
function falls({ when }: ApprovalRule, order: Order, amount: Decimal, { company, partner }: Facts, found: readonly Finding[]): boolean {
  const rate = order.currency === company.currency ? '1' : company.exchangeRates?.[order.currency ?? '']
  return (when.amount === undefined || rate === undefined || compare(divide(amount, rate), when.amount) >= 0)
    && (when.customers === undefined || when.customers.includes(order.buyer ?? ''))
    && (when.partnerRoles === undefined || when.partnerRoles.some((role) => partner?.roles?.includes(role)))
    && (when.items === undefined || when.items.some((item) => order.lines.some((line) => isItem(item, line.item))))
    && (when.findings === undefined || when.findings.some((rule) => found.some((finding) => finding.rule === rule)))
}

const isItem = (wanted: string, item: string | undefined): boolean => item !== undefined && (wanted.endsWith('*') ? item.startsWith(wanted.slice(0, -1)) : item === wanted)

/** Of the findings that nobody has waived, those that are asked now: of each row the level that has not agreed yet. */
export function dueNow(standing: readonly Finding[]): Finding[] {
  const lowest = new Map<string, number>()
  for (const finding of standing) if (finding.group !== undefined) lowest.set(rowOf(finding.group), Math.min(finding.level!, lowest.get(rowOf(finding.group)) ?? Infinity))
  return standing.filter((finding) => finding.group === undefined || finding.level === lowest.get(rowOf(finding.group)))
}

/** Steps of one group decide together; a step without one, and those that stand in for it, are a group of their own. */
export const groupOf = ({ group, step }: Pick<ApprovalStep, 'group' | 'step'>): string => group ?? step

/** The role that is asked, also where a deputy is asked in its place. */
export const seatOf = ({ role, insteadOf }: Pick<ApprovalStep, 'role' | 'insteadOf'>): string => insteadOf ?? role

/** After a step was approved: nobody is asked any more for its seat, nor for the others of its group once enough have agreed. */
export function settled(steps: readonly ApprovalStep[], approved: ApprovalStep): ApprovalStep[] {
  const own = steps.filter((step) => groupOf(step) === groupOf(approved) && step.why === approved.why)
  const enough = own.filter(({ state }) => state === 'approved').length >= (approved.quorum ?? 1)
  return steps.map((step) => (step.state === 'open' && own.includes(step) && (enough || seatOf(step) === seatOf(approved)) ? { ...step, state: 'void' } : step))
}
