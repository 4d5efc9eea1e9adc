/** Columns of reports that are figures: they stand at the right, and are numbers in a workbook. */
const FIGURES: ReadonlySet<string> = new Set([
  'orders', 'amount', 'credited', 'invoiced', 'paid', 'median', 'longest', 'late', 'lines', 'invoices', 'open', 'overdue', 'notDue', '1-30', '31-60', '61-90', 'over 90', 'cases', 'closed', 'counted', 'of', 'value', 'p90', 'paused', 'target',
])

/** The column of an amount in the company's own currency is called by that. */
export const isFigure = (column: string): boolean => FIGURES.has(column) || /^[A-Z]{3}$/.test(column)
