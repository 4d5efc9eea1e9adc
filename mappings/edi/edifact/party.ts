import { type Address, type Contact, type Identifier, type Party } from '../../../orders/draft'
import { isGlnAt } from '../digits'
import { nadIdentifier } from '../identifiers'
import { keep, type MessageContext } from '../message'
import { tellGln } from '../numbers'
import { FoundParties, RoleTable } from '../roles'
import { type Segment } from '../segment'

/** Party functions (EDIFACT 3035) of the parties that an order knows, the better one first. */
const OF_ORDERS = { buyer: ['BY', 'OB'], seller: ['SU', 'SE'], shipTo: ['DP', 'ST', 'CN'], billTo: ['IV', 'BT'] }
const ORDER_ROLES = new RoleTable(OF_ORDERS)
/** Those that the other documents know besides. */
export const DOCUMENT_ROLES = new RoleTable({ ...OF_ORDERS, shipFrom: ['SF', 'CZ'], warehouse: ['WH'], payer: ['PR'], payee: ['PE'] })

/** References (1153) that are an identifier of the party they stand with. */
const IDENTIFIERS = new Map([['VA', 'VAT'], ['GN', 'GN'], ['XA', 'company'], ['FC', 'fiscal'], ['YC1', 'party']])

/** Collects NAD groups: NAD opens a party; CTA, COM, and RFF with a party's number tell more of it. */
export class EdifactParties {
  private readonly found: FoundParties
  private open: Party | undefined

  constructor(private readonly context: MessageContext, roles: RoleTable = ORDER_ROLES) {
    this.found = new FoundParties(roles)
  }

  /** Opens a party. False where its function is none that {@link assign} takes: the caller keeps it then. */
  nad(s: Segment): boolean {
    const code = s.part(1, 1)
    const place = this.found.placeFor(code)
    this.open = undefined
    if (place === 'again') this.context.report('party-repeated', `The party ${code} stands twice; the first was taken.`, s.where(1))
    if (typeof place !== 'number') {
      this.check(nadIdentifier(s.part(2, 1), s.part(2, 2), s.part(2, 3)), s)
      return false
    }
    const party = this.own(s)
    this.found.set(place, code, party, s)
    return true
  }

  /** Opens a party that has no role of the document. */
  own(s: Segment): Party {
    this.open = partyOf(s)
    this.check(this.open.identifiers[0], s)
    return this.open
  }

  private check(identifier: Identifier | undefined, s: Segment): void {
    if (identifier?.scheme === 'GLN' && !isGlnAt(s, s.startOf(2))) tellGln(identifier, s, this.context.report, 2, 1)
  }

  close(): void {
    this.open = undefined
  }

  /** CTA, COM or RFF of the open party. False where it is none of theirs. */
  detail(s: Segment): boolean {
    const party = this.open
    if (!party) return false
    if (s.tag === 'CTA') {
      const name = s.part(2, 2) || s.part(2, 1)
      if (name === '') return false
      const contact: Contact = (party.contact ??= {})
      contact.name ??= name
      return true
    }
    if (s.tag === 'COM') return communications(s, party)
    const scheme = s.tag === 'RFF' ? IDENTIFIERS.get(s.part(1, 1)) : undefined
    if (scheme === undefined || s.part(1, 2) === '') return false
    party.identifiers.push({ scheme, value: s.part(1, 2) })
    return true
  }

  /** Sets the roles; a party that none of them takes is kept with what was told of it. */
  assign(target: { extra?: Record<string, string[]>; [role: string]: unknown }): void {
    this.found.assign(target)
    for (const { party: { contact, identifiers }, text } of this.found.left(target)) {
      const extra = (target.extra ??= {})
      keep(extra, 'NAD', text)
      if (contact) keep(extra, 'CTA', Object.values(contact).join('+'))
      for (const { scheme, value } of identifiers.slice(1)) keep(extra, 'RFF', `${scheme}:${value}`)
    }
  }
}

/**
 * A NAD's party: C082 identification, C058 unstructured name and address, C080 name, C059 street, then city, C819 region, postal
 * code, country. Where only C058 is used its first line is the name.
 */
export function partyOf(s: Segment): Party {
  const identifier = nadIdentifier(s.part(2, 1), s.part(2, 2), s.part(2, 3))
  const party: Party = { identifiers: identifier ? [identifier] : [] }
  if (s.elements < 3) return party
  const free = parts(s, 3, 5)
  const name = parts(s, 4, 5)
  const street = parts(s, 5, 4)
  if (name.length > 0) party.name = name.join(' ')
  else if (free.length > 0) party.name = free.shift()!
  const lines = [...free, ...street]
  if (lines.length === 0 && s.elements < 6) return party
  const address: Address = {}
  if (lines.length > 0) address.lines = lines
  if (s.has(6)) address.city = s.part(6, 1)
  if (s.has(7)) address.region = s.part(7, 1) || s.part(7, 4)
  if (s.has(8)) address.postalCode = s.part(8, 1)
  if (s.has(9)) address.country = s.part(9, 1)
  party.address = address
  return party
}

const parts = (s: Segment, element: number, most: number): string[] => {
  const found: string[] = []
  for (let component = 1; component <= most && element <= s.elements; component++) {
    const text = s.part(element, component)
    if (text !== '') found.push(text)
  }
  return found
}

/** COM: number and kind (3155), repeated from syntax 4 on. */
function communications(s: Segment, party: Party): boolean {
  const contact: Contact = (party.contact ??= {})
  let taken = false
  for (let element = 1; element <= s.elements; element++) {
    for (const [number, kind] of s.repetitions(element)) {
      if (number === undefined || number === '') continue
      if (kind === 'TE' && contact.phone === undefined) contact.phone = number
      else if (kind === 'EM' && contact.email === undefined) contact.email = number
      else continue
      taken = true
    }
  }
  if (Object.keys(contact).length === 0) delete party.contact
  return taken
}
