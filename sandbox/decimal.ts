import Big from 'big.js'

/** Sum of `quantity × price ÷ per`, each rounded half up to cents as this ERP does. */
export const lineNet = (quantity: string, price: string, per: string): string => new Big(quantity).times(price).div(per).toFixed(2, Big.roundHalfUp)
export const total = (amounts: readonly string[]): string => amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)).toFixed(2)
export const plus = (a: string, b: string): string => plain(new Big(a).plus(b))
export const minus = (a: string, b: string): string => plain(new Big(a).minus(b))
export const times = (a: string, b: string): string => plain(new Big(a).times(b))
export const lesser = (a: string, b: string): string => (new Big(a).lte(b) ? plain(new Big(a)) : plain(new Big(b)))
export const exceeds = (a: string, b: string): boolean => new Big(a).gt(b)
export const same = (a: string, b: string): boolean => new Big(a).eq(b)
/** How many whole or part times `b` fits into `a`, cut at six decimals. */
export const over = (a: string, b: string): string => plain(new Big(a).div(b).round(6, Big.roundDown))

const plain = (value: Big): string => (value.eq(0) ? '0' : value.toFixed())
