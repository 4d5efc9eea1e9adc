import { divide, equal, isZero, multiply, round } from '../../orders/decimal'
import { type AllowanceCharge, type DraftLine } from '../../orders/draft'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'

type Items = Pick<DraftLine, 'buyersItem' | 'sellersItem' | 'standardItem' | 'description'>

/** The item of a line (`cac:Item`): whose number is which, and its name. */
export function itemOf(item: XmlElement | undefined, values: XmlValues): Items {
  const standard = at(item, 'StandardItemIdentification', 'ID')
  const scheme = standard?.attributes.get('schemeID') ?? '0160'
  const name = values.text(item, 'Name')
  const description = values.text(item, 'Description')
  return present({
    buyersItem: values.text(item, 'BuyersItemIdentification', 'ID'), sellersItem: values.text(item, 'SellersItemIdentification', 'ID'),
    // a standard number of another scheme is told in extra
    standardItem: /^(0160|GTIN|EAN|UPC|SRV)/i.test(scheme) ? values.gtin(standard) : undefined,
    description: name ?? description,
  })
}

/** Quantity with its unit, from an element such as `cbc:Quantity` or `cbc:InvoicedQuantity`. */
export function quantityOf(element: XmlElement | undefined, target: Pick<DraftLine, 'quantity' | 'unit' | 'sourceUnit'>, values: XmlValues): void {
  const quantity = values.decimal(element)
  if (quantity !== undefined) target.quantity = quantity
  values.unit(element?.attributes.get('unitCode'), target, element)
}

/** Net price and its base quantity (`cac:Price`). */
export function priceOf(price: XmlElement | undefined, values: XmlValues): DraftLine['price'] {
  const amount = values.decimal(price, 'PriceAmount')
  if (amount === undefined) return undefined
  const base = values.decimal(price, 'BaseQuantity')
  if (base !== undefined && isZero(base)) {
    values.report('price-base-zero', 'error', childOf(price, 'BaseQuantity'), 'The price is given for a quantity of 0.')
    return undefined
  }
  return base === undefined || equal(base, '1') ? { amount } : { amount, base }
}

/** Allowances and charges that stand directly in the element. */
export function allowancesOf(element: XmlElement, values: XmlValues): AllowanceCharge[] | undefined {
  const found = childrenOf(element, 'AllowanceCharge').map((entry): AllowanceCharge => {
    const charge = /^(true|1)$/.test(values.text(entry, 'ChargeIndicator') ?? 'false')
    const amount = values.decimal(entry, 'Amount')
    return present({
      kind: charge ? 'charge' as const : 'allowance' as const, code: values.text(entry, 'AllowanceChargeReasonCode'), text: values.text(entry, 'AllowanceChargeReason'),
      amount, percent: percentOf(entry, amount, values),
    })
  })
  return found.length > 0 ? found : undefined
}

/** The factor is a percentage in EN 16931 and a fraction in plain UBL: the amounts beside it tell which; alone it is not taken. */
function percentOf(entry: XmlElement, amount: string | undefined, values: XmlValues): string | undefined {
  const factor = values.decimal(entry, 'MultiplierFactorNumeric')
  const base = values.decimal(entry, 'BaseAmount')
  if (factor === undefined || base === undefined || amount === undefined) return undefined
  const product = multiply(factor, base)
  if (equal(round(divide(product, '100'), 2), round(amount, 2))) return factor
  return equal(round(product, 2), round(amount, 2)) ? multiply(factor, '100') : undefined
}

/** The wanted date of a `cac:Delivery`: the end of its period, or the beginning where it has no end. */
export function wantedOf(delivery: XmlElement | undefined, values: XmlValues): string | undefined {
  const period = childOf(delivery, 'RequestedDeliveryPeriod')
  const end = values.date(period, 'EndDate')
  const begin = values.date(period, 'StartDate')
  return end ?? begin ?? values.date(delivery, 'LatestDeliveryDate')
}

/** Tax categories of an item with their rate. */
export function taxesOf(item: XmlElement | undefined, values: XmlValues): DraftLine['taxes'] {
  const found = childrenOf(item, 'ClassifiedTaxCategory').map((category) => present({
    type: values.text(category, 'TaxScheme', 'ID'), percent: values.decimal(category, 'Percent'), category: values.text(category, 'ID'),
  }))
  return found.length > 0 ? found : undefined
}

/** Texts of every `cbc:Note` of the element. */
export function notesOf(element: XmlElement, values: XmlValues): string[] | undefined {
  const found = childrenOf(element, 'Note').map((note) => values.text(note)).filter((note) => note !== undefined)
  return found.length > 0 ? found : undefined
}

/** The line's own number, or its place where it has none. */
export const lineIdOf = (element: XmlElement | undefined, position: number, values: XmlValues): string => values.text(element, 'ID') ?? String(position)
