import { add, compare, type Decimal, divide, equal, multiply, subtract, sum } from '../../../orders/decimal'
import { amount, lineExtension } from '../../../orders/money'
import { type Invoice } from '../../edi/write/documents'
import { node, optional, type XmlNode } from '../../xml/write'
import { allowanceNode, amountNode, currencyOf, deliveryNodes, document, itemNode, priceNode, quantityNode, role, taxScheme } from './parts'

/** What a Peppol invoice says beyond one for EDI. */
export interface UblInvoice extends Invoice {
  /** The buyer's own reference (BT-10); an invoice needs this or the order. */
  buyerReference?: string
  paymentTerms?: string
  /** Our account (IBAN), and what the payer is to say. */
  account?: string
  paymentReference?: string
}

/**
 * UBL 2.1 Invoice in the shape of Peppol BIS Billing 3. Net amounts, tax by rate and totals are computed (BR-CO-10 to 17) in the currency's smallest
 * coin; where the invoice states them otherwise a RangeError says both: an invoice that contradicts itself is not written.
 */
export function ublInvoice(invoice: UblInvoice): XmlNode {
  const currency = currencyOf(invoice)
  const money = (name: string, value: Decimal): XmlNode => amountNode(name, amount(value, currency), currency)!
  const lines = invoice.lines.map((line) => ({ ...line, net: agreed(`lineExtension of line ${line.id}`, line.lineExtension, netOf(line, currency)), percent: percentOf(line) }))
  const charges = (invoice.charges ?? []).map((charge) => ({ ...charge, signed: charge.kind === 'charge' ? charge.amount ?? '0' : subtract('0', charge.amount ?? '0'), percent: chargePercent(lines.map(({ percent }) => percent)) }))
  const rates = [...new Set([...lines, ...charges].map(({ percent }) => percent))].sort((a, b) => -compare(a, b))
  const taxes = rates.map((percent) => {
    const taxable = sum([...lines.filter((line) => line.percent === percent).map(({ net }) => net), ...charges.filter((charge) => charge.percent === percent).map(({ signed }) => signed)])
    return { percent, taxable, tax: amount(divide(multiply(taxable, percent), '100'), currency) }
  })
  const total = agreed('lineExtension', invoice.lineExtension, sum(lines.map(({ net }) => net)))
  const of = (kind: 'allowance' | 'charge'): Decimal => sum(charges.filter((charge) => charge.kind === kind).map((charge) => charge.amount ?? '0'))
  const exclusive = add(total, sum(charges.map(({ signed }) => signed)))
  const tax = agreed('tax', invoice.tax, sum(taxes.map((entry) => entry.tax)))
  const payable = agreed('payable', invoice.payable, add(exclusive, tax))
  const { location, party } = deliveryNodes(invoice.shipTo)

  return document('Invoice', 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0', 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
    node('cbc:ID', invoice.number), node('cbc:IssueDate', invoice.issuedOn.slice(0, 10)), optional('cbc:DueDate', invoice.dueOn?.slice(0, 10)), node('cbc:InvoiceTypeCode', '380'), node('cbc:DocumentCurrencyCode', currency),
    optional('cbc:BuyerReference', invoice.buyerReference), invoice.order === undefined ? undefined : node('cac:OrderReference', node('cbc:ID', invoice.order)),
    invoice.despatch === undefined ? undefined : node('cac:DespatchDocumentReference', node('cbc:ID', invoice.despatch)),
    role('cac:AccountingSupplierParty', withoutAccounts(invoice.seller)), role('cac:AccountingCustomerParty', withoutAccounts(invoice.billTo ?? invoice.buyer)),
    location ?? party ? node('cac:Delivery', location, party) : undefined,
    invoice.account === undefined ? undefined : node('cac:PaymentMeans', node('cbc:PaymentMeansCode', '30'), optional('cbc:PaymentID', invoice.paymentReference), node('cac:PayeeFinancialAccount', node('cbc:ID', invoice.account))),
    invoice.paymentTerms === undefined ? undefined : node('cac:PaymentTerms', node('cbc:Note', invoice.paymentTerms)),
    charges.map((charge) => allowanceNode({ kind: charge.kind, code: charge.code, text: charge.text ?? (charge.code === undefined ? charge.kind : undefined), amount: amount(charge.amount ?? '0', currency) }, currency, category('cac:TaxCategory', charge.percent))),
    node('cac:TaxTotal', money('cbc:TaxAmount', tax), taxes.map((entry) => node('cac:TaxSubtotal', money('cbc:TaxableAmount', entry.taxable), money('cbc:TaxAmount', entry.tax), category('cac:TaxCategory', entry.percent)))),
    node('cac:LegalMonetaryTotal', money('cbc:LineExtensionAmount', total), money('cbc:TaxExclusiveAmount', exclusive), money('cbc:TaxInclusiveAmount', add(exclusive, tax)),
      equal(of('allowance'), '0') ? undefined : money('cbc:AllowanceTotalAmount', of('allowance')), equal(of('charge'), '0') ? undefined : money('cbc:ChargeTotalAmount', of('charge')), money('cbc:PayableAmount', payable)),
    lines.map((line) => node('cac:InvoiceLine', node('cbc:ID', line.id), quantityNode('cbc:InvoicedQuantity', line.quantity, line.unit), money('cbc:LineExtensionAmount', line.net),
      itemNode(line, category('cac:ClassifiedTaxCategory', line.percent)), priceNode(line.price, line.unit, currency))))
}

type Line = Invoice['lines'][number]

/** S is taxed at a rate, Z at zero (UNCL 5305). */
const category = (name: string, percent: Decimal): XmlNode => node(name, node('cbc:ID', equal(percent, '0') ? 'Z' : 'S'), node('cbc:Percent', percent), taxScheme())

function netOf(line: Line, currency: string): Decimal {
  if (line.quantity === undefined || !line.price) throw new RangeError(`Line ${line.id} of the invoice needs a quantity and a price.`)
  return lineExtension(line.quantity, line.price, currency)
}

function percentOf(line: Line): Decimal {
  if (line.taxPercent === undefined) throw new RangeError(`Line ${line.id} of the invoice needs the rate of its tax. Give \`taxPercent\`; 0 where there is none.`)
  return line.taxPercent
}

/** Charges of the whole invoice are taxed like its lines, and nobody can say how where those differ. */
function chargePercent(rates: readonly Decimal[]): Decimal {
  const [rate = '0', ...others] = new Set(rates)
  if (others.length > 0) throw new RangeError('The lines have several rates of tax, and a charge or allowance of the whole invoice does not say its own. Make it a line.')
  return rate
}

function agreed(what: string, stated: Decimal | undefined, computed: Decimal): Decimal {
  if (stated !== undefined && !equal(stated, computed)) throw new RangeError(`The invoice states ${stated} as ${what}; it comes to ${computed}.`)
  return computed
}

/** Account numbers of one party with the other have no place in a Peppol invoice. */
const withoutAccounts = (party: Invoice['seller']): Invoice['seller'] => party && { ...party, identifiers: party.identifiers.filter(({ scheme }) => scheme !== 'buyer' && scheme !== 'seller') }
