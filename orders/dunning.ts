import { add, compare, type Decimal, sum } from './decimal'

/** How customers are reminded of what is overdue: a list of levels, as data. */
export interface DunningPolicy {
  /** Reminder 1, 2, 3: so many days after the due date, and what it costs the customer, in his currency. */
  levels: readonly { days: number; fee: Decimal }[]
  /** From this level on the customer's next orders are held. Absent: never. */
  holdFrom?: number
}

/** An invoice as the customer owes it. */
export interface OwedItem {
  invoice: string
  buyer?: string
  currency: string
  open: Decimal
  /** `YYYY-MM-DD`. */
  dueOn?: string
  /** The reminder that went out last; 0 where there was none. */
  level: number
  /** Why it is in dispute; absent where it is not. */
  dispute?: string
}

/** An open complaint about an order, in the words of its case; of which lines, where it names any. */
export interface Complaint { order: string; lines: readonly string[]; text: string }

/** R-REC-03: the complaint that puts an invoice in dispute, if any: one about a line that it bills, or about no line of an order of its. */
export const disputeOf = (billed: readonly { order: string; orderLine: string }[], complaints: readonly Complaint[]): Complaint | undefined =>
  complaints.find(({ order, lines }) => billed.some((one) => one.order === order && (lines.length === 0 || lines.includes(one.orderLine))))

/** What one customer is reminded of by one document. */
export interface Reminder {
  buyer: string
  currency: string
  /** The highest of its items. */
  level: number
  fee: Decimal
  items: (OwedItem & { dueOn: string; days: number })[]
  /** What is open, and with the fee. */
  open: Decimal
  payable: Decimal
}

/**
 * R-REC-02: the reminders of a day, one for each customer and currency. An item goes up one level at a time, each once; what is paid, or not yet so
 * late, is not reminded of, and stands on no reminder; R-REC-03: nor is what is in dispute.
 */
export function remindersOn(today: string, items: readonly OwedItem[], { levels }: DunningPolicy): Reminder[] {
  const due = items.flatMap((item): Reminder['items'] => {
    if (item.buyer === undefined || item.dueOn === undefined || item.dispute !== undefined || compare(item.open, '0') <= 0) return []
    const days = daysBetween(item.dueOn, today)
    const next = levels[item.level]
    return next !== undefined && days >= next.days ? [{ ...item, dueOn: item.dueOn, days, level: item.level + 1 }] : []
  })
  return [...Map.groupBy(due, (item) => JSON.stringify([item.buyer, item.currency])).values()].map((own): Reminder => {
    const level = Math.max(...own.map((item) => item.level))
    const fee = levels[level - 1]!.fee
    const open = sum(own.map((item) => item.open))
    return { buyer: own[0]!.buyer!, currency: own[0]!.currency, level, fee, items: own, open, payable: add(open, fee) }
  })
}

/** Days from one date to another; below zero where it is still to come. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000)
