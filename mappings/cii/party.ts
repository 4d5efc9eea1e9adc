import { type Address, type Contact, type Identifier, type Party } from '../../orders/draft'
import { schemeOf } from '../ubl/party'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { present, type XmlValues } from '../xml/values'

/** A trade party with what it is known by. */
export function partyOf(element: XmlElement | undefined, values: XmlValues): Party | undefined {
  if (!element) return undefined
  const postal = childOf(element, 'PostalTradeAddress')
  const lines = ['LineOne', 'LineTwo', 'LineThree'].map((name) => values.text(postal, name)).filter((line) => line !== undefined)
  const address: Address = present({ lines: lines.length > 0 ? lines : undefined, city: values.text(postal, 'CityName'), postalCode: values.text(postal, 'PostcodeCode'), region: values.text(postal, 'CountrySubDivisionName'), country: values.text(postal, 'CountryID') })
  const named = childOf(element, 'DefinedTradeContact')
  const contact: Contact = present({ name: values.text(named, 'PersonName') ?? values.text(named, 'DepartmentName'), phone: values.text(named, 'TelephoneUniversalCommunication', 'CompleteNumber'), email: values.text(named, 'EmailURIUniversalCommunication', 'URIID') })
  return present({ name: values.text(element, 'Name'), identifiers: identifiersOf(element, values), address: Object.keys(address).length > 0 ? address : undefined, contact: Object.keys(contact).length > 0 ? contact : undefined })
}

function identifiersOf(element: XmlElement, values: XmlValues): Identifier[] {
  const found: Identifier[] = []
  const add = (scheme: string, value: string | undefined): void => {
    if (value !== undefined && !found.some((known) => known.scheme === scheme && known.value === value)) found.push({ scheme, value })
  }
  for (const id of childrenOf(element, 'GlobalID')) add(schemeOf(id.attributes.get('schemeID')), values.text(id))
  const endpoint = at(element, 'URIUniversalCommunication', 'URIID')
  const electronic = endpoint?.attributes.get('schemeID')
  add(electronic === 'EM' ? 'email' : schemeOf(electronic), values.text(endpoint))
  for (const id of childrenOf(element, 'ID')) add('seller', values.text(id))
  for (const registration of childrenOf(element, 'SpecifiedTaxRegistration')) {
    const id = childOf(registration, 'ID')
    add(id?.attributes.get('schemeID') === 'VA' ? 'VAT' : 'fiscal', values.text(id))
  }
  return found
}
