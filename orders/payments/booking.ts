/** Where money was booked: an entry of a statement of an account. */
export interface Booking { account?: string; statement?: string; entry?: string }

/** A payment is named by where it is booked: two bookings that are the same otherwise are two. */
export const bookingName = ({ account, statement, entry }: Booking): string => [account, statement, entry].filter((part) => part !== undefined && part !== '').join('/')

/** The entry of a payment of such a name. */
export const entryOf = (payment: string): string => payment.slice(payment.lastIndexOf('/') + 1)
