/** Those who buy, each with what it may owe. */
export const CUSTOMERS = [
  { code: 'ADA', limit: '100000.00' },
  { code: 'BOB', limit: '20000.00' },
  // soon at its limit, so that orders of it wait for a decision
  { code: 'CYD', limit: '2000.00' },
] as const

export const ITEMS = [
  { code: 'A-1', price: '12.50', stock: '100000' },
  { code: 'A-2', price: '0.80', stock: '100000' },
  { code: 'A-3', price: '149.00', stock: '60' },
] as const

export const COMPANY = 'OC'
