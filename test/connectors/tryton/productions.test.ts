import { isProduction, type Production, productionRemote, type Run } from '../../../connectors/tryton/production'
import { answerNote, readAnswerNote } from '../../../connectors/tryton/quotation'
import { type Units } from '../../../connectors/tryton/units'

const ORDER = '01a22046-229f-7245-8e38-e36c5f30580d'
/** Pieces (1) and dozens (2) of one category. */
const UNITS = { convert: (quantity: string, from: number, to: number) => String(Number(quantity) * (from === to ? 1 : from === 2 ? 12 : 1 / 12)), codeOf: (id: number) => (id === 1 ? 'EA' : 'DZN') } as unknown as Units
const run = (id: number, state: string, quantity: string, made = '0', unit = 1): Run =>
  ({ id, number: `P${id}`, state, item: 'MW-9000', quantity, unit, made, plannedFor: '2026-12-15', changedAt: `2026-03-02T08:00:0${id}.000000Z` })
const production = (...runs: Run[]): Production => ({ reference: `${ORDER}/line/10`, runs })

test.each([
  ['asked for', [run(1, 'request', '4')], 'requested', '4', '0'], ['taken on', [run(1, 'draft', '4')], 'requested', '4', '0'], ['planned', [run(1, 'waiting', '4')], 'planned', '4', '0'],
  ['reserved', [run(1, 'assigned', '4')], 'planned', '4', '0'], ['begun', [run(1, 'running', '4')], 'running', '4', '0'], ['done', [run(1, 'done', '4', '4')], 'done', '4', '4'],
  ['done with less', [run(1, 'done', '4', '3')], 'done', '3', '3'], ['cancelled', [run(1, 'cancelled', '4')], 'cancelled', '4', '0'],
  ['split, and one half done', [run(1, 'done', '2', '2'), run(2, 'request', '2')], 'running', '4', '2'], ['split in two units', [run(1, 'request', '12'), run(2, 'request', '1', '0', 2)], 'requested', '24', '0'],
  ['split, and one half cancelled', [run(1, 'waiting', '2'), run(2, 'cancelled', '2')], 'planned', '2', '0'], ['copied by mistake', [run(1, 'request', '4'), run(2, 'request', '4')], 'requested', '8', '0'],
])('a production that is %s (R-EXE-01)', (_what, runs, state, quantity, made) => {
  expect(productionRemote(production(...runs), UNITS)).toMatchObject({ theirId: '1', ourId: `${ORDER}/line/10`, state, lines: [{ id: '10', item: 'MW-9000', quantity, unit: 'EA' }], body: { order: ORDER, made } })
})

test('the newest change of any part of it is the production\'s, so that a poll hears of each', () => {
  expect(productionRemote(production(run(1, 'request', '2'), run(3, 'running', '2')), UNITS).asOf).toBe('2026-03-02T08:00:03.000000Z')
})

test('our productions are told from parts, goods issues and what people write, whatever a line is called', () => {
  expect([`${ORDER}/line/10`, `${ORDER}/line/a/b`, `${ORDER}/1`, `${ORDER}/wms/SHP-1`, `${ORDER}/line/`, 'SO-1/line/10', null].map(isProduction)).toEqual([true, true, false, false, false, false, false])
  expect(productionRemote({ ...production(run(1, 'request', '1')), reference: `${ORDER}/line/a/b` }, UNITS).lines![0]!.id).toBe('a/b')
})

test('the note of a quotation says what became of its order, and nothing else is taken for one', () => {
  expect(readAnswerNote(answerNote(ORDER, 'SO-000007', 'accepted', undefined))).toEqual({ order: ORDER, outcome: 'accepted' })
  expect(readAnswerNote(answerNote(ORDER, undefined, 'rejected', 'the buyer said (no): cancelled'))).toEqual({ order: ORDER, outcome: 'rejected' })
  for (const other of [null, '', 'Order of blankets: accepted', `call him about Order SO-7 (${ORDER}): accepted`]) expect(readAnswerNote(other)).toBeUndefined()
})
