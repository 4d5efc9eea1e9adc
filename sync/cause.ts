import { type Message } from '../store/records'

/** Why a message ended badly, as far as it decides who must do something. */
export const CAUSES = ['data', 'business', 'transport', 'auth', 'limit'] as const
export type Cause = (typeof CAUSES)[number]

/** Whose business it is: a role. */
export const OWNERS: Record<Cause, string> = { data: 'orderDesk', business: 'salesManager', transport: 'system', auth: 'system', limit: 'system' }

/** Statuses by which a system says that it cannot read what it got; without a status it was we who could not write it. */
const UNREADABLE = [undefined, '400', '404', '405', '406', '411', '413', '414', '415', '422', '431']

/** The cause of a message's last fault. */
export function causeOf(fault: Message['fault']): Cause {
  switch (fault?.kind) {
    // a redirect (the sign-in page of a gateway, say) and a server that cannot do it are nobody's decision about an order
    case 'refused': return UNREADABLE.includes(fault.code) ? 'data' : /^[35]\d\d$/.test(fault.code!) ? 'transport' : 'business'
    case 'login': return 'auth'
    case 'wait': return 'limit'
    default: return 'transport'
  }
}
