import { type Part, deliveredLines, isPart, isPartComplete, partRemote } from '../../../connectors/tryton/part'
import { partNote, readPartNote } from '../../../connectors/tryton/partNote'
import { type Units } from '../../../connectors/tryton/units'

const ORDER = '01a22046-229f-7245-8e38-e36c5f30580d'
/** Pieces (1) and cases of twelve (2) of one category. */
const UNITS: Units = {
  byId: (id) => ({ id, symbol: id === 1 ? 'u' : 'XCS', category: 1, factor: id === 1 ? '1' : '12', rounding: '1' }), codeOf: (id) => (id === 1 ? 'EA' : 'XCS'), isNamed: () => true,
  find: (code) => UNITS.byId(code === 'XCS' ? 2 : 1), codesOf: () => new Map(),
  convert: (quantity, from, to) => String(Number(quantity) * (from === to ? 1 : from === 2 ? 12 : 1 / 12)),
}

type Move = Part['moves'][number]
const move = (delivery: number, code: string, quantity: string, state = 'done', uom = 1): Move => ({ shipment: `stock.shipment.out,${delivery}`, quantity, uom, state, 'product.': { code, default_uom: 1 } })
const delivery = (id: number, state: string): Part['deliveries'][number] => ({ id, number: String(id), state, changedAt: `2026-03-02T08:00:0${id}.000000Z`, plannedOn: null })
const part = (deliveries: Part['deliveries'], moves: Move[], wanted = [{ id: '1', item: 'A', quantity: '10', unit: 'EA' }, { id: '2', item: 'A', quantity: '5', unit: 'EA' }]): Part =>
  ({ reference: `${ORDER}/1`, deliveries, wanted, moves, returned: [] })
const quantities = (lines: { id: string; quantity: string }[] | undefined) => lines?.map(({ id, quantity }) => `${id}: ${quantity}`)

test('the note of a delivery keeps our lines, whatever their ids and items are called, and people may write beside it', () => {
  const lines = [{ id: '10', item: 'DG-1250', quantity: '2', unit: 'EA' }, { id: 'a: b', item: 'item of many words', quantity: '0.5', unit: 'KGM' }]
  expect(readPartNote(`call first!\n${partNote('SO-1', lines)}\nthanks`)).toEqual(lines)
  expect(readPartNote('order line 1: many EA of A')).toEqual([])
  expect(readPartNote(null)).toEqual([])
})

test.each([
  ['draft', ['draft'], [], 'released'], ['reserved', ['assigned'], [], 'released'], ['picked', ['picked'], [], 'picking'],
  ['shipped in part', ['done'], [move(1, 'A', '12')], 'picking'], ['shipped in two', ['done', 'done'], [move(1, 'A', '12'), move(2, 'A', '3')], 'shipped'],
  ['cancelled', ['cancelled'], [], 'cancelled'], ['one of two cancelled', ['assigned', 'cancelled'], [], 'released'],
])('a part whose deliveries are %s', (_, states, moves, word) => {
  expect(partRemote(part(states.map((state, index) => delivery(index + 1, state)), moves), UNITS).state).toBe(word)
})

test('two lines of one item share what is shipped of it in their order, over several deliveries, and the last takes what is over', () => {
  const shipped = part([delivery(1, 'done'), delivery(2, 'done')], [move(1, 'A', '12'), move(2, 'A', '4')])
  expect(quantities(deliveredLines(shipped, UNITS, 1))).toEqual(['1: 10', '2: 2'])
  expect(quantities(deliveredLines(shipped, UNITS, 2))).toEqual(['2: 4'])
  expect(quantities(partRemote(shipped, UNITS).lines)).toEqual(['1: 10', '2: 6'])
})

test('a move in another unit counts in that of the line, and an item that nobody ordered shows as a line of its own', () => {
  const cases = part([delivery(1, 'assigned')], [move(1, 'A', '2', 'draft', 2), move(1, 'B', '7', 'draft')], [{ id: '1', item: 'A', quantity: '24', unit: 'EA' }])
  expect(quantities(partRemote(cases, UNITS).lines)).toEqual(['1: 24', 'item B: 7'])
  const ordered = part([delivery(1, 'assigned')], [move(1, 'A', '24', 'draft')], [{ id: '1', item: 'A', quantity: '2', unit: 'XCS' }])
  expect(quantities(partRemote(ordered, UNITS).lines)).toEqual(['1: 2'])
})

test('a delivery without its note, or still a draft, is not there yet; a goods issue is no part', () => {
  expect(isPartComplete(part([delivery(1, 'waiting')], [], []))).toBe(false)
  expect(isPartComplete(part([delivery(1, 'draft')], []))).toBe(false)
  expect(isPartComplete(part([delivery(1, 'waiting')], []))).toBe(true)
  expect([`${ORDER}/1`, `${ORDER}/wms/SHP-1`, 'SO-1/1', null].map(isPart)).toEqual([true, false, false, false])
})
