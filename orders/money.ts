import { type Decimal, decimal, divide, multiply, round, isDecimal } from './decimal'

/** Decimals of the minor unit by ISO 4217; every currency that is not listed has two. */
const MINOR: Record<string, number> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
}

/** How many decimals the currency's smallest coin has (JPY 0, EUR 2, KWD 3). */
export const minorDigits = (currency: string): number => (Object.hasOwn(MINOR, currency) ? MINOR[currency]! : 2)

/** `'0.01'` EUR, `'1'` JPY. */
export const smallestCoin = (currency: string): Decimal => fromMinor(1, currency)

/** An amount rounded half up to the currency's minor unit, with its digits kept: `'12.50'` EUR, `'13'` JPY. */
export const amount = (value: Decimal, currency: string): Decimal => round(value, minorDigits(currency))

/** An amount as an integer of minor units, for SQL: `12.50` EUR is 1250. Throws above 2^53. */
export function toMinor(value: Decimal, currency: string): number {
  // nought has no sign for us
  const minor = Number(amount(value, currency).replace('.', '')) + 0
  if (!Number.isSafeInteger(minor)) throw new RangeError(`amount too large: ${value} ${currency}`)
  return minor
}

/** The opposite of {@link toMinor}: 1250 EUR is `'12.50'`. */
export function fromMinor(minor: number, currency: string): Decimal {
  const places = minorDigits(currency)
  const digits = String(Math.abs(minor)).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  return `${minor < 0 ? '-' : ''}${places === 0 ? whole : `${whole}.${digits.slice(-places)}`}`
}

/** Three capital letters, as ISO 4217 writes a currency. */
export const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text)

/** Net amount of a line: quantity × price ÷ base quantity, rounded to the currency (UBL `LineExtensionAmount`). */
export function lineExtension(quantity: Decimal, price: { amount: Decimal; base?: Decimal }, currency: string): Decimal {
  const base = price.base && isDecimal(price.base) ? decimal(price.base) : '1'
  return amount(divide(multiply(quantity, price.amount), base), currency)
}
