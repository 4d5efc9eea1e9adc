import { divide, equal, multiply, round } from '../../../orders/decimal'
import { type Address, type AllowanceCharge, type Contact, type DraftLine, type Identifier, type Party } from '../../../orders/draft'
import { group, node, optional, type XmlNode } from '../../xml/write'

/** Line items that any UBL document has: whose number is which. */
type Items = Pick<DraftLine, 'buyersItem' | 'sellersItem' | 'standardItem' | 'description'>

const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:'

/** The root of a document of Peppol BIS 3, with what says so. */
export const document = (type: string, customization: string, profile: string, ...content: (XmlNode | undefined | XmlNode[])[]): XmlNode =>
  node(type, { xmlns: `${NAMESPACE}${type}-2`, 'xmlns:cac': `${NAMESPACE}CommonAggregateComponents-2`, 'xmlns:cbc': `${NAMESPACE}CommonBasicComponents-2` },
    node('cbc:CustomizationID', customization), node('cbc:ProfileID', profile), ...content)

/** EAS codes of schemes, and those of the VAT numbers of countries. */
const CODES = new Map([['GLN', '0088'], ['DUNS', '0060']])
const VAT = new Map(Object.entries({
  HU: '9910', AT: '9914', ES: '9920', AD: '9922', AL: '9923', BA: '9924', BE: '9925', BG: '9926', CH: '9927', CY: '9928', CZ: '9929', DE: '9930', EE: '9931', GB: '9932', EL: '9933', GR: '9933', HR: '9934', IE: '9935',
  LI: '9936', LT: '9937', LU: '9938', LV: '9939', MC: '9940', ME: '9941', MK: '9942', MT: '9943', NL: '9944', PL: '9945', PT: '9946', RO: '9947', RS: '9948', SI: '9949', SK: '9950', SM: '9951', TR: '9952', VA: '9953',
  SE: '9955', FR: '9957',
}))
/** Identifiers that stand in a place of their own and not in PartyIdentification. */
const ELSEWHERE = new Set(['VAT', 'buyer', 'seller', 'registration'])

const schemeIdOf = (scheme: string): string | undefined => (scheme === 'UBL' ? undefined : CODES.get(scheme) ?? scheme.replace(/^EAS:/, ''))

/** A role such as `cac:BuyerCustomerParty`, with the party in it; nothing where there is none. */
export function role(name: string, party: Party | undefined): XmlNode | undefined {
  if (!party) return undefined
  const own = (scheme: string): string | undefined => party.identifiers.find((identifier) => identifier.scheme === scheme)?.value
  return node(name, optional('cbc:CustomerAssignedAccountID', own('buyer')), optional('cbc:SupplierAssignedAccountID', own('seller')), node('cac:Party', partyContent(party)))
}

/** What stands in a `cac:Party`, in the order of the schema. */
export function partyContent({ name, identifiers, address, contact }: Party): XmlNode[] {
  const vat = identifiers.find(({ scheme }) => scheme === 'VAT')?.value
  return [
    endpoint(identifiers), ...identifiers.filter(({ scheme }) => !ELSEWHERE.has(scheme)).map(({ scheme, value }) => node('cac:PartyIdentification', node('cbc:ID', { schemeID: schemeIdOf(scheme) }, value))),
    name === undefined ? undefined : node('cac:PartyName', node('cbc:Name', name)), addressNode('cac:PostalAddress', address),
    vat === undefined ? undefined : node('cac:PartyTaxScheme', node('cbc:CompanyID', vat), taxScheme()),
    group('cac:PartyLegalEntity', optional('cbc:RegistrationName', name), optional('cbc:CompanyID', identifiers.find(({ scheme }) => scheme === 'registration')?.value)),
    contactNode(contact),
  ].filter((part) => part !== undefined)
}

/** The electronic address is the first identifier that has a code of the EAS list. */
function endpoint(identifiers: readonly Identifier[]): XmlNode | undefined {
  for (const { scheme, value } of identifiers) {
    const code = scheme === 'VAT' ? VAT.get(value.slice(0, 2)) : CODES.get(scheme) ?? /^EAS:(\d{4})$/.exec(scheme)?.[1]
    if (code !== undefined) return node('cbc:EndpointID', { schemeID: code }, value)
  }
  return undefined
}

export const addressNode = (name: string, address: Address | undefined): XmlNode | undefined => {
  if (!address) return undefined
  const [street, additional, ...rest] = address.lines ?? []
  return group(name, optional('cbc:StreetName', street), optional('cbc:AdditionalStreetName', additional), optional('cbc:CityName', address.city), optional('cbc:PostalZone', address.postalCode),
    optional('cbc:CountrySubentity', address.region), rest.map((line) => node('cac:AddressLine', node('cbc:Line', line))),
    address.country === undefined ? undefined : node('cac:Country', node('cbc:IdentificationCode', address.country)))
}

