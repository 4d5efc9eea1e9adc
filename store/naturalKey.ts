import { keyDigest } from './digest'

/** What makes an order the same order, as its buyer names it. An absent release is `''`. */
export interface OrderKey { company: string; buyer: string; reference: string; release: string; generation: number }

/**
 * The unique key of an order in the database, compared exactly: `po-1` and `PO-1` are two. 160 bits of a digest tell keys apart; the buyer and the
 * beginning of the reference before them are for the index only, where orders of one buyer, who numbers them on, lie side by side: digests alone
 * would touch a page of the index for each order.
 */
export const naturalKeyOf = ({ company, buyer, reference, release, generation }: OrderKey): string =>
  beginning(buyer, 8) + beginning(reference, 16) + keyDigest(company, buyer, reference, release, generation).slice(0, 40)

/** So many characters (code points, as SQL counts them), as the database keeps them. */
const beginning = (text: string, characters: number): string => [...text.slice(0, 2 * characters).toWellFormed().padEnd(characters)].slice(0, characters).join('')
