import { type Mapping } from '../message'
import { unmapped } from '../unmapped'
import { tableMapping } from './document'
import { X12GroceryOrder } from './grocery-order'
import { X12Order } from './order'

/** Transaction sets and what maps them; those of tables.ts are mapped by their table. */
const MAPPINGS = new Map<string, Mapping>([
  ['850', (context) => new X12Order(context)],
  ['875', (context) => new X12GroceryOrder(context)],
])

/** The mapping of a transaction set (ST01); what is not mapped is still read, counted and checked. */
export const mappingOf = (type: string): Mapping => MAPPINGS.get(type) ?? tableMapping(type) ?? unmapped
