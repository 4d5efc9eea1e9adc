import { type OrderEvent } from './event'

/** What tells one exception of a shipment from another: when it was, and what. */
export const exceptionKey = ({ at, reason }: Pick<Extract<OrderEvent, { type: 'tracked' }>['data'], 'at' | 'reason'>): string => `${at ?? ''} ${reason ?? ''}`.trim()
