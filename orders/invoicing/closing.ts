/** How a customer's shipments are invoiced together: each closing day one invoice over all that was shipped until then. */
export interface CollectiveTerms {
  each: 'day' | 'week' | 'month'
  /** Of a week its closing day: 1 Monday to 7 Sunday. (Default: 5) */
  on?: number
}

const FRIDAY = 5
const DAY_MS = 86_400_000

/** The first closing day that a shipment of this date (`YYYY-MM-DD`) belongs to: the same day at the earliest. */
export function closingOf(shippedOn: string, { each, on = FRIDAY }: CollectiveTerms): string {
  const day = new Date(`${shippedOn}T00:00:00Z`)
  switch (each) {
    case 'day': return shippedOn
    case 'week': return dateOf(new Date(day.getTime() + ((on - (day.getUTCDay() || 7) + 7) % 7) * DAY_MS))
    case 'month': return dateOf(new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)))
  }
}

const dateOf = (day: Date): string => day.toISOString().slice(0, 10)
