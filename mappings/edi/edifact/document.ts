import { type Dialect, type Table, TableMapper, tableOf } from '../table'
import { type Mapping, type MessageContext } from '../message'
import { EdifactFields } from './fields'
import { readItems } from './items'
import { EdifactParties } from './party'
import { TABLES } from './tables'

/** What follows from a message's values together. */
const FINISH = new Map<string, (document: Record<string, unknown>) => void>([
  // a line of which nothing is to come now is on backorder: 1229 has no code for it
  ['ORDRSP', ({ lines = [] }) => { for (const line of lines as BackorderLine[]) if (line.backordered !== undefined && line.confirmedQuantity === undefined) Object.assign(line, { outcome: 'backordered', confirmedQuantity: line.backordered }) }],
])

interface BackorderLine { backordered?: string; confirmedQuantity?: string }

const made = new Map<string, Table>()

/** The table mapping of a message type; undefined where it has none. */
export function tableMapping(type: string): Mapping | undefined {
  const notation = TABLES.get(type)
  if (notation === undefined) return undefined
  const table = made.get(type) ?? tableOf(notation)
  made.set(type, table)
  const finish = FINISH.get(type)
  return (context) => new TableMapper(table, edifactDialect(context), context, finish)
}

function edifactDialect(context: MessageContext): Dialect {
  const fields = new EdifactFields(context)
  const parties = new EdifactParties(context)
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
    assign: (target) => parties.assign(target),
  }
}
