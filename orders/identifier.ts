import { z } from 'zod'
import { type Identifier, identifierSchema } from './draft'

/** A scheme by its one name: what was stored before mails and configuration had one for an address said `e-mail`. */
export const schemeName = (scheme: string): string => (scheme === 'e-mail' ? 'email' : scheme)

/** Do both name the same? */
export const sameIdentifier = (a: Identifier, b: Identifier): boolean => schemeName(a.scheme) === schemeName(b.scheme) && a.value === b.value

/** What documents, envelopes and mails call one of ours or of our partners, as a configuration says it. */
export const identifiersSchema = z.array(identifierSchema.refine(({ scheme }) => schemeName(scheme) === scheme, 'the scheme of an e-mail address is email')).min(1)
