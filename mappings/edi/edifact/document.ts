import { Levels } from '../levels'
import { type MessageContext } from '../message'
import { type Dialect } from '../table'
import { type Finish, tableMappings } from '../table-mapping'
import { EdifactFields, isPeriod } from './fields'
import { readItems } from './items'
import { checkNumbers } from './numbers'
import { DOCUMENT_ROLES, EdifactParties } from './party'
import { TABLES } from './tables'

const FINISH = new Map<string, Finish>([
  // a line of which nothing is to come now is on backorder: 1229 has no code for it
  ['ORDRSP', ({ lines = [] }) => { for (const line of lines as BackorderLine[]) if (line.backordered !== undefined && line.confirmedQuantity === undefined) Object.assign(line, { outcome: 'backordered', confirmedQuantity: line.backordered }) }],
])

interface BackorderLine { backordered?: string; confirmedQuantity?: string }

function edifactDialect(context: MessageContext): Dialect {
  const fields = new EdifactFields(context)
  const parties = new EdifactParties(context, DOCUMENT_ROLES)
  const levels = new Levels(context.report)
  return {
    text: (s, element, component) => s.part(element, component),
    date: (s) => fields.date(s),
    decimal: (s, element, component) => fields.decimal(s, element, component),
    cents: () => undefined,
    base: (s) => fields.base(s),
    unit: (s, element, component, target) => fields.unit(s, element, component, target),
    items: (s, element, target) => readItems(s, element, target, context),
    party: (s) => parties.nad(s),
    ownParty: (s) => parties.own(s),
    detail: (s) => parties.detail(s),
    closeParty: () => parties.close(),
    check: (s) => {
      checkNumbers(s, context.report)
      if (s.tag === 'CPS') levels.add(s)
    },
    leaves: (s) => s.tag === 'DTM' && isPeriod(s.part(1, 3)),
    assign: (target) => parties.assign(target),
  }
}

/** The table mapping of a message type; undefined where it has none. */
export const tableMapping = tableMappings(TABLES, edifactDialect, FINISH)
