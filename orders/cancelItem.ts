import { type CancelItem } from './event'

/** Names of a record that a system may have of an order. */
export interface RecordName { system: string; kind: string; ourId: string }

const HELD: readonly string[] = ['order', 'part', 'production']

/** Is it a kind of record by which a system holds an order, and which a cancel ends? */
export const isHeldBy = (kind: string): kind is CancelItem['kind'] => HELD.includes(kind)

export const sameItem = (one: RecordName, other: RecordName): boolean => one.system === other.system && one.kind === other.kind && one.ourId === other.ourId
