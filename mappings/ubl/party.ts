import { type Address, type Contact, type Identifier, type Party } from '../../orders/draft'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'

/** ISO 6523 and EAS codes that name a scheme of ours; the VAT numbers of the countries have one each (EAS 9910 to 9957). */
const SCHEMES = new Map([['0088', 'GLN'], ['GLN', 'GLN'], ['EAN', 'GLN'], ['0060', 'DUNS'], ['DUNS', 'DUNS'], ['VAT', 'VAT'], ['buyer', 'buyer'], ['seller', 'seller']])
const VAT = new Set('9910 9914 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9955 9957'.split(' '))

/** Our scheme for a `schemeID`: `GLN` for `0088`, `EAS:0192` for a code that has no name of ours, `UBL` where there is none. */
export function schemeOf(schemeId: string | undefined): string {
  if (schemeId === undefined || schemeId === '') return 'UBL'
  if (VAT.has(schemeId)) return 'VAT'
  return SCHEMES.get(schemeId) ?? (/^\d{4}$/.test(schemeId) ? `EAS:${schemeId}` : schemeId)
}

/** A party role such as `BuyerCustomerParty`, or the `Party` itself; undefined where it says nothing. */
export function partyOf(role: XmlElement | undefined, values: XmlValues): Party | undefined {
  if (!role) return undefined
  const party = childOf(role, 'Party') ?? role
  const identifiers = identifiersOf(role, party, values)
  const trading = values.text(party, 'PartyName', 'Name')
  const legal = values.text(party, 'PartyLegalEntity', 'RegistrationName')
  const name = trading ?? legal
  // another name in the register is told in extra
  const registered = at(party, 'PartyLegalEntity', 'RegistrationName')
  if (registered && legal !== name) registered.taken = false
  const address = addressOf(childOf(party, 'PostalAddress'), values)
  const contact = contactOf(childOf(party, 'Contact') ?? childOf(role, 'DeliveryContact') ?? childOf(role, 'AccountingContact'), values)
  if (name === undefined && identifiers.length === 0 && !address && !contact) return undefined
  return present({ name, identifiers, address, contact })
}

function identifiersOf(role: XmlElement, party: XmlElement, values: XmlValues): Identifier[] {
  const found: Identifier[] = []
  const add = (scheme: string, value: string | undefined): void => {
    if (value !== undefined && !found.some((known) => known.scheme === scheme && known.value === value)) found.push({ scheme, value })
  }
  const addId = (element: XmlElement | undefined): void => add(schemeOf(element?.attributes.get('schemeID')), values.text(element))
  for (const identification of childrenOf(party, 'PartyIdentification')) addId(childOf(identification, 'ID'))
  addId(childOf(party, 'EndpointID'))
  add('buyer', values.text(role, 'CustomerAssignedAccountID'))
  add('seller', values.text(role, 'SupplierAssignedAccountID'))
  for (const scheme of childrenOf(party, 'PartyTaxScheme')) {
    const tax = values.text(scheme, 'TaxScheme', 'ID') ?? 'VAT'
    add(tax === 'VA' ? 'VAT' : tax, values.text(scheme, 'CompanyID'))
  }
  const company = at(party, 'PartyLegalEntity', 'CompanyID')
  if (company) add(company.attributes.has('schemeID') ? schemeOf(company.attributes.get('schemeID')) : 'registration', values.text(company))
  return found
}

/** Street lines in their order, city, postal code, region, country. */
export function addressOf(element: XmlElement | undefined, values: XmlValues): Address | undefined {
  if (!element) return undefined
  const number = values.text(element, 'BuildingNumber')
  const street = values.text(element, 'StreetName')
  const lines = [
    [street, number].filter((part) => part !== undefined).join(' ') || undefined, values.text(element, 'AdditionalStreetName'), values.text(element, 'Postbox'),
    ...childrenOf(element, 'AddressLine').map((line) => values.text(line, 'Line')),
  ].filter((line) => line !== undefined)
  const address: Address = present({
    lines: lines.length > 0 ? lines : undefined, city: values.text(element, 'CityName'), postalCode: values.text(element, 'PostalZone'),
    region: values.text(element, 'CountrySubentity'), country: values.text(element, 'Country', 'IdentificationCode'),
  })
  return Object.keys(address).length > 0 ? address : undefined
}

export function contactOf(element: XmlElement | undefined, values: XmlValues): Contact | undefined {
  const contact: Contact = present({ name: values.text(element, 'Name'), phone: values.text(element, 'Telephone'), email: values.text(element, 'ElectronicMail') })
  return Object.keys(contact).length > 0 ? contact : undefined
}

/** Where goods go: the location's id and address, the party that receives them, whom to ask there. */
export function deliveryPartyOf(delivery: XmlElement | undefined, values: XmlValues): Party | undefined {
  if (!delivery) return undefined
  const location = childOf(delivery, 'DeliveryLocation')
  const party = partyOf(childOf(delivery, 'DeliveryParty'), values)
  const id = childOf(location, 'ID')
  const value = values.text(id)
  const identifiers = [...(value === undefined ? [] : [{ scheme: schemeOf(id?.attributes.get('schemeID')), value }]), ...(party?.identifiers ?? [])]
  const address = addressOf(childOf(location, 'Address') ?? childOf(delivery, 'DeliveryAddress'), values) ?? party?.address
  const name = party?.name ?? values.text(location, 'Name')
  if (name === undefined && identifiers.length === 0 && !address) return undefined
  return present({ name, identifiers, address, contact: party?.contact })
}
