import fc from 'fast-check'
import * as resources from '../../store/resources'
import { fromScaled, toScaled } from '../../store/scaled'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { at } from './sample'

let store: Store
beforeEach(async () => { store = await freshStore() })

const capacity = (resource: string, unit: string, of: string, theirs = '0') => store.write((tx) => resources.setCapacity(tx, { company: 'acme', resource, unit, capacity: of, theirs, asOf: at }))
const take = (...wanted: [resource: string, order: string, line: string, quantity: string][]) =>
  store.write((tx) => resources.take(tx, 'acme', wanted.map(([resource, order, line, quantity]) => ({ resource, order, line, quantity }))))
const ours = async (...names: string[]) => (await resources.get(store, 'acme', names)).map((one) => one.ours)

test('R-REV-03: a credit is taken up to its last cent, and not further', async () => {
  await capacity('credit/C1', 'EUR', '100.00', '50.00')
  expect(await take(['credit/C1', 'o1', '1', '50.01'])).toEqual({ taken: false, resource: 'credit/C1', left: '50' })
  expect(await take(['credit/C1', 'o1', '1', '50.00'])).toEqual({ taken: true })
  expect(await take(['credit/C1', 'o2', '1', '0.01'])).toEqual({ taken: false, resource: 'credit/C1', left: '0' })
})

test('all that an order needs is taken, or nothing', async () => {
  await capacity('stock/A', 'EA', '10')
  await capacity('stock/B', 'EA', '1')
  expect(await take(['stock/A', 'o1', '1', '5'], ['stock/B', 'o1', '2', '2'])).toEqual({ taken: false, resource: 'stock/B', left: '1' })
  expect(await ours('stock/A', 'stock/B')).toEqual(['0', '0'])
  expect((await resources.commitmentsOf(store, 'acme', 'o1')).filter((one) => one.state !== 'released')).toEqual([])
})

test('what is not known cannot be taken, nor a negative or an absurd quantity', async () => {
  expect(await take(['stock/X', 'o1', '1', '1'])).toEqual({ taken: false, resource: 'stock/X', left: '0' })
  await expect(take(['stock/X', 'o1', '1', '-1'])).rejects.toThrow('negative')
  await capacity('stock/A', 'EA', '10')
  expect(await take(['stock/A', 'o1', '1', '9'.repeat(30)])).toEqual({ taken: false, resource: 'stock/A', left: '10' })
})

test('taking again changes nothing; another quantity takes or gives back the difference', async () => {
  await capacity('stock/A', 'EA', '10')
  for (const [quantity, held] of [['4', '4'], ['4', '4'], ['10', '10'], ['2.5', '2.5']] as const) {
    expect(await take(['stock/A', 'o1', '1', quantity])).toEqual({ taken: true })
    expect(await ours('stock/A')).toEqual([held])
  }
  expect(await take(['stock/A', 'o1', '1', '10.5'])).toEqual({ taken: false, resource: 'stock/A', left: '7.5' })
  expect(await resources.commitmentsOf(store, 'acme', 'o1')).toMatchObject([{ quantity: '2.5', state: 'ours' }])
})

test('released stock is for others, credit stays; releasing twice gives back once', async () => {
  await capacity('stock/A', 'EA', '10')
  await capacity('credit/C1', 'EUR', '10')
  await take(['stock/A', 'o1', '1', '4'], ['stock/A', 'o1', '2', '3'], ['credit/C1', 'o1', '', '9.99'])
  for (let times = 0; times < 2; times++) await store.write((tx) => resources.release(tx, 'acme', 'o1', 'stock/'))
  expect(await ours('credit/C1', 'stock/A')).toEqual(['9.99', '0'])
  expect(await take(['stock/A', 'o2', '1', '10'])).toEqual({ taken: true })
})

test('what the owning system counts by itself is no longer ours, and is not counted twice', async () => {
  await capacity('credit/C1', 'EUR', '100')
  await take(['credit/C1', 'o1', '', '60'], ['credit/C1', 'o2', '', '30'])
  await store.write(async (tx) => {
    await resources.setCapacity(tx, { company: 'acme', resource: 'credit/C1', unit: 'EUR', capacity: '100', theirs: '60', asOf: at })
    await resources.settleTheirs(tx, 'acme', 'credit/C1', ['o1'])
  })
  expect(await resources.get(store, 'acme', ['credit/C1'])).toMatchObject([{ capacity: '100', theirs: '60', ours: '30' }])
  await store.write((tx) => resources.settleTheirs(tx, 'acme', 'credit/C1', ['o1']))
  await store.write((tx) => resources.release(tx, 'acme', 'o1'))
  expect(await ours('credit/C1')).toEqual(['30'])
  expect(await take(['credit/C1', 'o3', '', '10'])).toEqual({ taken: true })
})

test('a changed order whose old quantity the owner counts already takes only what is new', async () => {
  await capacity('stock/A', 'EA', '10')
  await take(['stock/A', 'o1', '1', '6'])
  await store.write(async (tx) => {
    await resources.setCapacity(tx, { company: 'acme', resource: 'stock/A', unit: 'EA', capacity: '10', theirs: '6', asOf: at })
    await resources.settleTheirs(tx, 'acme', 'stock/A', ['o1'])
  })
  expect(await take(['stock/A', 'o1', '1', '9'])).toEqual({ taken: true })
  expect(await ours('stock/A')).toEqual(['3'])
})

test('yen have no decimals, dinars three, quantities four; what is taken is rounded up and what there is down', async () => {
  await capacity('credit/J', 'JPY', '100.9')
  await capacity('credit/K', 'KWD', '1.0009')
  await capacity('stock/A', 'KGM', '1.00009')
  expect((await resources.get(store, 'acme', ['credit/J', 'credit/K', 'stock/A'])).map((one) => one.capacity)).toEqual(['100', '1', '1'])
  expect(await take(['credit/J', 'o1', '', '100.1'])).toMatchObject({ taken: false })
  expect(await take(['stock/A', 'o1', '1', '0.99991'])).toEqual({ taken: true })
  expect(await ours('stock/A')).toEqual(['1'])
})

test('scaling loses nothing that fits, and never rounds in favour of taking more', () => {
  fc.assert(fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 6 }), (units, digits) => {
    const value = fromScaled(units, digits)
    expect(fromScaled(toScaled(value, digits, 'up'), digits)).toBe(value)
    const [down, up] = [toScaled(value, 2, 'down'), toScaled(value, 2, 'up')]
    expect(Math.abs(down) * 10 ** digits).toBeLessThanOrEqual(Math.abs(units) * 100)
    expect(Math.abs(up) * 10 ** digits).toBeGreaterThanOrEqual(Math.abs(units) * 100)
    expect(Math.abs(up - down)).toBeLessThanOrEqual(1)
  }))
  expect(() => toScaled('90071992547409.93', 4, 'up')).toThrow(RangeError)
})
