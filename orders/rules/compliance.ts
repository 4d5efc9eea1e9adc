import { type Party } from '../draft'
import { type TradeLists } from '../facts'
import { type Finding } from '../finding'
import { type Rule } from '../review'

/** R-REV-19: nothing is sold where it may not be, nor to whom nothing may be. Where the goods go counts, whoever is billed. */
export const compliance: Rule = {
  code: 'compliance',
  judge(order, { rules: { trade } }, { severity, role }) {
    if (!trade) return []
    const finding = (code: string, text: string, more: Partial<Finding> = {}): Finding => ({ rule: 'compliance', code, severity, role, text, facts: [], ...more })
    const parties = [order.buyerParty, order.shipTo, order.billTo].filter((party) => party !== undefined)
    const denied = [...new Set(parties.flatMap(({ name }) => name ?? []))].filter((name) => trade.denied.some((one) => plain(one) === plain(name)))
      .map((name) => finding('party-denied', `Nothing may be sold to ${name}: it stands on the list of denied parties.`))
    const places = placesOf(order.shipTo)
    const limited = order.lines.filter(({ item }) => item !== undefined && Object.hasOwn(trade.items, item))
    if (places.length === 0) {
      return trade.blocked.length === 0 && limited.length === 0 ? denied
        : [...denied, finding('ship-to-country-unknown', 'The country of the ship-to is not known, and so not whether it may be sold there. Name it, then review the order again.', { severity: 'hold' })]
    }
    const country = places.at(-1)!
    if (isIn(trade.blocked, places)) return [...denied, finding('country-blocked', `Nothing may be sold to ${country}.`)]
    return [...denied, ...limited.filter(({ item }) => !isAllowed(trade.items[item!]!, places))
      .map(({ id, item }) => finding('item-not-for-country', `Line ${id}: ${item!} may not be sold to ${country}.`, { line: id }))]
  },
}

/** The country, and the region in it where the address has one (ISO 3166-2): `US`, `US-CA`. */
function placesOf({ address }: Partial<Party> = {}): string[] {
  const country = address?.country?.trim().toUpperCase() ?? ''
  // what is no code of two letters is on no list, and so proves nothing
  if (!/^[A-Z]{2}$/.test(country)) return []
  return address?.region ? [country, `${country}-${address.region.toUpperCase().replace(`${country}-`, '')}`] : [country]
}

const isIn = (list: readonly string[], places: readonly string[]): boolean => places.some((place) => list.includes(place))

const isAllowed = ({ only, not }: TradeLists['items'][string], places: readonly string[]): boolean => (only === undefined || isIn(only, places)) && !(not && isIn(not, places))

const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
