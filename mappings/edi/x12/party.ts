import { type Contact, type Identifier, type Party } from '../../../orders/draft'
import { n1Identifier } from '../identifiers'
import { keep, type MessageContext } from '../message'
import { tellGln } from '../numbers'
import { FoundParties, RoleTable } from '../roles'
import { type Segment } from '../segment'

/** Entity codes (X12 98) of the parties that an order knows, the better one first. */
const OF_ORDERS = { buyer: ['BY', 'OB', 'SO', 'BO'], seller: ['SE', 'SU', 'VN'], shipTo: ['ST', 'DE', 'BS'], billTo: ['BT', 'BS'] }
export const ORDER_ROLES = new RoleTable(OF_ORDERS)
/** Those that the other documents know besides. */
export const DOCUMENT_ROLES = new RoleTable({ ...OF_ORDERS, shipTo: [...OF_ORDERS.shipTo, 'CN'], shipFrom: ['SF', 'SH'], warehouse: ['WH'], remitTo: ['RI', 'RE'], payer: ['PR'], payee: ['PE'] })

/** Communication numbers (X12 365). */
const PHONE = 'TE'
const EMAIL = 'EM'

/** Collects N1 loops: N1 opens a party, N2, N3, N4 and PER tell more of it. */
export class X12Parties {
  private readonly found: FoundParties
  private open: Party | undefined

  constructor(private readonly context: MessageContext, roles: RoleTable = ORDER_ROLES) {
    this.found = new FoundParties(roles)
  }

  /** Opens a loop. False where the entity code is none that {@link assign} takes: the caller keeps it then. */
  n1(s: Segment): boolean {
    const code = s.text(1)
    const place = this.found.placeFor(code)
    this.open = undefined
    if (place === 'again') this.context.report('party-repeated', `The party ${code} stands twice; the first was taken.`, s.where(1))
    const identifier = this.identified(s)
    if (typeof place !== 'number') return false
    this.found.set(place, code, this.own(s, identifier), s)
    return true
  }

  /** Opens a loop whose party has no role of the document. */
  own(s: Segment, identifier = this.identified(s)): Party {
    const name = s.text(2)
    const identifiers = identifier ? [identifier] : []
    return (this.open = name === '' ? { identifiers } : { identifiers, name })
  }

  private identified(s: Segment): Identifier | undefined {
    const identifier = n1Identifier(s.text(3), s.text(4))
    tellGln(identifier, s, this.context.report, 4)
    return identifier
  }

  /** Is a party open that N2 to PER belong to? */
  get isOpen(): boolean {
    return this.open !== undefined
  }

  /** Gives the open party a contact. False where it has one. */
  give(contact: Contact): boolean {
    if (!this.open || this.open.contact) return false
    this.open.contact = contact
    return true
  }

  close(): void {
    this.open = undefined
  }

  /** N2, N3, N4 or PER of the open party. False where there is none. */
  detail(s: Segment): boolean {
    const party = this.open
    if (!party) return false
    if (s.tag === 'N2') {
      const more = [s.text(1), s.text(2)].filter((text) => text !== '' && text !== party.name)
      if (more.length > 0) party.name = [party.name, ...more].filter((text) => text !== undefined).join(' ')
    } else if (s.tag === 'N3') {
      const address = (party.address ??= {})
      for (const element of [1, 2]) if (s.has(element)) (address.lines ??= []).push(s.text(element))
    } else if (s.tag === 'N4') {
      const address = (party.address ??= {})
      if (s.has(1)) address.city = s.text(1)
      if (s.has(2)) address.region = s.text(2)
      if (s.has(3)) address.postalCode = s.text(3)
      if (s.has(4)) address.country = s.text(4)
    } else if (s.tag === 'PER') contactOf(s, (party.contact ??= {}))
    else return false
    return true
  }

  /** Sets the roles; a party that none of them takes is kept with what was told of it. */
  assign(target: { extra?: Record<string, string[]>; [role: string]: unknown }): void {
    this.found.assign(target)
    const left = this.found.left(target)
    for (const { party: { address, contact }, text } of left) {
      const extra = (target.extra ??= {})
      keep(extra, 'N1', text)
      if (address?.lines) keep(extra, 'N3', address.lines.join('*'))
      if (address && Object.keys(address).some((field) => field !== 'lines')) keep(extra, 'N4', [address.city, address.region, address.postalCode, address.country].join('*').replace(/\*+$/, ''))
      if (contact) keep(extra, 'PER', Object.values(contact).join('*'))
    }
  }
}

/** PER02 is a name; PER03 to PER08 are pairs of kind and number. What is there already stays. */
export function contactOf(s: Segment, contact: Contact): Contact {
  if (s.has(2)) contact.name ??= s.text(2)
  for (let element = 3; element + 1 <= Math.min(s.elements, 8); element += 2) {
    const kind = s.text(element)
    const number = s.text(element + 1)
    if (number === '') continue
    if (kind === PHONE) contact.phone ??= number
    else if (kind === EMAIL) contact.email ??= number
  }
  return contact
}

/** Does a party's segment say more than its fields take? Of N4 the location, of PER other numbers than telephone and mail. */
export function leaves(s: Segment): boolean {
  if (s.tag === 'N4') return s.has(5) || s.has(6)
  if (s.tag !== 'PER') return false
  for (let element = 3; element < s.elements; element += 2) if (s.text(element) !== PHONE && s.text(element) !== EMAIL) return true
  return s.has(9)
}
