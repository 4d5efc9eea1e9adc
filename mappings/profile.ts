import { z } from 'zod'
import { isCharset } from './charset'
import { isDecimal } from '../orders/decimal'
import { placeOf } from './edi/place'
import { ediSchema } from './edi/profile'
import { sampleSchema } from './sampleSchema'
import { isTarget } from './target'

/** A column of a partner's table, and what it is for us: one row of a field table. */
export const fieldSchema = z.strictObject({
  /** Where it goes in the OrderDraft: `reference`, `shipTo.name`, `lines.quantity`, … */
  to: z.string().refine(isTarget, 'no place of an order; see mappings/target.ts').refine((to) => !to.endsWith('.identifiers.e-mail'), 'the scheme of an e-mail address is email'),
  /** Column header, segment element or path it comes from; several are tried in turn. */
  from: z.union([z.string(), z.array(z.string())]).optional(),
  /** How it is read: text (default), decimal, date, unit, currency, gtin. */
  as: z.enum(['text', 'decimal', 'date', 'unit', 'currency', 'gtin']).optional(),
  /** Value where the document has none: the partner's word, given in the profile. */
  default: z.string().optional(),
})

/** What a partner's documents look like and what we accept of them (part of the partner record, versioned with it). */
export const profileSchema = z.strictObject({
  /** What to do about a problem code: `reject` makes it an error, `accept` a warning, `ignore` a note. */
  onProblem: z.record(z.string(), z.enum(['reject', 'accept', 'ignore'])).optional(),
  /** The partner's own codes by list: `unit`: { STK: C62 }, `item`, `shipTo`, `currency`. */
  codes: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  defaults: z.strictObject({
    unit: z.string().optional(),
    currency: z.string().optional(),
    /** Base quantity of prices, where the documents do not say it. */
    priceBase: z.string().optional(),
  }).optional(),
  decimalMark: z.enum(['.', ',']).optional(),
  /** How an ambiguous date such as 03/04/05 is meant. */
  dateOrder: z.enum(['YMD', 'DMY', 'MDY']).optional(),
  /** Of text files, by a name of the WHATWG Encoding standard: `windows-1252`, `gb18030`, … */
  charset: z.string().refine(isCharset, 'no character set that is known here').optional(),
  /** Tables (CSV, XLSX): separator, and the field table. A row group is one order as long as `reference` stays the same. */
  table: z.strictObject({
    separator: z.string().length(1).optional(),
    fields: z.array(fieldSchema),
  }).optional(),
  /** Of EDI orders (X12, EDIFACT, TRADACOMS): places of his own, which go before the standard's: `REF[1=DP].2`, `DTM[1.1=64].1.2`, `PO1:ZZ`. */
  fields: z.array(fieldSchema.refine(({ from, default: value }) => [from ?? []].flat().every((place) => placeOf(place) !== undefined) && (from !== undefined || value !== undefined),
    'from must be places of segments: TAG.element, TAG[element=code].element.component, or TAG:qualifier; or there must be a default')).optional(),
  /** Places of an order that his documents must fill: `requestedDelivery`, `shipTo`, `lines.buyersItem`. */
  required: z.array(z.string().regex(/^(lines\.)?\w+$/, 'a field of the order, or lines. and a field of its lines')).optional(),
  /** Percent by which his prices may differ, instead of the rule's. */
  tolerances: z.strictObject({ price: z.string().refine(isDecimal, 'not a decimal; write it in quotes, as "1.5"') }).optional(),
  /** A new partner: a person looks at his first orders. */
  onboarding: z.strictObject({ heldOrders: z.number().int().positive() }).optional(),
  /** All that is shipped to him by a closing day is on one invoice: each day, each week (`on`: 1 Monday to 7 Sunday, default 5), each month. Where he gets invoices by EDI, it is one that names the order of each line. */
  collective: z.strictObject({ each: z.enum(['day', 'week', 'month']), on: z.number().int().min(1).max(7).optional() }).optional(),
  /** Documents of his with what must be made of them; in a configuration folder also as `{ file, expected }`. */
  samples: z.array(sampleSchema).optional(),
  /** Exchange by EDI: envelopes, acknowledgements, what we send him. */
  edi: ediSchema.optional(),
})

export type Field = z.infer<typeof fieldSchema>
export type Profile = z.infer<typeof profileSchema>
