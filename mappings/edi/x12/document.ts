import { Levels } from '../levels'
import { type MessageContext } from '../message'
import { type Dialect } from '../table'
import { tableMappings } from '../table-mapping'
import { X12Fields } from './fields'
import { readItems } from './items'
import { checkMarks } from './marks'
import { DOCUMENT_ROLES, X12Parties } from './party'
import { priceBase, priceBasis } from './price'
import { TABLES } from './tables'

function x12Dialect(context: MessageContext): Dialect {
  const fields = new X12Fields(context)
  const parties = new X12Parties(context, DOCUMENT_ROLES)
  const levels = new Levels(context.report)
  return {
    text: (s, element, component) => (component === 1 ? s.text(element) : s.part(element, component)),
    date: (s, element) => fields.date(s, element),
    decimal: (s, element) => fields.decimal(s, element),
    cents: (s, element) => fields.implied(s, element, 2),
    base: (s, element, unit) => priceBase(priceBasis(s, element + 1, context), unit),
    unit: (s, element, component, target) => fields.unit(s, element, target, s.tag === 'UIT' ? component : undefined),
    items: (s, element, target, pairs) => readItems(s, element, target, context, pairs),
    party: (s) => parties.n1(s),
    ownParty: (s) => parties.own(s),
    detail: (s) => parties.detail(s),
    closeParty: () => parties.close(),
    check: (s) => {
      checkMarks(s, context.report)
      if (s.tag === 'HL') levels.add(s)
      else if (s.tag === 'CTT' && context.type === '856') levels.ctt(s)
    },
    leaves: () => false,
    assign: (target) => parties.assign(target),
  }
}

/** The table mapping of a transaction set; undefined where it has none. */
export const tableMapping = tableMappings(TABLES, x12Dialect)
