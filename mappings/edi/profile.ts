import { z } from 'zod'

/** Technical acknowledgements that a partner can get. */
export const ACKNOWLEDGEMENTS = ['997', '999', 'TA1', 'CONTRL'] as const
/** Documents that we can send a partner by ourselves. */
export const ANSWERS = ['orderResponse', 'changeResponse', 'despatchAdvice', 'invoice'] as const

const address = z.strictObject({
  /** I05 of X12, two characters; 0007 of EDIFACT, `''` for none. */
  qualifier: z.string().max(4),
  id: z.string().min(1).max(35),
  /** GS02 and GS03, where they are others. */
  application: z.string().min(1).max(15).optional(),
})
const mark = z.string().length(1)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'not a date, YYYY-MM-DD')

/** How documents are exchanged with a partner by EDI, beyond reading them: part of the partner's profile. */
export const ediSchema = z.strictObject({
  standard: z.enum(['x12', 'edifact']),
  /** Version of X12 that we write, `004010` (default). */
  version: z.string().regex(/^\d{6}$/, 'six digits, as 004010').optional(),
  /** We and the partner, in the envelopes of what we send. */
  us: address,
  them: address,
  /** Delimiters that we write with, where the text allows. */
  marks: z.strictObject({ element: mark.optional(), component: mark.optional(), repetition: mark.optional(), terminator: mark.optional() }).optional(),
  /** The system by which documents go out to the partner (role `edi`). */
  channel: z.string().min(1).max(64),
  /** What we send is marked as a test. (Default: false) */
  test: z.boolean().optional(),
  /** Documents that are marked as a test become orders. (Default: false) */
  takesTests: z.boolean().optional(),
  /** Technical acknowledgements for what he sends. (Default: none) */
  acknowledge: z.array(z.enum(ACKNOWLEDGEMENTS)).optional(),
  /** Is the same interchange acknowledged again when it comes again? (Default: false) */
  acknowledgeRepeats: z.boolean().optional(),
  /** Which control numbers may not come twice within so many days. (Default: interchange and group, 90 days) */
  duplicates: z.strictObject({ days: z.number().int().positive().optional(), levels: z.array(z.enum(['interchange', 'group', 'message'])).optional() }).optional(),
  /** Business documents that he gets. (Default: none) */
  send: z.array(z.enum(ANSWERS)).optional(),
  /** By what he settles it: with TA1 the envelope's acknowledgement is all that comes. (Default: a 997, 999 or CONTRL) */
  acknowledgedBy: z.enum(ACKNOWLEDGEMENTS).optional(),
  /** He acknowledges what we send within so many hours of his calendar. (Default: he does not) */
  acknowledgedWithin: z.number().positive().optional(),
  /** Days that do not count for what he owes us: weekdays (1 Monday to 7 Sunday) and dates, in his zone. (Default: every day counts) */
  calendar: z.strictObject({ closedWeekdays: z.array(z.number().int().min(1).max(7)).max(6).optional(), closed: z.array(day).optional() }).optional(),
})

export type EdiProfile = z.infer<typeof ediSchema>
export type Answer = (typeof ANSWERS)[number]
