import { MAY_REOPEN } from '../commands/reopen'
import { type AuditRecord, type Breach, nameOf, shown } from './record'

/** R-CLS-04: what was closed was opened again by somebody who may. */
export function reopened({ order, steps, rolesAt }: AuditRecord): Breach[] {
  return steps.filter(({ event }) => event.type === 'reopened').flatMap(({ event }) => {
    const { by } = event.data as { by: string }
    const had = rolesAt(by, event.at)
    return had === undefined || MAY_REOPEN.some((role) => had.includes(role)) ? []
      : [shown('reopened-without-role', event, `${by} opened ${nameOf(order)} again, which is for ${MAY_REOPEN.join(' or ')}, and had only ${had.join(', ') || '–'}.`)]
  })
}