export const contactNode = (contact: Contact | undefined): XmlNode | undefined =>
  contact && group('cac:Contact', optional('cbc:Name', contact.name), optional('cbc:Telephone', contact.phone), optional('cbc:ElectronicMail', contact.email))

/** Where goods go: the first identifier and the address are the location's, everything else the party's there. */
export function deliveryNodes(shipTo: Party | undefined): { location?: XmlNode; party?: XmlNode } {
  if (!shipTo) return {}
  const [first, ...rest] = shipTo.identifiers
  const location = group('cac:DeliveryLocation', first && node('cbc:ID', { schemeID: schemeIdOf(first.scheme) }, first.value), addressNode('cac:Address', shipTo.address))
  const party = group('cac:DeliveryParty', rest.map(({ scheme, value }) => node('cac:PartyIdentification', node('cbc:ID', { schemeID: schemeIdOf(scheme) }, value))),
    shipTo.name === undefined ? undefined : node('cac:PartyName', node('cbc:Name', shipTo.name)), contactNode(shipTo.contact))
  return { ...(location && { location }), ...(party && { party }) }
}

/** A period that ends on the day; with the time where it has one. */
export const period = (name: string, date: string | undefined): XmlNode | undefined =>
  date === undefined ? undefined : node(name, node('cbc:EndDate', date.slice(0, 10)))

export const amountNode = (name: string, value: string | undefined, currency: string): XmlNode | undefined => optional(name, value, { currencyID: currency })

export const quantityNode = (name: string, value: string | undefined, unit: string | undefined): XmlNode | undefined => optional(name, value, { unitCode: unit })

export const taxScheme = (id = 'VAT'): XmlNode => node('cac:TaxScheme', node('cbc:ID', id))

/** `cac:Item`; a name is required there, so that without a description the item's number stands for it. */
export const itemNode = (items: Items, ...content: (XmlNode | undefined)[]): XmlNode =>
  node('cac:Item', optional('cbc:Name', items.description ?? items.sellersItem ?? items.buyersItem ?? items.standardItem),
    items.buyersItem === undefined ? undefined : node('cac:BuyersItemIdentification', node('cbc:ID', items.buyersItem)),
    items.sellersItem === undefined ? undefined : node('cac:SellersItemIdentification', node('cbc:ID', items.sellersItem)),
    items.standardItem === undefined ? undefined : node('cac:StandardItemIdentification', node('cbc:ID', { schemeID: '0160' }, items.standardItem)), ...content)

/** `cac:Price` with its base quantity. */
export const priceNode = (price: DraftLine['price'], unit: string | undefined, currency: string): XmlNode | undefined =>
  price && node('cac:Price', amountNode('cbc:PriceAmount', price.amount, currency), quantityNode('cbc:BaseQuantity', price.base, unit))

/** `cac:AllowanceCharge`. Throws a RangeError where it has no amount: UBL has none without. */
export function allowanceNode({ kind, code, text, amount, percent }: AllowanceCharge, currency: string, ...content: (XmlNode | undefined)[]): XmlNode {
  if (amount === undefined) throw new RangeError(`An ${kind} of a UBL document needs an amount; ${text ?? code ?? 'this one'} has none.`)
  const base = percent === undefined || equal(percent, '0') ? undefined : round(divide(multiply(amount, '100'), percent), 2)
  // a percentage is written where it leads to the amount
  const proven = base !== undefined && percent !== undefined && equal(round(divide(multiply(base, percent), '100'), 2), round(amount, 2))
  return node('cac:AllowanceCharge', node('cbc:ChargeIndicator', kind === 'charge' ? 'true' : 'false'), optional('cbc:AllowanceChargeReasonCode', code), optional('cbc:AllowanceChargeReason', text),
    proven ? node('cbc:MultiplierFactorNumeric', percent) : undefined, amountNode('cbc:Amount', amount, currency), proven ? amountNode('cbc:BaseAmount', base, currency) : undefined, ...content)
}

export const notes = (texts: readonly string[] | undefined): XmlNode[] => (texts ?? []).map((text) => node('cbc:Note', text))

/** The currency that every amount of a UBL document must name. Throws a RangeError where there is none. */
export function currencyOf(document: { currency?: string | undefined }): string {
  if (document.currency === undefined) throw new RangeError('A UBL document names the currency of its amounts; this one has none. Give `currency`.')
  return document.currency
}
