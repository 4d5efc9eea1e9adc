import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Accepted, type Decision } from '../../orders/decision'
import { type OrderDraft } from '../../orders/draft'
import { evolve } from '../../orders/evolve'
import { type Facts, type RuleSetting } from '../../orders/facts'
import { type Order } from '../../orders/order'

const AT = '2026-03-02T08:00:00.000Z'
export const dated = <T>(value: T, asOf = AT) => ({ value, source: 'erp', asOf })

/** An order of two lines over 10 × 12.50 and 200 × 8.00 per 100, together 141.00 EUR. */
export const draft = (change: Partial<OrderDraft> = {}): OrderDraft => ({
  reference: 'PO-1', issuedOn: '2026-03-01', currency: 'EUR', requestedDelivery: '2026-03-09',
  buyer: { identifiers: [{ scheme: 'GLN', value: '4000000000006' }], name: 'Nordbau GmbH' },
  shipTo: { identifiers: [], name: 'Nordbau Lager 2' },
  lines: [
    { id: '1', sellersItem: 'A-1', quantity: '10', unit: 'C62', price: { amount: '12.50' } },
    { id: '2', sellersItem: 'A-2', quantity: '200', unit: 'C62', price: { amount: '8.00', base: '100' } },
  ],
  ...change,
})

export const setting = (change: Partial<RuleSetting> = {}): RuleSetting => ({ on: true, severity: 'approval', role: 'salesManager', ...change })

export const facts = (change: Partial<Facts> = {}): Facts => ({
  at: AT, today: '2026-03-02', actor: { id: 'desk', roles: ['orderDesk', 'salesManager', 'finance', 'system'] },
  company: { code: 'OC', currency: 'EUR', zone: 'Europe/Berlin', numberPrefix: 'SO-' },
  rules: {
    version: '1', approvalHours: 8,
    settings: {
      completeness: setting({ severity: 'hold', role: 'orderDesk' }), customer: setting({ severity: 'hold', role: 'orderDesk' }), duplicate: setting({ severity: 'hold', role: 'orderDesk' }),
      price: setting(), credit: setting({ role: 'finance' }), stock: setting({ role: 'orderDesk' }),
    },
  },
  systems: [{ name: 'erp', role: 'erp', mode: 'live' }, { name: 'wms', role: 'wms', mode: 'live' }, { name: 'finance', role: 'finance', mode: 'live' }],
  partner: { code: 'NORDBAU', name: 'Nordbau GmbH', identifiers: [{ scheme: 'GLN', value: '4000000000006' }] },
  customer: dated({ code: 'NORDBAU', name: 'Nordbau GmbH', active: true, currency: 'EUR', priceList: 'DE' }),
  credit: dated({ currency: 'EUR', limit: '1000.00', theirs: '0', ours: '0' }),
  items: new Map([
    ['A-1', dated({ code: 'A-1', name: 'Bolt', active: true, unit: 'C62', units: { CS: '12' }, cost: '9.00' })],
    ['A-2', dated({ code: 'A-2', name: 'Washer', active: true, unit: 'C62', units: {}, cost: '0.05' })],
  ]),
  prices: new Map([
    ['A-1', dated([{ item: 'A-1', currency: 'EUR', amount: '12.50', base: '1', unit: 'C62', from: '0' }])],
    ['A-2', dated([{ item: 'A-2', currency: 'EUR', amount: '8.00', base: '100', unit: 'C62', from: '0' }])],
  ]),
  stock: new Map(['A-1', 'A-2'].map((item) => [item, dated({ item, unit: 'C62', onHand: '1000', theirs: '0', ours: '0' })])),
  similar: [], number: 'SO-000001',
  ...change,
})

export const createCommand = (change: Partial<OrderDraft> = {}): Extract<Command, { type: 'create' }> => {
  const order = draft(change)
  return {
    type: 'create', order: 'o-1', company: 'OC', buyer: 'NORDBAU', reference: order.reference, release: '', generation: 0, channel: 'inbox', draft: order,
    items: Object.fromEntries(order.lines.flatMap((line) => (line.sellersItem ? [[line.id, line.sellersItem]] : []))),
  }
}

/** Decides and folds: the order afterwards. Fails the test where the command is refused. */
export function after(order: Order | undefined, command: Command, by: Facts = facts()): Order {
  const decision = accepted(decide(order, command, by))
  return decision.events.reduce<Order | undefined>((state, event) => evolve(state, event, { sequence: (state?.version ?? 0) + 1, at: by.at }), order)!
}

export function accepted(decision: Decision): Accepted {
  if (decision.outcome !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(decision)}`)
  return decision
}

/** Codes of the findings that refuse, or '' where nothing is refused. */
export const refusal = (decision: Decision): string => (decision.outcome === 'refused' ? decision.findings.map((f) => f.code).join(' ') : '')
