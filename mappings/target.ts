import { type DraftLine, type OrderDraft, type Party } from '../orders/draft'
import { type Field } from './profile'

type Kind = NonNullable<Field['as']>

const PARTIES = ['buyer', 'seller', 'shipTo', 'billTo'] as const
const HEADER = ['reference', 'origin', 'release', 'issuedOn', 'currency', 'requestedDelivery', 'paymentTerms', 'deliveryTerms', 'lineExtension', 'payable'] as const
const LINE = ['id', 'buyersItem', 'sellersItem', 'standardItem', 'description', 'quantity', 'unit', 'sourceUnit', 'lineExtension', 'requestedDelivery'] as const

/** How the places that are no plain text are read, where the field table does not say. */
const KINDS = new Map<string, Kind>([
  ['issuedOn', 'date'], ['requestedDelivery', 'date'], ['lines.requestedDelivery', 'date'], ['currency', 'currency'],
  ['lineExtension', 'decimal'], ['payable', 'decimal'], ['lines.quantity', 'decimal'], ['lines.price.amount', 'decimal'],
  ['lines.price.base', 'decimal'], ['lines.lineExtension', 'decimal'], ['lines.unit', 'unit'], ['lines.standardItem', 'gtin'],
])
export const kindOf = (field: Field): Kind => field.as ?? KINDS.get(field.to) ?? 'text'

const PARTY_PATH = new RegExp(`^(${PARTIES.join('|')})\\.(?:(name)|identifiers\\.([A-Za-z][\\w:+-]*)|address\\.(lines|city|postalCode|region|country)|contact\\.(name|phone|email))$`)

/** Is it a place of the OrderDraft that a field table may fill? */
export const isTarget = (path: string): boolean =>
  path === 'notes' || path === 'authorisation.reference' || path === 'authorisation.gateway' || (HEADER as readonly string[]).includes(path) || PARTY_PATH.test(path) || isLineTarget(path)

/** Does the place belong to the line and not to the whole order? */
export const isLineTarget = (path: string): boolean =>
  path === 'lines.notes' || path === 'lines.price.amount' || path === 'lines.price.base'
  || (path.startsWith('lines.') && (LINE as readonly string[]).includes(path.slice(6)))

/** Puts a value that was read at its place in the order. False where there is no such place. */
export function putHeader(draft: OrderDraft, path: string, value: string): boolean {
  const simple = HEADER.find((name) => name === path)
  if (simple) draft[simple] = value
  else if (path === 'notes') (draft.notes ??= []).push(value)
  else if (path === 'authorisation.reference') draft.authorisation = { ...draft.authorisation, reference: value }
  else if (path === 'authorisation.gateway') { if (draft.authorisation) draft.authorisation.gateway = value } else {
    const match = PARTY_PATH.exec(path)
    if (!match) return false
    putParty((draft[match[1] as (typeof PARTIES)[number]] ??= { identifiers: [] }), match, value)
  }
  return true
}

/** Puts a value that was read at its place in the line. False where there is no such place. */
export function putLine(line: DraftLine, path: string, value: string): boolean {
  const simple = LINE.find((name) => `lines.${name}` === path)
  if (simple) line[simple] = value
  else if (path === 'lines.notes') (line.notes ??= []).push(value)
  else if (path === 'lines.price.amount') line.price = { ...line.price, amount: value }
  else if (path === 'lines.price.base') line.price = { amount: line.price?.amount ?? '', base: value }
  else return false
  return true
}

function putParty(party: Party, match: RegExpExecArray, value: string): void {
  const [, , name, scheme, address, contact] = match
  if (name) party.name = value
  else if (scheme) party.identifiers.push({ scheme, value })
  else if (address === 'lines') ((party.address ??= {}).lines ??= []).push(value)
  else if (address) (party.address ??= {})[address as 'city' | 'postalCode' | 'region' | 'country'] = value
  else if (contact) (party.contact ??= {})[contact as 'name' | 'phone' | 'email'] = value
}
