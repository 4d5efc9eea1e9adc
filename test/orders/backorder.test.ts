import { backorders } from '../../orders/backorder'
import { type Finding } from '../../orders/finding'
import { type OrderLine } from '../../orders/order'
import { after, createCommand, facts } from './sample'

const line = (id: string, quantity: string, unit = 'C62', item = 'A-1'): OrderLine => ({ id, item, quantity, unit, shipped: '0', delivered: '0', invoiced: '0', cancelled: '0' })
const short = (lineId: string, free?: string): Finding => ({ rule: 'stock', code: 'stock-short', severity: 'approval', line: lineId, text: 'too little', facts: [], free })
const order = after(undefined, createCommand())
const waiting = (lines: OrderLine[], ...findings: Finding[]) => Object.fromEntries(backorders({ ...order, lines, findings }, facts()))

test('what is free goes now, the rest waits (R-CNF-03)', () => {
  expect(waiting([line('1', '10')], short('1', '4'))).toEqual({ 1: { free: '4', waiting: '6' } })
})

test('the lines of one item share what is free, in their order; other items wait for nothing (R-CNF-03)', () => {
  expect(waiting([line('1', '10'), line('2', '5', 'C62', 'A-2'), line('3', '10'), line('4', '1')], short('1', '13'))).toEqual({ 3: { free: '3', waiting: '7' }, 4: { free: '0', waiting: '1' } })
})

test('a line in cases of twelve gets whole cases, and pieces of what they leave go to the next line (R-CNF-03)', () => {
  expect(waiting([line('1', '5', 'CS'), line('2', '20')], short('1', '50'))).toEqual({ 1: { free: '4', waiting: '1' }, 2: { free: '2', waiting: '18' } })
})

test('where more is promised than there is, all of it waits; a finding of before that was known says nothing (R-CNF-03)', () => {
  expect(waiting([line('1', '10')], short('1', '-3'))).toEqual({ 1: { free: '0', waiting: '10' } })
  expect(waiting([line('1', '10')], short('1'))).toEqual({})
})
