import { type Identifier } from '../orders/draft'
import { schemeName } from '../orders/identifier'
import { type Profile } from '../mappings/profile'
import { type Partner } from '../store/records'
import { type Db } from '../store/store'
import { ownCompanies } from './company'
import { partnersOf } from './learned'

/** Who is who: finds company and partner by what a document or its envelope says. */
export interface PartnerBook {
  /** The partner that has one of the identifiers, whichever company's. */
  find(identifiers: readonly Identifier[]): { profile: Profile; partner: Partner } | undefined
  /** The company by the receiver's or seller's identifiers; the only one where there is only one. */
  company(receiver: Identifier | undefined, seller: readonly Identifier[] | undefined): string | undefined
  /** Does any partner exchange by EDI beyond sending orders? */
  readonly exchangesByEdi: boolean
  /** The company that has the identifier, and no guess. */
  owner(identifier: Identifier): string | undefined
  /** The company's partner of a code. */
  byCode(company: string, code: string): Partner | undefined
  /** The company's partner by the buyer's identifiers, else by who sent the message, else by the channel's sender. */
  partner(company: string, buyer: readonly Identifier[], sender: Identifier | undefined, address: string | undefined): Partner | undefined
}

/** Loads all identifiers at once: a reader asks for the partner in the middle of a file, when nothing can be awaited. */
export async function partnerBook(db: Db): Promise<PartnerBook> {
  const companies = await ownCompanies(db)
  const partners = (await Promise.all(companies.map((company) => partnersOf(db, company.code)))).flat()
  const byKey = new Map<string, Partner>()
  for (const partner of partners) {
    for (const identifier of partner.identifiers) byKey.set(keyOf(identifier), partner)
    byKey.set(keyOf({ scheme: 'seller', value: partner.code }), byKey.get(keyOf({ scheme: 'seller', value: partner.code })) ?? partner)
  }
  const companyKeys = new Map(companies.flatMap((company) => company.identifiers.map((identifier) => [keyOf(identifier), company.code] as const)))
  const first = <T>(map: ReadonlyMap<string, T>, identifiers: readonly (Identifier | undefined)[]): T | undefined => {
    for (const identifier of identifiers) {
      const hit = identifier && map.get(keyOf(identifier))
      if (hit !== undefined) return hit
    }
    return undefined
  }
  return {
    exchangesByEdi: partners.some((partner) => (partner.profile as Profile).edi !== undefined),
    find(identifiers) {
      const partner = first(byKey, identifiers)
      return partner && { profile: partner.profile, partner }
    },
    company: (receiver, seller) => first(companyKeys, [receiver, ...(seller ?? [])]) ?? (companies.length === 1 ? companies[0]!.code : undefined),
    byCode: (company, code) => partners.find((partner) => partner.company === company && partner.code === code),
    owner: (identifier) => companyKeys.get(keyOf(identifier)),
    partner(company, buyer, sender, address) {
      const candidates = [...buyer, sender, address === undefined ? undefined : { scheme: 'email', value: address }]
      for (const identifier of candidates) {
        const partner = identifier && byKey.get(keyOf(identifier))
        if (partner?.company === company) return partner
      }
      return undefined
    },
  }
}

const keyOf = (identifier: Identifier): string => `${schemeName(identifier.scheme)}\u0000${identifier.value}`
