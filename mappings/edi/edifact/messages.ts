import { type Mapping } from '../message'
import { unmapped } from '../unmapped'
import { tableMapping } from './document'
import { EdifactOrder } from './order'

/** Message types and what maps them; those of tables.ts are mapped by their table. */
const MAPPINGS = new Map<string, Mapping>([
  ['ORDERS', (context) => new EdifactOrder(context)],
])

/** The mapping of a message type (UNH S009); what is not mapped is still read, counted and checked. */
export const mappingOf = (type: string): Mapping => MAPPINGS.get(type) ?? tableMapping(type) ?? unmapped
