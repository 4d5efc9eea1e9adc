import { invoiceProblems } from '../invoiceSums'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { type XmlConsumer, type XmlMapping } from '../xml/mapping'
import { present, XmlValues } from '../xml/values'
import { lineOf, sumsOf } from './amounts'
import { partyOf } from './party'

/** UN/CEFACT Cross Industry Invoice, as EN 16931, Factur-X and XRechnung use it: an invoice, its sums checked. */
export const cii: XmlMapping = {
  format: 'cii',
  root: ({ name, namespace }) => name === 'CrossIndustryInvoice' && /^urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:\d+$/.test(namespace),
  namespace: (namespace) => namespace.startsWith('urn:un:unece:uncefact:'),
  ignored: new Set(['AttachmentBinaryObject']),
  open(root, options): XmlConsumer {
    return {
      // the seller stands behind the lines, and so nothing is given out before the end
      parts: new Set(),
      take() {
        const values = new XmlValues()
        const trade = childOf(root, 'SupplyChainTradeTransaction')
        const seller = partyOf(at(trade, 'ApplicableHeaderTradeAgreement', 'SellerTradeParty'), values)
        values.profile = options.profile?.(seller?.identifiers ?? [])
        const guideline = values.text(root, 'ExchangedDocumentContext', 'GuidelineSpecifiedDocumentContextParameter', 'ID')
        const lines = childrenOf(trade, 'IncludedSupplyChainTradeLineItem').map((item, i) => lineOf(item, i + 1, values))
        const sums = sumsOf(childOf(trade, 'ApplicableHeaderTradeSettlement'), values)
        // an extension may add amounts of its own to the sums
        const severity = /en16931|factur-x|xrechnung/i.test(guideline ?? '') && !/#conformant#/.test(guideline ?? '') ? 'error' : 'warning'
        for (const problem of invoiceProblems({ ...sums, lines }, severity)) values.add(problem)
        const document = { ...headerOf(root, trade, values), ...present({ seller }), ...sums, lines }
        return present({ type: 'CrossIndustryInvoice', version: guideline, control: document.number, segments: lines.length, document, problems: values.problems() })
      },
    }
  },
}

function headerOf(root: XmlElement, trade: XmlElement | undefined, values: XmlValues): Record<string, unknown> & { number: string | undefined } {
  const exchanged = childOf(root, 'ExchangedDocument')
  const agreement = childOf(trade, 'ApplicableHeaderTradeAgreement')
  const delivery = childOf(trade, 'ApplicableHeaderTradeDelivery')
  const settlement = childOf(trade, 'ApplicableHeaderTradeSettlement')
  const notes = childrenOf(exchanged, 'IncludedNote').map((note) => values.text(note, 'Content')).filter((note) => note !== undefined)
  return present({
    number: values.text(exchanged, 'ID'), code: values.text(exchanged, 'TypeCode'), issuedOn: values.date(exchanged, 'IssueDateTime', 'DateTimeString'),
    dueOn: values.date(settlement, 'SpecifiedTradePaymentTerms', 'DueDateDateTime', 'DateTimeString'), order: values.text(agreement, 'BuyerOrderReferencedDocument', 'IssuerAssignedID'),
    despatch: values.text(delivery, 'DespatchAdviceReferencedDocument', 'IssuerAssignedID'), invoice: values.text(settlement, 'InvoiceReferencedDocument', 'IssuerAssignedID'), buyerReference: values.text(agreement, 'BuyerReference'),
    buyer: partyOf(childOf(agreement, 'BuyerTradeParty'), values), shipTo: partyOf(childOf(delivery, 'ShipToTradeParty'), values), deliveredOn: values.date(delivery, 'ActualDeliverySupplyChainEvent', 'OccurrenceDateTime', 'DateTimeString'),
    paymentTerms: values.text(settlement, 'SpecifiedTradePaymentTerms', 'Description'), account: values.text(settlement, 'SpecifiedTradeSettlementPaymentMeans', 'PayeePartyCreditorFinancialAccount', 'IBANID'),
    paymentReference: values.text(settlement, 'PaymentReference'), notes: notes.length > 0 ? notes : undefined,
  })
}
