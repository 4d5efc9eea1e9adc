import { type Decimal } from '../decimal'
import { type Course } from './course'
import { type OrderFigures } from './figures'

/** When an order first or last reached a stage, as UTC instants. */
export interface StageTimes { confirmed?: string; shipped?: string; delivered?: string; paid?: string }

/** An invoice of which something is open. */
export interface Owed { buyer: string; currency: string; open: Decimal; dueOn?: string }

/** A case that was opened in the time that is reported. */
export interface Exception { kind: string; state: 'open' | 'closed' }

/** All that reports are made of: the orders received in the time, and what is owed and waits now. */
export interface ReportFacts {
  orders: readonly OrderFigures[]
  /** The calendar date of each order's receipt in the company's zone, by order id. */
  receivedOn: ReadonlyMap<string, string>
  times: ReadonlyMap<string, StageTimes>
  owed: readonly Owed[]
  exceptions: readonly Exception[]
  today: string
  currency: string
  /** Units of another currency for one of the company's. */
  exchangeRates?: Readonly<Record<string, Decimal>>
  /** Of the indicators only: the way of each order, those that came before and were due in the time, and its ends where it has any. */
  courses?: ReadonlyMap<string, Course>
  earlier?: readonly OrderFigures[]
  from?: string
  to?: string
  /** What each indicator is to reach. */
  targets?: Readonly<Partial<Record<string, Decimal>>>
}

/** A report's rows of texts and decimals: what a table, a CSV file, a workbook and JSON show alike. */
export interface Rows { columns: readonly string[]; rows: readonly Readonly<Record<string, string>>[] }

/** How a report is cut: over which period of the calendar, and by whom. */
export interface Cut { by?: Period; per?: Per }

export const PERIODS = ['day', 'week', 'month'] as const
export type Period = (typeof PERIODS)[number]
export const PERS = ['customer', 'channel', 'person'] as const
export type Per = (typeof PERS)[number]
