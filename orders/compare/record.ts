import { type Decimal } from '../decimal'
import { sameValue } from '../compare'
import { sameUnit } from '../units'

/** What one side says of a record: only what it says is compared. */
export interface Said {
  currency?: string
  amount?: Decimal
  lines?: readonly SaidLine[]
}

export interface SaidLine {
  id: string
  quantity: Decimal
  /** UN/ECE Rec 20. */
  unit?: string
}

export interface Unequal {
  kind: 'currency' | 'amount' | 'quantity'
  /** `payable`, `currency`, `line 2`. */
  field: string
  ours: string
  theirs: string
}

/**
 * Where two sides of one record contradict each other (R-INV-07: to the cent, exactly). An amount that differs beside a
 * quantity is its consequence and no difference of its own; amounts in two currencies are not compared.
 */
export function compareRecords(ours: Said, theirs: Said): Unequal[] {
  if (ours.currency !== undefined && theirs.currency !== undefined && ours.currency !== theirs.currency) {
    return [{ kind: 'currency', field: 'currency', ours: money(ours), theirs: money(theirs) }]
  }
  const quantities = compareLines(ours.lines, theirs.lines)
  if (quantities.length > 0) return quantities
  if (ours.amount === undefined || theirs.amount === undefined || sameValue(ours.amount, theirs.amount)) return []
  return [{ kind: 'amount', field: 'payable', ours: money(ours), theirs: money(theirs) }]
}

/** Are the units such that the quantities can be compared at all? */
export const comparable = (ours: Said, theirs: Said): boolean => (ours.lines ?? []).every((line) => {
  const other = theirs.lines?.find((one) => one.id === line.id)
  return other?.unit === undefined || line.unit === undefined || sameUnit(other.unit, line.unit)
})

function compareLines(ours: readonly SaidLine[] | undefined, theirs: readonly SaidLine[] | undefined): Unequal[] {
  if (!ours || !theirs) return []
  const there = new Map(theirs.map((line) => [line.id, line]))
  const here = new Set(ours.map((line) => line.id))
  return [
    ...ours.flatMap((line) => {
      const other = there.get(line.id)
      if (other && sameValue(line.quantity, other.quantity)) return []
      return [{ kind: 'quantity' as const, field: `line ${line.id}`, ours: quantity(line), theirs: other ? quantity(other) : 'no such line' }]
    }),
    ...theirs.filter((line) => !here.has(line.id)).map((line) => ({ kind: 'quantity' as const, field: `line ${line.id}`, ours: 'no such line', theirs: quantity(line) })),
  ]
}

const money = ({ amount, currency }: Said): string => [amount, currency].filter((part) => part !== undefined).join(' ')
const quantity = (line: SaidLine): string => [line.quantity, line.unit].filter((part) => part !== undefined).join(' ')
