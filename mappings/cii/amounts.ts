import { equal, isZero } from '../../orders/decimal'
import { type AllowanceCharge } from '../../orders/draft'
import { type InvoiceSums } from '../invoiceSums'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'

/** Tax by rate, allowances, charges and totals (`ApplicableHeaderTradeSettlement`). */
export function sumsOf(settlement: XmlElement | undefined, values: XmlValues): Omit<InvoiceSums, 'lines'> {
  const total = childOf(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation')
  const currency = values.text(settlement, 'InvoiceCurrencyCode')
  const taxes = childrenOf(settlement, 'ApplicableTradeTax').map((tax) => present({
    category: values.text(tax, 'CategoryCode'), type: values.text(tax, 'TypeCode'), percent: values.decimal(tax, 'RateApplicablePercent'), taxable: values.decimal(tax, 'BasisAmount'), amount: values.decimal(tax, 'CalculatedAmount'), reason: values.text(tax, 'ExemptionReason'),
  }))
  // a second total may stand in the currency of the tax office
  const tax = childrenOf(total, 'TaxTotalAmount').find((amount) => [undefined, currency].includes(amount.attributes.get('currencyID')))
  return present({
    currency, charges: allowancesOf(settlement, values), taxes: taxes.length > 0 ? taxes : undefined, tax: values.decimal(tax), lineExtension: values.decimal(total, 'LineTotalAmount'), allowanceTotal: values.decimal(total, 'AllowanceTotalAmount'),
    chargeTotal: values.decimal(total, 'ChargeTotalAmount'), taxExclusive: values.decimal(total, 'TaxBasisTotalAmount'), taxInclusive: values.decimal(total, 'GrandTotalAmount'), prepaid: values.decimal(total, 'TotalPrepaidAmount'),
    rounding: values.decimal(total, 'RoundingAmount'), payable: values.decimal(total, 'DuePayableAmount'),
  })
}

/** A line with its item, quantity, net price and amount. */
export function lineOf(item: XmlElement, position: number, values: XmlValues): InvoiceSums['lines'][number] & Record<string, unknown> {
  const product = childOf(item, 'SpecifiedTradeProduct')
  const agreement = childOf(item, 'SpecifiedLineTradeAgreement')
  const settlement = childOf(item, 'SpecifiedLineTradeSettlement')
  const billed = at(item, 'SpecifiedLineTradeDelivery', 'BilledQuantity')
  const gtin = childOf(product, 'GlobalID')
  const unit: { unit?: string; sourceUnit?: string } = {}
  values.unit(billed?.attributes.get('unitCode'), unit, billed)
  return present({
    id: values.text(item, 'AssociatedDocumentLineDocument', 'LineID') ?? String(position), buyersItem: values.text(product, 'BuyerAssignedID'), sellersItem: values.text(product, 'SellerAssignedID'),
    standardItem: gtin?.attributes.get('schemeID') === '0160' ? values.gtin(gtin) : undefined, description: values.text(product, 'Name'), quantity: values.decimal(billed), ...unit,
    price: priceOf(agreement, values), allowancesCharges: allowancesOf(settlement, values), taxPercent: values.decimal(settlement, 'ApplicableTradeTax', 'RateApplicablePercent'),
    lineExtension: values.decimal(settlement, 'SpecifiedTradeSettlementLineMonetarySummation', 'LineTotalAmount'), orderLine: values.text(agreement, 'BuyerOrderReferencedDocument', 'LineID'),
  })
}

function priceOf(agreement: XmlElement | undefined, values: XmlValues): InvoiceSums['lines'][number]['price'] {
  const amount = values.decimal(agreement, 'NetPriceProductTradePrice', 'ChargeAmount')
  const base = values.decimal(agreement, 'NetPriceProductTradePrice', 'BasisQuantity')
  if (amount === undefined) return undefined
  return base === undefined || isZero(base) || equal(base, '1') ? { amount } : { amount, base }
}

function allowancesOf(element: XmlElement | undefined, values: XmlValues): AllowanceCharge[] | undefined {
  const found = childrenOf(element, 'SpecifiedTradeAllowanceCharge').map((entry): AllowanceCharge => present({
    kind: values.text(entry, 'ChargeIndicator', 'Indicator') === 'true' ? 'charge' as const : 'allowance' as const, code: values.text(entry, 'ReasonCode'), text: values.text(entry, 'Reason'),
    amount: values.decimal(entry, 'ActualAmount'), percent: values.decimal(entry, 'CalculationPercent'),
  }))
  return found.length > 0 ? found : undefined
}
