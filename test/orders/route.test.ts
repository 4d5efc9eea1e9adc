import { type Facts, type StockFact } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { route } from '../../orders/route'
import { after, createCommand, facts } from './sample'

const WAREHOUSES = [{ name: 'north', role: 'wms', mode: 'live' as const }, { name: 'south', role: 'wms', mode: 'live' as const }]

/** What is free of each item in north and south; `undefined` where it is not kept. */
function known(stock: Record<string, [string | undefined, string | undefined]>, systems: Facts['systems'] = WAREHOUSES): Facts {
  const items = Object.keys(stock)
  const places = ([north, south]: [string | undefined, string | undefined]): StockFact['places'] =>
    [{ system: 'north', free: north }, { system: 'south', free: south }].flatMap(({ system, free }) => (free === undefined ? [] : [{ system, free }]))
  return facts({
    systems,
    items: new Map(items.map((code) => [code, { value: { code, name: code, active: true, unit: 'C62', units: { XBX: '10' } }, source: 'erp', asOf: '' }])),
    stock: new Map(items.map((item) => [item, { value: { item, unit: 'C62', onHand: '0', theirs: '0', ours: '0', places: places(stock[item]!) }, source: 'north', asOf: '' }])),
  })
}

const order = (lines: [id: string, item: string, quantity: string, unit?: string][], more: Partial<Order> = {}): Order => ({
  ...after(undefined, createCommand(), facts()), status: 'inReview',
  lines: lines.map(([id, item, quantity, unit = 'C62']) => ({ id, item, quantity, unit, shipped: '0', delivered: '0', invoiced: '0', cancelled: '0' })), ...more,
})
const said = (given: Order, by: Facts): string | undefined => route(given, by)?.map(({ no, system, lines }) => `${no} ${system} ${lines.join(',')}`).join('; ')

describe('an order goes to the warehouses that have it (R-ROU-03)', () => {
  test.each<[string, [string, string, string, string?][], Record<string, [string | undefined, string | undefined]>, string]>([
    ['to the first that has all of it', [['1', 'A', '10'], ['2', 'B', '5']], { A: ['10', '99'], B: ['5', '99'] }, '1 north 1,2'],
    ['to one that has all of it, although the first has most', [['1', 'A', '10'], ['2', 'B', '5']], { A: ['99', '10'], B: ['4', '5'] }, '1 south 1,2'],
    ['to two where none has all of it', [['1', 'A', '10'], ['2', 'B', '5']], { A: ['10', '9'], B: [undefined, '5'] }, '1 north 1; 2 south 2'],
    ['in its own unit: 3 boxes of 10 are 30', [['1', 'A', '3', 'XBX']], { A: ['29', '30'] }, '1 south 1'],
    ['lines of one item together', [['1', 'A', '6'], ['2', 'B', '1'], ['3', 'A', '6']], { A: ['10', '12'], B: ['1', undefined] }, '1 south 1,3; 2 north 2'],
    ['to where most of it is, where nowhere is enough', [['1', 'A', '50']], { A: ['12', '40'] }, '1 south 1'],
    ['to the first where nothing is known of it', [['1', 'A', '1']], { A: [undefined, undefined] }, '1 north 1'],
  ])('%s', (_what, lines, stock, expected) => { expect(said(order(lines), known(stock))).toBe(expected) })

  test('what is made to order follows the rest of the order', () => {
    const by = known({ A: ['1', '9'], M: [undefined, undefined] })
    by.items.get('M')!.value.madeToOrder = true
    expect(said(order([['1', 'M', '4'], ['2', 'A', '5']]), by)).toBe('1 south 1,2')
  })

  test('what a warehouse has already stays there; what is ordered besides goes there too where it has it', () => {
    const parts = [{ no: 1, system: 'south', lines: ['1'] }]
    expect(said(order([['1', 'A', '10'], ['2', 'B', '1']], { parts }), known({ A: ['99', '0'], B: ['9', '1'] }))).toBe('1 south 1,2')
    expect(said(order([['1', 'A', '10'], ['2', 'B', '5']], { parts }), known({ A: ['99', '0'], B: ['9', '1'] }))).toBe('1 south 1; 2 north 2')
  })

  test('the number of a part that lost its lines is not given again', () => {
    const parts = [{ no: 1, system: 'north', lines: ['1'] }, { no: 2, system: 'south', lines: [] }]
    expect(said(order([['1', 'A', '1'], ['2', 'B', '1']], { parts }), known({ A: ['9', '0'], B: ['0', '9'] }))).toBe('1 north 1; 2 south ; 3 south 2')
  })

  test('nothing is chosen where there is one warehouse, or where the order was accepted while there was one', () => {
    const stock = known({ A: ['9', '9'] }, [WAREHOUSES[0]!, { ...WAREHOUSES[1]!, mode: 'off' }])
    expect(route(order([['1', 'A', '1']]), stock)).toBeUndefined()
    expect(route(order([['1', 'A', '1']], { status: 'toShip' }), known({ A: ['9', '9'] }))).toBeUndefined()
  })
})
