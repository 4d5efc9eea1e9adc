import { equal } from '../../orders/decimal'
import { type Address, type AllowanceCharge, type Contact, type DraftLine, type OrderDraft, type Party } from '../../orders/draft'
import { at, childrenOf, childOf, extraOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'

/** OrderRequestHeader: number, date, money, addresses. `Total` is without tax and shipping (cXML reference, Total), so it is the sum of the lines. */
export function headerOf(header: XmlElement | undefined, values: XmlValues): Omit<OrderDraft, 'lines'> {
  const attribute = (name: string): string | undefined => header?.attributes.get(name)?.trim() || undefined
  const money = at(header, 'Total', 'Money')
  const shipTo = addressOf(at(header, 'ShipTo', 'Address'), values)
  const days = values.text(at(header, 'PaymentTerm')) ?? childOf(header, 'PaymentTerm')?.attributes.get('payInNumberOfDays')
  const charges = [chargeOf('freight', at(header, 'Shipping'), values), chargeOf('tax', at(header, 'Tax'), values)].filter((charge) => charge !== undefined)
  const contact = contactOf(childrenOf(header, 'Contact').find((entry) => /purchas|buyer/i.test(entry.attributes.get('role') ?? '')) ?? childOf(header, 'Contact'), values)
  const terms = at(header, 'TermsOfDelivery', 'TransportTerms')
  return present({
    reference: attribute('orderID'), issuedOn: dated(attribute('orderDate'), header, values), currency: values.currency(money?.attributes.get('currency'), money),
    buyer: contact ? { identifiers: [], contact } : undefined, shipTo, billTo: addressOf(at(header, 'BillTo', 'Address'), values),
    requestedDelivery: dated(attribute('requestedDeliveryDate'), header, values), paymentTerms: days === undefined ? undefined : /^\d+$/.test(days) ? `${days} days` : days,
    deliveryTerms: terms?.attributes.get('value') ?? values.text(terms), notes: notesOf(header, values),
    allowancesCharges: charges.length > 0 ? charges : undefined, lineExtension: values.decimal(money),
    ...(header && extrinsics(header, values)),
  })
}

/** ItemOut: an order line. */
export function lineOf(item: XmlElement, position: number, values: XmlValues): DraftLine {
  const detail = childOf(item, 'ItemDetail') ?? childOf(item, 'BlanketItemDetail')
  const line: DraftLine = { id: item.attributes.get('lineNumber') ?? String(position) }
  const ids = childOf(item, 'ItemID')
  const auxiliary = values.text(ids, 'SupplierPartAuxiliaryID')
  const description = childOf(detail, 'Description')
  const basis = childOf(detail, 'PriceBasisQuantity')
  const base = values.decimalOf(basis?.attributes.get('quantity'), basis)
  const amount = values.decimal(detail, 'UnitPrice', 'Money')
  values.unit(values.text(detail, 'UnitOfMeasure'), line, childOf(detail, 'UnitOfMeasure'))
  const gtin = values.text(ids, 'IdReference') ?? childrenOf(detail, 'ItemDetailIndustry').map((entry) => values.text(entry, 'EANID')).find((id) => id !== undefined)
  Object.assign(line, present({
    sellersItem: values.text(ids, 'SupplierPartID'), buyersItem: values.text(ids, 'BuyerPartID'), standardItem: gtin,
    description: values.text(description) ?? values.text(description, 'ShortName'), quantity: values.decimalOf(item.attributes.get('quantity'), item),
    price: amount === undefined ? undefined : base === undefined || equal(base, '1') ? { amount } : { amount, base },
    requestedDelivery: dated(item.attributes.get('requestedDeliveryDate'), item, values), notes: notesOf(item, values),
  }))
  const extra = { ...(auxiliary === undefined ? {} : { SupplierPartAuxiliaryID: [auxiliary] }), ...(detail && extrinsics(detail, values).extra), ...extraOf(item) }
  if (Object.keys(extra).length > 0) line.extra = extra
  return line
}

const dated = (text: string | undefined, element: XmlElement | undefined, values: XmlValues): string | undefined => (text === undefined ? undefined : values.dateOf(text, element))

/** `Extrinsic name="…"` are the buyer's own fields. */
function extrinsics(element: XmlElement, values: XmlValues): { extra?: Record<string, string[]> } {
  const found = childrenOf(element, 'Extrinsic').map((entry) => [entry.attributes.get('name') ?? 'Extrinsic', values.text(entry)] as const).filter(([, text]) => text !== undefined)
  return found.length > 0 ? { extra: Object.fromEntries(found.map(([name, text]) => [name, [text!]])) } : {}
}

function notesOf(element: XmlElement | undefined, values: XmlValues): string[] | undefined {
  const found = childrenOf(element, 'Comments').map((comment) => values.text(comment)).filter((text) => text !== undefined)
  return found.length > 0 ? found : undefined
}

function chargeOf(code: string, element: XmlElement | undefined, values: XmlValues): AllowanceCharge | undefined {
  const amount = values.decimal(element, 'Money')
  return amount === undefined || equal(amount, '0') ? undefined : present({ kind: 'charge' as const, code, text: values.text(element, 'Description'), amount })
}

function addressOf(element: XmlElement | undefined, values: XmlValues): Party | undefined {
  if (!element) return undefined
  const postal = childOf(element, 'PostalAddress')
  const country = childOf(postal, 'Country')
  values.text(country)
  const lines = [...childrenOf(postal, 'DeliverTo'), ...childrenOf(postal, 'Street')].map((line) => values.text(line)).filter((line) => line !== undefined)
  const address: Address = present({
    lines: lines.length > 0 ? lines : undefined, city: values.text(postal, 'City'), region: values.text(postal, 'State'), postalCode: values.text(postal, 'PostalCode'),
    country: country?.attributes.get('isoCountryCode') ?? element.attributes.get('isoCountryCode'),
  })
  const id = element.attributes.get('addressID')
  return present({ name: values.text(element, 'Name'), identifiers: id ? [{ scheme: 'buyer', value: id }] : [], address: Object.keys(address).length > 0 ? address : undefined, contact: contactOf(element, values, false) })
}

function contactOf(element: XmlElement | undefined, values: XmlValues, named = true): Contact | undefined {
  const number = at(element, 'Phone', 'TelephoneNumber')
  const country = values.text(number, 'CountryCode')
  const phone = [country && `+${country}`, values.text(number, 'AreaOrCityCode'), values.text(number, 'Number')].filter(Boolean).join(' ') || undefined
  const contact: Contact = present({ name: named ? values.text(element, 'Name') : undefined, phone, email: values.text(element, 'Email') })
  return Object.keys(contact).length > 0 ? contact : undefined
}
