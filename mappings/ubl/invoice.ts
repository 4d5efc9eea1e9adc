import { invoiceProblems, type InvoiceSums } from '../invoiceSums'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'
import { allowancesOf, itemOf, lineIdOf, notesOf, priceOf, quantityOf, taxesOf } from './line'
import { deliveryPartyOf, partyOf } from './party'
import { type UblDocument } from './ubl'

/** Invoice: lines, tax by category, and totals, checked against each other (EN 16931, BR-CO-10 to 17). */
export const invoice: UblDocument = documentOf('InvoiceLine', 'InvoicedQuantity', 'InvoiceTypeCode')
export const creditNote: UblDocument = documentOf('CreditNoteLine', 'CreditedQuantity', 'CreditNoteTypeCode')

function documentOf(line: string, quantity: string, code: string): UblDocument {
  return {
    line,
    open(root, values) {
      const lines: InvoiceLine[] = []
      return {
        line: (element) => { lines.push(lineOf(element, quantity, lines.length + 1, values)) },
        end() {
          const found = headerOf(root, code, values)
          // only EN 16931 gives the totals one meaning; elsewhere a difference is told and no more
          const customization = childOf(root, 'CustomizationID')?.text ?? ''
          // an extension may add amounts of its own to the sums
          const severity = /en16931|peppol/i.test(customization) && !/#conformant#/.test(customization) ? 'error' : 'warning'
          for (const problem of invoiceProblems({ ...found.sums, lines }, severity)) values.add(problem)
          return { control: found.header.number, document: { ...found.header, lines } }
        },
      }
    },
  }
}

type InvoiceLine = InvoiceSums['lines'][number] & Record<string, unknown>

function lineOf(element: XmlElement, quantity: string, position: number, values: XmlValues): InvoiceLine {
  const item = childOf(element, 'Item')
  const line: InvoiceLine = { id: lineIdOf(element, position, values), ...itemOf(item, values) }
  quantityOf(childOf(element, quantity), line, values)
  const taxes = taxesOf(item, values)
  return {
    ...line,
    ...present({
      price: priceOf(childOf(element, 'Price'), values), lineExtension: values.decimal(element, 'LineExtensionAmount'), allowancesCharges: allowancesOf(element, values), taxes, taxPercent: taxes?.[0]?.percent,
      order: values.text(element, 'OrderLineReference', 'OrderReference', 'ID'), orderLine: values.text(element, 'OrderLineReference', 'LineID'),
      despatch: values.text(element, 'DespatchLineReference', 'DocumentReference', 'ID'), notes: notesOf(element, values),
    }),
  }
}

function headerOf(root: XmlElement, code: string, values: XmlValues): { header: Record<string, unknown> & { number: string | undefined }; sums: Omit<InvoiceSums, 'lines'> } {
  const total = childOf(root, 'LegalMonetaryTotal')
  const currency = values.text(root, 'DocumentCurrencyCode')
  const tax = taxTotalOf(root, currency)
  const taxes = childrenOf(tax, 'TaxSubtotal').map((subtotal) => {
    const category = childOf(subtotal, 'TaxCategory')
    return present({
      category: values.text(category, 'ID'), type: values.text(category, 'TaxScheme', 'ID'), percent: values.decimal(category, 'Percent') ?? values.decimal(subtotal, 'Percent'),
      taxable: values.decimal(subtotal, 'TaxableAmount'), amount: values.decimal(subtotal, 'TaxAmount'), reason: values.text(category, 'TaxExemptionReason'),
    })
  })
  const means = childOf(root, 'PaymentMeans')
  const sums = present({
    charges: allowancesOf(root, values), taxes: taxes.length > 0 ? taxes : undefined, tax: values.decimal(tax, 'TaxAmount'), lineExtension: values.decimal(total, 'LineExtensionAmount'),
    allowanceTotal: values.decimal(total, 'AllowanceTotalAmount'), chargeTotal: values.decimal(total, 'ChargeTotalAmount'), taxExclusive: values.decimal(total, 'TaxExclusiveAmount'),
    taxInclusive: values.decimal(total, 'TaxInclusiveAmount'), prepaid: values.decimal(total, 'PrepaidAmount'), rounding: values.decimal(total, 'PayableRoundingAmount'),
    payable: values.decimal(total, 'PayableAmount'), currency,
  })
  return {
    sums,
    header: present({
      number: values.text(root, 'ID'), code: values.text(root, code), issuedOn: values.date(root, 'IssueDate'), dueOn: values.date(root, 'DueDate') ?? values.date(means, 'PaymentDueDate'),
      order: values.text(root, 'OrderReference', 'ID'), despatch: values.text(root, 'DespatchDocumentReference', 'ID'), invoice: values.text(at(root, 'BillingReference', 'InvoiceDocumentReference'), 'ID'),
      buyerReference: values.text(root, 'BuyerReference'), buyer: partyOf(childOf(root, 'AccountingCustomerParty'), values), seller: partyOf(childOf(root, 'AccountingSupplierParty'), values),
      shipTo: deliveryPartyOf(childOf(root, 'Delivery'), values), paymentTerms: values.text(root, 'PaymentTerms', 'Note'), account: values.text(means, 'PayeeFinancialAccount', 'ID'),
      paymentReference: values.text(means, 'PaymentID'), notes: notesOf(root, values), ...sums,
    }),
  }
}

/** A second tax total may stand in the currency of the tax office: ours is the one in the document's. */
function taxTotalOf(root: XmlElement, currency: string | undefined): XmlElement | undefined {
  const totals = childrenOf(root, 'TaxTotal')
  return totals.find((total) => childOf(total, 'TaxAmount')?.attributes.get('currencyID') === currency) ?? totals[0]
}
