import { z } from 'zod'
import { Refusal } from './route'

/** A decimal as text, without sign and exponent. */
export const decimalText = z.string().regex(/^\d{1,18}(\.\d{1,6})?$/, 'must be a decimal such as "12.50"')
/** `YYYY-MM-DD`. */
export const dateText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-03-02')
export const word = z.string().min(1).max(200)
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217')

/** The date of an operator's step: `{"today": "YYYY-MM-DD"}`. */
export const todayBody = z.object({ today: dateText })

/** Checks a body; a 400 Refusal names the first field that is wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue?.path.map(String).join('.') || 'body'
  throw new Refusal(400, 'invalid', `${where}: ${issue?.message ?? 'is not as expected'}`)
}
