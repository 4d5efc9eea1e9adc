import { type Party } from '../../orders/draft'
import { type Segment } from './segment'

/** Party codes of a standard by the role that they have for us, the better one first. */
export type Roles = Record<string, readonly string[]>

/** Which parties a kind of document knows. Made once; what one document has of them is a {@link FoundParties}. */
export class RoleTable {
  /** Place of each code among all. */
  readonly places = new Map<string, number>()
  readonly roles: readonly { role: string; places: number[] }[]
  /** By the place of a code: is it nobody's first choice? Its party may be left over. */
  readonly second: readonly boolean[]

  constructor(roles: Roles) {
    const firsts = new Set(Object.values(roles).map(([first]) => first!))
    for (const code of new Set(Object.values(roles).flat())) this.places.set(code, this.places.size)
    this.second = [...this.places.keys()].map((code) => !firsts.has(code))
    this.roles = Object.entries(roles).map(([role, codes]) => ({ role, places: codes.map((code) => this.places.get(code)!) }))
  }
}

/** What parties are put into: an order has the first four roles, documents have others besides. */
interface Bearer { buyer?: unknown; seller?: unknown; shipTo?: unknown; billTo?: unknown; [role: string]: unknown }

/** Each of an order's by its name, which the engine finds at once. */
function put(target: Bearer, role: string, party: Party): void {
  switch (role) {
    case 'buyer': target.buyer = party; return
    case 'seller': target.seller = party; return
    case 'shipTo': target.shipTo = party; return
    case 'billTo': target.billTo = party; return
    default: target[role] = party
  }
}

const NONE: { party: Party; text: string }[] = []

/** The parties of one document, each by its code. */
export class FoundParties {
  private readonly found: (Party | undefined)[]
  /** Parties of second choice, with the segment that opened each as it stood. */
  private spare: { code: string; party: Party; text: string }[] | undefined

  constructor(private readonly table: RoleTable) {
    this.found = new Array<Party | undefined>(table.places.size)
  }

  /** The place of a role's code that stands there for the first time; where it is none of a role's, or stands there again, that. */
  placeFor(code: string): number | 'unknown' | 'again' {
    const place = this.table.places.get(code)
    return place === undefined ? 'unknown' : this.found[place] ? 'again' : place
  }

  /** What stands in the segment is kept for a party that no role may take in the end. */
  set(place: number, code: string, party: Party, s: Segment): void {
    this.found[place] = party
    if (this.table.second[place]) (this.spare ??= []).push({ code, party, text: s.rest() })
  }

  /** Parties that no role took, since a better one stood for it. */
  left(target: { [role: string]: unknown }): { party: Party; text: string }[] {
    if (!this.spare) return NONE
    const taken = Object.values(target)
    return this.spare.filter(({ party }) => !taken.includes(party))
  }

  /** Sets the roles that were found; a party that bears two (ship-to and bill-to) stands in both. */
  assign(target: Bearer): void {
    const { roles } = this.table
    for (let i = 0; i < roles.length; i++) {
      const { role, places } = roles[i]!
      for (let j = 0; j < places.length; j++) {
        const party = this.found[places[j]!]
        if (!party) continue
        put(target, role, party)
        break
      }
    }
  }
}
