import { type Mapping } from '../message'
import { unmapped } from '../unmapped'
import { X12Order } from './order'

/** Transaction sets and what maps them: the one place to add a message type. */
const MAPPINGS = new Map<string, Mapping>([
  ['850', (context) => new X12Order(context)],
])

/** The mapping of a transaction set (ST01); what is not mapped is still read, counted and checked. */
export const mappingOf = (type: string): Mapping => MAPPINGS.get(type) ?? unmapped
