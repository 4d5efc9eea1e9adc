import { z } from 'zod'
import { type Decimal, compare, decimal, isDecimal, round } from '../../orders/decimal'
import { Fault } from '../fault'

/**
 * Tryton's typed values (its `protocols/jsonrpc.py`): a decimal, date or instant travels as an object that names its class.
 * Quantities are binary floats on the wire; everything else that counts is text.
 */

/** A decimal that is never a float on its way. */
export const toDecimal = (value: Decimal): unknown => ({ __class__: 'Decimal', decimal: decimal(value) })

/** A day `YYYY-MM-DD`. */
export function toDate(day: string): unknown {
  const [year, month, date] = day.split('-').map(Number)
  return { __class__: 'date', year, month, day: date }
}

/** An instant of its clock, UTC with microseconds: `2026-03-02T08:00:00.000000Z`; fewer digits are filled up. */
export function toInstant(instant: string): unknown {
  const parts = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d{1,6}))?Z$/.exec(instant)
  if (!parts) throw new Fault('refused', `${JSON.stringify(instant)} is no instant of this system`)
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number)
  return { __class__: 'datetime', year, month, day, hour, minute, second, microsecond: Number((parts[7] ?? '').padEnd(6, '0')) }
}

/**
 * A quantity as the wire wants it. Throws a `refused` Fault where a float cannot hold it; the shortest text of the float is the
 * quantity itself, so that no noise travels (`0.30000000000000004` has more digits than a unit allows, and is refused there).
 */
export function toQuantity(value: Decimal): number {
  const float = Number(value)
  if (!isDecimal(String(float)) || compare(String(float), value) !== 0) throw new Fault('refused', `the quantity ${value} has more digits than this system can hold`)
  return float
}

/** Digits to which floats are true: no unit counts finer. */
const QUANTITY_DIGITS = 6

/** A float quantity as a decimal without its noise. */
export function fromQuantity(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Fault('unknown', `${value} is no quantity`)
  return decimal(round(value.toFixed(QUANTITY_DIGITS + 2), QUANTITY_DIGITS).replace(/\.?0+$/, ''))
}

export const decimalSchema = z.object({ __class__: z.literal('Decimal'), decimal: z.string() }).transform((value) => decimal(value.decimal))
export const dateSchema = z.object({ __class__: z.literal('date'), year: z.number(), month: z.number(), day: z.number() })
  .transform(({ year, month, day }) => `${pad(year, 4)}-${pad(month)}-${pad(day)}`)
/** UTC with all six digits, so that texts compare as instants do. */
export const instantSchema = z.object({
  __class__: z.literal('datetime'), year: z.number(), month: z.number(), day: z.number(), hour: z.number(), minute: z.number(), second: z.number(), microsecond: z.number(),
}).transform((t) => `${pad(t.year, 4)}-${pad(t.month)}-${pad(t.day)}T${pad(t.hour)}:${pad(t.minute)}:${pad(t.second)}.${pad(t.microsecond, 6)}Z`)
/** SQLite has no booleans: Tryton hands its 0 and 1 through. */
export const flagSchema = z.union([z.boolean(), z.number()]).transform(Boolean)
export const quantitySchema = z.number().transform(fromQuantity)

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0')
