import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Facts } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { accepted, after, createCommand, facts, refusal } from './sample'

/** A-2 is made to order by the item's master data, and nothing of it is in stock. */
const withShopFloor = (change: Partial<Facts> = {}): Facts => {
  const base = facts()
  const item = base.items.get('A-2')!
  return {
    ...base, systems: [...base.systems, { name: 'mes', role: 'mes', mode: 'live' }], items: new Map([...base.items, ['A-2', { ...item, value: { ...item.value, madeToOrder: true } }]]),
    stock: new Map([...base.stock].filter(([code]) => code !== 'A-2')), ...change,
  }
}
const by = withShopFloor()
const ordered = (): Order => after(undefined, createCommand(), by)
const made = (quantity: string, line = '2'): Command => ({ type: 'produce', issuer: 'mes', production: 'P-1', made: { line, quantity } })
const shipAll: Command = { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }
const stageOf = (order: Order) => [order.status, ...order.lines.map((line) => line.production && `${line.production.stage} ${line.production.made}`)]
const effectsOf = (order: Order, command: Command) => accepted(decide(order, command, by)).effects.filter((effect) => effect.kind === 'production').map(({ system, action, ourId, body }) => [system, action, ourId, (body as { lines: { quantity: string }[] }).lines[0]!.quantity])

describe('a line that is made to order', () => {
  test('goes to the shop floor with the order, needs no stock, and keeps the order awaiting production (R-ROU-02, R-EXE-01)', () => {
    const decision = accepted(decide(undefined, createCommand(), by))
    expect(decision.effects.map((effect) => `${effect.system} ${effect.kind} ${effect.action} ${effect.ourId}`)).toEqual([
      'erp order create o-1', 'wms part create o-1/1', 'finance order create o-1', 'mes production create o-1/line/2'])
    expect(decision.effects.at(-1)!.body).toMatchObject({ number: 'SO-000001', buyer: 'NORDBAU', requestedDelivery: '2026-03-09', lines: [{ id: '2', item: 'A-2', quantity: '200', unit: 'C62' }] })
    expect(decision.claims.map(({ resource }) => resource)).toEqual(['credit/NORDBAU', 'stock/A-1'])
    expect(stageOf(ordered())).toEqual(['awaitingProduction', undefined, 'awaiting 0'])
  })

  test('without a shop floor, or with one that is off, the order goes to ship as ever', () => {
    for (const systems of [facts().systems, [...facts().systems, { name: 'mes', role: 'mes', mode: 'off' as const }]]) {
      const order = after(undefined, createCommand(), withShopFloor({ systems }))
      expect(stageOf(order)).toEqual(['toShip', undefined, undefined])
    }
  })

  test('shows how much of it is made, and the order is ready to ship when all is (R-EXE-01, R-STA-01)', () => {
    const stages = ['0', '100', '200'].reduce<Order[]>((orders, quantity) => [...orders, after(orders.at(-1), made(quantity), by)], [ordered()])
    expect(stages.map(stageOf)).toEqual([
      ['awaitingProduction', undefined, 'awaiting 0'], ['inProduction', undefined, 'running 0'], ['inProduction', undefined, 'running 100'], ['toShip', undefined, 'made 200']])
  })

  test('that is heard of twice, late or of its end alone counts once (R-STA-03)', () => {
    const done = after(ordered(), made('200'), by)
    expect(stageOf(done)).toEqual(['toShip', undefined, 'made 200'])
    for (const late of ['0', '100', '200']) expect(accepted(decide(done, made(late), by)).events).toEqual([])
  })

  test('may be shipped before the shop floor is heard, which then moves the order back no more', () => {
    const shipped = after(ordered(), shipAll, by)
    expect(shipped.status).toBe('shipped')
    expect(after(shipped, made('200'), by)).toMatchObject({ status: 'shipped', lines: [{}, { production: { stage: 'made' } }] })
  })

  test('is asked for anew by a change of it, taken back where it is not wanted, and left alone by a change of another line', () => {
    const order = ordered()
    const change = (lines: { line: string; quantity: string }[], removed: string[] = []): Command => ({ type: 'change', reason: 'by phone', change: { lines, removed } })
    expect(effectsOf(order, change([{ line: '2', quantity: '100' }]))).toEqual([['mes', 'change', 'o-1/line/2', '100']])
    expect(effectsOf(order, change([{ line: '1', quantity: '5' }]))).toEqual([])
    expect(effectsOf(order, change([], ['2']))).toEqual([['mes', 'cancel', 'o-1/line/2', '200']])
    expect(after(order, change([], ['2']), by).status).toBe('toShip')
    expect(effectsOf(order, { type: 'cancel', reason: 'not needed' })).toEqual([['mes', 'cancel', 'o-1/line/2', '200']])
  })

  test('takes no change and no cancel once it is begun, but the other lines do (R-CAN-01, R-CAN-03, R-CHG-01, R-CHG-07)', () => {
    const running = after(ordered(), made('0'), by)
    expect(refusal(decide(running, { type: 'cancel', reason: 'not needed' }, by))).toBe('in-production')
    expect(refusal(decide(running, { type: 'change', reason: 'more', change: { lines: [{ line: '2', quantity: '300' }] } }, by))).toBe('in-production')
    expect(refusal(decide(running, { type: 'change', reason: 'less', change: { removed: ['2'] } }, by))).toBe('in-production')
    const other: Command = { type: 'change', reason: 'less', change: { lines: [{ line: '1', quantity: '5' }] } }
    expect(effectsOf(running, other)).toEqual([])
    expect(stageOf(after(running, other, by))).toEqual(['inProduction', undefined, 'running 0'])
  })

  test('what can not be is refused: a production of a cancelled order, of no line, of a line that is taken from stock (R-EXE-01)', () => {
    const cancelled = after(ordered(), { type: 'cancel', reason: 'not needed' }, by)
    expect(refusal(decide(cancelled, made('1'), by))).toBe('produced-unaccepted')
    expect(refusal(decide(ordered(), made('1', '9'), by))).toBe('line-unknown')
    expect(refusal(decide(ordered(), made('1', '1'), by))).toBe('not-made-to-order')
  })
})
