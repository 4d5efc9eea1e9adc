import { abs, add, compare, type Decimal, divide, equal, multiply, subtract, sum } from '../orders/decimal'
import { type AllowanceCharge, type DraftLine } from '../orders/draft'
import { amount } from '../orders/money'
import { type Problem, type Severity } from '../orders/problem'

/** The amounts of an invoice as it states them; what is absent is not checked. */
export interface InvoiceSums {
  currency?: string
  lines: (Pick<DraftLine, 'id' | 'buyersItem' | 'sellersItem' | 'standardItem' | 'description' | 'quantity' | 'unit' | 'price' | 'lineExtension' | 'allowancesCharges'>)[]
  /** Allowances and charges of the whole document. */
  charges?: AllowanceCharge[]
  taxes?: { category?: string; percent?: Decimal; taxable?: Decimal; amount?: Decimal }[]
  tax?: Decimal
  lineExtension?: Decimal
  allowanceTotal?: Decimal
  chargeTotal?: Decimal
  taxExclusive?: Decimal
  taxInclusive?: Decimal
  prepaid?: Decimal
  rounding?: Decimal
  payable?: Decimal
}

/** Differences up to here are rounding of a line's product (EN 16931 gives none; Peppol R120 has 0.02). */
const ROUNDING = '0.02'

/**
 * Do the amounts of an invoice agree (EN 16931-1, 6.4.2: BR-CO-10 to BR-CO-17)? Each rule that does not hold is a problem `br-co-10` … with both
 * sides, of the severity given. A line whose quantity times price is not its amount is a warning.
 */
export function invoiceProblems(invoice: InvoiceSums, severity: Severity): Problem[] {
  const currency = invoice.currency ?? 'EUR'
  const found: Problem[] = []
  const check = (rule: string, what: string, stated: Decimal | undefined, computed: Decimal | undefined): void => {
    if (stated === undefined || computed === undefined || equal(stated, computed)) return
    found.push({ code: rule, severity, message: `${what} is ${computed}, and the invoice says ${stated} (${rule.toUpperCase()}). Ask the sender to correct the invoice.`, text: stated })
  }
  const of = (kind: 'allowance' | 'charge'): Decimal => sum((invoice.charges ?? []).filter((entry) => entry.kind === kind).map((entry) => entry.amount ?? '0'))
  const { taxes = [], lineExtension, taxExclusive, taxInclusive } = invoice

  for (const line of invoice.lines) found.push(...lineProblems(line, currency))
  check('br-co-10', 'The sum of the line amounts', lineExtension, sumOf(invoice.lines.map((line) => line.lineExtension)))
  check('br-co-11', 'The sum of the allowances', invoice.allowanceTotal, of('allowance'))
  check('br-co-12', 'The sum of the charges', invoice.chargeTotal, of('charge'))
  check('br-co-13', 'Lines less allowances plus charges', taxExclusive, lineExtension && add(subtract(lineExtension, invoice.allowanceTotal ?? '0'), invoice.chargeTotal ?? '0'))
  check('br-co-14', 'The sum of the tax by category', invoice.tax, taxes.length > 0 ? sumOf(taxes.map((tax) => tax.amount)) : undefined)
  check('br-co-15', 'The amount without tax plus the tax', taxInclusive, taxExclusive && add(taxExclusive, invoice.tax ?? '0'))
  check('br-co-16', 'The amount with tax less what was prepaid', invoice.payable, taxInclusive && add(subtract(taxInclusive, invoice.prepaid ?? '0'), invoice.rounding ?? '0'))
  for (const tax of taxes) {
    if (tax.taxable === undefined || tax.percent === undefined) continue
    check('br-co-17', `${tax.percent} % tax of ${tax.taxable}`, tax.amount, amount(divide(multiply(tax.taxable, tax.percent), '100'), currency))
  }
  return found
}

function lineProblems(line: InvoiceSums['lines'][number], currency: string): Problem[] {
  const { quantity, price, lineExtension, allowancesCharges = [] } = line
  if (quantity === undefined || !price || lineExtension === undefined) return []
  const less = sum(allowancesCharges.map((entry) => (entry.kind === 'allowance' ? `-${entry.amount ?? '0'}`.replace('--', '') : entry.amount ?? '0')))
  const computed = amount(add(divide(multiply(quantity, price.amount), price.base ?? '1'), less), currency)
  if (compare(abs(subtract(computed, lineExtension)), ROUNDING) <= 0) return []
  return [{ code: 'line-amount-differs', severity: 'warning', message: `Line ${line.id}: quantity times price is ${computed}, and its amount is ${lineExtension}.`, text: lineExtension }]
}

/** Undefined where one of them is missing: nothing can be compared then. */
function sumOf(values: (Decimal | undefined)[]): Decimal | undefined {
  return values.every((value) => value !== undefined) ? sum(values) : undefined
}
