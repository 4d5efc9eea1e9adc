import { type Decimal } from '../decimal'
import { amount, isCurrency } from '../money'

export const shown = (value: Decimal, currency: string): Decimal => (isCurrency(currency) ? amount(value, currency) : value)
