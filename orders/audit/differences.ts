import { type AuditRecord, type Breach, nameOf } from './record'

/** R-STA-08: a difference that a person closed says what came of it, and is looked at: no comparison has repaired it. */
export function differences({ order, closed, rolesAt }: AuditRecord): Breach[] {
  return closed.filter(({ by, at }) => by !== undefined && !(rolesAt(by, at ?? '') ?? []).includes('system')).map(({ kind, system, result, by, at }): Breach => (
    result === undefined || result.trim() === ''
      ? { code: 'closed-without-result', weight: 'breach', by, at, text: `${by} closed a difference between ${system} and us about ${nameOf(order)} (${kind}) and did not say what came of it.` }
      : { code: 'difference-closed-by-hand', weight: 'look', by, at, text: `${by} closed a difference between ${system} and us about ${nameOf(order)} (${kind}) by hand: "${result}".` }))
}
