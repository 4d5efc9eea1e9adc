import { type Cut, type ReportFacts, type Rows } from './facts'
import { exceptions, fulfilmentTimes, openOrders } from './fulfilment'
import { indicators } from './indicators'
import { receivables } from './receivable'
import { byChannel, byCustomer, byStatus, newOrders } from './sales'

export interface Report extends Rows { name: ReportName }

/** Every report by its name, in the order in which they are shown. */
export const REPORTS = {
  new: newOrders, status: byStatus, channel: byChannel, customer: byCustomer, time: fulfilmentTimes, open: openOrders, receivable: receivables, exception: exceptions, kpi: indicators,
} satisfies Record<string, (facts: ReportFacts, cut: Cut) => Rows>
export type ReportName = keyof typeof REPORTS

export const report = (name: ReportName, facts: ReportFacts, cut: Cut = {}): Report => ({ name, ...REPORTS[name](facts, cut) })
