/* eslint-disable @typescript-eslint/no-require-imports -- most files have orders alone, and what maps the other messages is loaded when one comes; import() would look for ES modules */
import { type Mapping } from '../message'
import { unmapped } from '../unmapped'
import type * as Document from './document'
import { EdifactOrder } from './order'

/** The mapping of a message type (UNH S009), those of tables.ts by their table; what is not mapped is still read, counted and checked. */
export function mappingOf(type: string): Mapping {
  if (type === 'ORDERS') return (context) => new EdifactOrder(context)
  return (require('./document') as typeof Document).tableMapping(type) ?? unmapped
}
