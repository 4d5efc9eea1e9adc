import { compare, type Decimal, divide, isZero, multiply, round } from '../decimal'
import { isAccepted } from '../status'
import { periodOf } from './calendar'
import { type Course } from './course'
import { type Cut, type Per, type Period, type ReportFacts, type Rows } from './facts'
import { type OrderFigures } from './figures'

/** What one order adds to an indicator: `of` it is so many counted among so many, or it took so long. Nothing where the order does not belong to it. */
type Share = { counted: number; of: number } | { ms: number; pausedMs: number } | undefined

interface Indicator {
  unit: '%' | 'h'
  /** By which date an order belongs to a period: when it came, or when it was due. */
  dated: 'received' | 'due'
  /** Is more of it better? */
  more: boolean
  share(order: OrderFigures, course: Course, facts: ReportFacts): Share
}

const whether = (counted: boolean): Share => ({ counted: counted ? 1 : 0, of: 1 })
const since = (start: string, end: string | undefined, { pausedMs }: Course): Share => (end === undefined ? undefined : { ms: Math.max(0, Date.parse(end) - Date.parse(start)), pausedMs })

/** Every indicator by its name: its formula over what was recorded. */
export const INDICATORS = {
  /** R-KPI-01: orders delivered on or before the confirmed date ÷ orders due. One that is not delivered counts as late from the day after. */
  onTimeDelivery: {
    unit: '%', dated: 'due', more: true,
    share: ({ due, status, isDelivered }, { deliveredOn }, { today }) => {
      if (due === undefined || !isAccepted(status)) return undefined
      const had = isDelivered ? deliveredOn : undefined
      return had === undefined && due >= today ? undefined : whether(had !== undefined && had <= due)
    },
  },
  /** R-KPI-02: orders with no correction after entry ÷ orders entered. */
  orderAccuracy: { unit: '%', dated: 'received', more: true, share: (_order, { confirmedAt, corrected }) => (confirmedAt === undefined ? undefined : whether(!corrected)) },
  /** R-KPI-04: orders through all checks with no hold or rework ÷ orders received. */
  firstPassYield: { unit: '%', dated: 'received', more: true, share: (_order, { confirmedAt, touched, corrected }) => whether(confirmedAt !== undefined && !touched && !corrected) },
  /** R-KPI-05: despatches with no wrong item and quantity ÷ despatches: those that no return was agreed to for. */
  shippingAccuracy: {
    unit: '%', dated: 'received', more: true,
    share: ({ despatches, rightDespatches }) => (despatches === 0 ? undefined : { counted: rightDespatches, of: despatches }),
  },
  /** R-KPI-06, R-RET-06: orders with a case ÷ orders; a complaint and a return are one each, and two on one order count once. */
  orderProblems: { unit: '%', dated: 'received', more: false, share: ({ hasReturns }, { hasCase }) => whether(hasCase || hasReturns) },
  /** R-KPI-03: from the receipt to the confirmation and to the last delivery. */
  confirmation: { unit: 'h', dated: 'received', more: false, share: ({ receivedAt }, course) => since(receivedAt, course.confirmedAt, course) },
  cycle: { unit: 'h', dated: 'received', more: false, share: (order, course) => since(order.receivedAt, order.isDelivered ? course.deliveredAt : undefined, course) },
} satisfies Record<string, Indicator>
export type IndicatorName = keyof typeof INDICATORS
export const INDICATOR_NAMES = Object.keys(INDICATORS) as [IndicatorName, ...IndicatorName[]]

const COLUMNS = ['kpi', 'counted', 'of', 'value', 'unit', 'median', 'p90', 'paused', 'target', 'met']

/** R-KPI-12: each indicator over all of its orders; by period it is a trend, and per customer, channel or person its parts add up to the whole. */
export function indicators(facts: ReportFacts, { by, per }: Cut): Rows {
  const rows = INDICATOR_NAMES.flatMap((kpi) => {
    const indicator: Indicator = INDICATORS[kpi]
    const shares = belonging(indicator, facts).flatMap((order) => {
      const share = indicator.share(order, facts.courses?.get(order.id) ?? NONE, facts)
      return share ? [{ share, keys: keysOf(order, indicator, facts, by, per) }] : []
    })
    const target = facts.targets?.[kpi]
    return [...Map.groupBy(shares, ({ keys }) => JSON.stringify(keys))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => {
      const value = valueOf(own.map(({ share }) => share))
      const met = target === undefined || value.value === '' ? '' : (compare(value.value, target) >= 0) === indicator.more || compare(value.value, target) === 0 ? 'yes' : 'no'
      return { kpi, ...own[0]!.keys, ...value, unit: indicator.unit, target: target ?? '', met }
    })
  })
  return { columns: [COLUMNS[0]!, ...(by ? [by] : []), ...(per ? [per] : []), ...COLUMNS.slice(1)], rows }
}

const NONE: Course = { touched: false, corrected: false, pausedMs: 0, hasCase: false }

/** The orders of the time: by when they came, or by when they were due, whenever they came. */
function belonging({ dated }: Indicator, { orders, earlier = [], from, to }: ReportFacts): readonly OrderFigures[] {
  if (dated === 'received') return orders
  return [...earlier, ...orders].filter(({ due }) => due !== undefined && (from === undefined || due >= from) && (to === undefined || due <= to))
}

function keysOf(order: OrderFigures, { dated }: Indicator, { receivedOn }: ReportFacts, by: Period | undefined, per: Per | undefined): Record<string, string> {
  const date = dated === 'due' ? order.due! : receivedOn.get(order.id)!
  const of: Record<Per, string> = { customer: order.buyer, channel: order.channel, person: order.createdBy }
  return { ...(by ? { [by]: periodOf(date, by) } : {}), ...(per ? { [per]: of[per] } : {}) }
}

/** A share of a hundred, or the mean with the median and the ninth tenth (the least that so many did not exceed), and the mean of the pauses. */
function valueOf(shares: readonly NonNullable<Share>[]): Record<'counted' | 'of' | 'value' | 'median' | 'p90' | 'paused', string> {
  const took = shares.flatMap((share) => ('ms' in share ? [share] : []))
  if (took.length > 0) {
    const sorted = took.map(({ ms }) => ms).sort((a, b) => a - b)
    const rank = (part: number): Decimal => hours(sorted[Math.ceil(part * sorted.length) - 1]!)
    const mean = (of: (one: (typeof took)[number]) => number): Decimal => hours(took.reduce((sum, one) => sum + of(one), 0), took.length)
    return { counted: String(took.length), of: String(took.length), value: mean(({ ms }) => ms), median: rank(0.5), p90: rank(0.9), paused: mean(({ pausedMs }) => pausedMs) }
  }
  const [counted, of] = (['counted', 'of'] as const).map((name) => String(shares.reduce((sum, share) => sum + (name in share ? (share as { counted: number; of: number })[name] : 0), 0)))
  return { counted: counted!, of: of!, value: isZero(of!) ? '' : round(divide(multiply(counted!, '100'), of!), 2), median: '', p90: '', paused: '' }
}

const hours = (ms: number, among = 1): Decimal => round(divide(String(ms), String(3_600_000 * among)), 2)
