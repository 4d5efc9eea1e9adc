/* eslint-disable @typescript-eslint/no-require-imports -- most files have orders alone, and what maps the other sets is loaded when one comes; import() would look for ES modules */
import { type Mapping } from '../message'
import { unmapped } from '../unmapped'
import type * as Document from './document'
import type * as Grocery from './grocery-order'
import { X12Order } from './order'

/** The mapping of a transaction set (ST01), those of tables.ts by their table; what is not mapped is still read, counted and checked. */
export function mappingOf(type: string): Mapping {
  if (type === '850') return (context) => new X12Order(context)
  if (type === '875') {
    const { X12GroceryOrder } = require('./grocery-order') as typeof Grocery
    return (context) => new X12GroceryOrder(context)
  }
  return (require('./document') as typeof Document).tableMapping(type) ?? unmapped
}
