import { z } from 'zod'
import { isDecimal } from './decimal'

/** A decimal string: an optional sign, digits, a point. */
const decimalText = z.string().refine(isDecimal, 'not a decimal')
/** `YYYY-MM-DD`, or with time and offset where the document gives them. */
const dateText = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/, 'not a date')

export const identifierSchema = z.object({
  /** GLN, DUNS, VAT, ISA:<qualifier>, UNB:<qualifier>, buyer, seller, email, … */
  scheme: z.string(),
  value: z.string(),
})

export const addressSchema = z.object({
  lines: z.array(z.string()).optional(),
  city: z.string().optional(),
  postalCode: z.string().optional(),
  /** State, province or county. */
  region: z.string().optional(),
  /** ISO 3166-1 alpha-2 where the document has it. */
  country: z.string().optional(),
})

export const contactSchema = z.object({
  name: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
})

export const partySchema = z.object({
  name: z.string().optional(),
  identifiers: z.array(identifierSchema),
  address: addressSchema.optional(),
  contact: contactSchema.optional(),
})

export const priceSchema = z.object({
  /** Net price of `base` units, in the order's currency. */
  amount: decimalText,
  /** The base quantity of the price (UBL `BaseQuantity`): `'100'` where the price is per 100. Absent is 1. */
  base: decimalText.optional(),
})

export const allowanceChargeSchema = z.object({
  kind: z.enum(['allowance', 'charge']),
  code: z.string().optional(),
  text: z.string().optional(),
  amount: decimalText.optional(),
  percent: decimalText.optional(),
})

export const draftLineSchema = z.object({
  /** The buyer's line number as the document has it; ours by position where it has none. */
  id: z.string(),
  buyersItem: z.string().optional(),
  sellersItem: z.string().optional(),
  /** GTIN. */
  standardItem: z.string().optional(),
  description: z.string().optional(),
  quantity: decimalText.optional(),
  /** UN/ECE Recommendation 20; absent where the document gives none. */
  unit: z.string().optional(),
  /** The document's own unit code where it was another. */
  sourceUnit: z.string().optional(),
  price: priceSchema.optional(),
  /** Net line amount (UBL `LineExtensionAmount`). */
  lineExtension: decimalText.optional(),
  requestedDelivery: dateText.optional(),
  /** Several deliveries of one line (SCH, SCC/QTY/DTM). */
  schedule: z.array(z.object({ quantity: decimalText, requestedDelivery: dateText.optional() })).optional(),
  allowancesCharges: z.array(allowanceChargeSchema).optional(),
  taxes: z.array(z.object({ type: z.string().optional(), percent: decimalText.optional(), amount: decimalText.optional(), category: z.string().optional() })).optional(),
  notes: z.array(z.string()).optional(),
  /** What the document said of the line and no field above takes: tag or column → texts. */
  extra: z.record(z.string(), z.array(z.string())).optional(),
})

/**
 * An order as a document says it, in our words (UBL 2.x names) and nothing more: what the document does not say is absent,
 * never guessed. Quantities and amounts are decimal strings, dates `YYYY-MM-DD`.
 */
export const orderDraftSchema = z.object({
  /** The buyer's order number. */
  reference: z.string().optional(),
  /** Number of our quotation that it accepts (UBL QuotationDocumentReference). */
  quotation: z.string().optional(),
  /** Id of the order in the system that it came of, a web shop (UBL OriginatorDocumentReference); its channel is then that system. */
  origin: z.string().optional(),
  /** Its customer took it back where it came from before it reached us: why. */
  withdrawn: z.string().optional(),
  /** Money that was agreed to at a payment gateway before, by its reference there (UBL PaymentMeans). */
  authorisation: z.object({ gateway: z.string().optional(), reference: z.string() }).optional(),
  /** Release of a blanket order (X12 BEG04). */
  release: z.string().optional(),
  issuedOn: dateText.optional(),
  currency: z.string().optional(),
  buyer: partySchema.optional(),
  seller: partySchema.optional(),
  shipTo: partySchema.optional(),
  billTo: partySchema.optional(),
  requestedDelivery: dateText.optional(),
  paymentTerms: z.string().optional(),
  deliveryTerms: z.string().optional(),
  notes: z.array(z.string()).optional(),
  allowancesCharges: z.array(allowanceChargeSchema).optional(),
  lines: z.array(draftLineSchema),
  /** Sum of the lines' net amounts as the document states it. */
  lineExtension: decimalText.optional(),
  /** The total to pay as the document states it. */
  payable: decimalText.optional(),
  extra: z.record(z.string(), z.array(z.string())).optional(),
})

export type Identifier = z.infer<typeof identifierSchema>
export type Address = z.infer<typeof addressSchema>
export type Contact = z.infer<typeof contactSchema>
export type Party = z.infer<typeof partySchema>
export type Price = z.infer<typeof priceSchema>
export type AllowanceCharge = z.infer<typeof allowanceChargeSchema>
export type DraftLine = z.infer<typeof draftLineSchema>
export type OrderDraft = z.infer<typeof orderDraftSchema>
