import { type Facts } from './facts'
import { type Finding } from './finding'
import { type Order } from './order'

/** How somebody at the customer said it. */
export const CONFIRMATION_MEANS = ['phone', 'email', 'letter', 'message', 'visit'] as const
export type ConfirmationMeans = (typeof CONFIRMATION_MEANS)[number]

/** R-CHK-06: somebody at the customer has said that an order is meant as it stands, besides who ordered it. */
export interface CustomerConfirmation {
  /** Who said it, and by which number or address he was reached; absent once that was erased. */
  person?: string
  contact?: string
  means: ConfirmationMeans
  /** When, a UTC instant. */
  at: string
  /** Whom he said it to. */
  by: string
  /** sha256 of what he sent or signed. */
  document?: string
  /** Number of the change that waits, where it is about that. */
  change?: number
}

/** Who of us may record one. */
export const MAY_CONFIRM: readonly string[] = ['orderDesk', 'salesManager', 'salesRep']

/** What was found is unusual, and the customer has not said that it is meant, where the rules want him to. */
export const lacksConfirmation = (order: Order, found: readonly Finding[], { rules }: Facts): boolean =>
  rules.settings.unusual?.confirmation !== false && found.some(({ rule, severity }) => rule === 'unusual' && severity !== 'note')
  && !order.confirmations?.some(({ change }) => change === order.change?.no)

/** Is it who ordered it, as far as the order names him? */
export function hasOrdered({ buyerParty, sender }: Order, { person, contact }: { person: string; contact: string }): boolean {
  const { name, email, phone } = buyerParty?.contact ?? {}
  const same = (a: string | undefined, b: string): boolean => a !== undefined && plain(a) !== '' && plain(a) === plain(b)
  return same(name, person) || [email, phone, sender?.value].some((one) => same(one, contact))
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}@]/gu, '')
