import { z } from 'zod'
import { zoneSchema } from '../orders/config'
import { addressSchema, contactSchema } from '../orders/draft'
import { identifiersSchema } from '../orders/identifier'
import { isCurrency } from '../orders/money'
import { profileSchema } from './profile'

/** Whom we trade with, as a configuration folder has it. The key is the partner's code. */
export const partnerSchema = z.strictObject({
  kind: z.literal('partner'),
  key: z.string().min(1).max(64),
  name: z.string().min(1),
  /** Every name that documents, envelopes and mails give it; each belongs to one partner only. */
  identifiers: identifiersSchema,
  roles: z.array(z.string().min(1)).default(['customer']),
  currency: z.string().refine(isCurrency, 'not a currency code of three capital letters (ISO 4217)').optional(),
  zone: zoneSchema.optional(),
  paymentTerms: z.string().optional(),
  priceList: z.string().optional(),
  address: addressSchema.optional(),
  contact: contactSchema.optional(),
  /** What its documents look like, and what we accept of them. */
  profile: profileSchema.default({}),
})

/** What codes of a partner mean, as people have resolved them; over those of his profile. The key is the partner's code. */
export const codesSchema = z.strictObject({ kind: z.literal('codes'), key: z.string().min(1).max(64), lists: z.record(z.string(), z.record(z.string(), z.string())) })

export type PartnerConfig = z.infer<typeof partnerSchema>
