import { OrderReconcile } from '../../nodes/OrderReconcile/OrderReconcile.node'
import { fileItem, jsonsOf, runNode } from './fake'

const node = new OrderReconcile()
const rows = (...jsons: Record<string, unknown>[]) => jsons.map((json) => ({ json })) as never

test('two inputs are joined by a key: agreed, different with both values, only left, only right', async () => {
  const [agreed, different, onlyLeft, onlyRight] = await runNode(node, {
    parameters: { operation: 'items', key: 'no' },
    items: rows({ no: 1, amount: '12.50' }, { no: '2', amount: 9 }, { no: 3, amount: 1 }), right: rows({ no: '2', amount: '9.01' }, { no: '1', amount: 12.5 }, { no: 4, amount: 1 }),
  })
  expect(agreed).toEqual([{ json: { no: 1, amount: '12.50' }, pairedItem: [{ item: 0, input: 0 }, { item: 1, input: 1 }] }])
  expect(jsonsOf(different)).toMatchObject([{ key: '2', fields: [{ field: 'amount', left: 9, right: '9.01' }] }])
  expect(jsonsOf(onlyLeft)).toEqual([{ no: 3, amount: 1 }])
  expect(onlyRight).toEqual([{ json: { no: 4, amount: 1 }, pairedItem: { item: 2, input: 1 } }])
})

test('codes keep their zeros, tolerances are exact, and nothing is nothing in every form', async () => {
  const counts = async (left: unknown, right: unknown, parameters = {}) =>
    (await runNode(node, { parameters: { operation: 'items', key: 'id', ...parameters }, items: rows({ id: 1, v: left }), right: rows({ id: 1, v: right }) })).map((output) => output.length)
  expect(await counts('00012', '12')).toEqual([0, 1, 0, 0])
  expect(await counts('0.1', '0.3', { tolerance: '0.2' })).toEqual([1, 0, 0, 0])
  expect(await counts('', undefined)).toEqual([1, 0, 0, 0])
  expect(await counts({ a: 1, b: [2] }, { b: [2], a: 1 })).toEqual([1, 0, 0, 0])
  await expect(counts('1', '1', { tolerance: 'a bit' })).rejects.toThrow('The tolerance a bit is no number')
})

test('a key that a side has twice never agrees, and every row is accounted for', async () => {
  const [agreed, different, onlyLeft, onlyRight] = await runNode(node, { parameters: { operation: 'items' }, items: rows({ id: 1, v: 1 }, { id: 1, v: 1 }, { v: 0 }), right: rows({ id: 1, v: 1 }, { id: null, v: 2 }) })
  expect([agreed!.length, onlyLeft!.length, onlyRight!.length]).toEqual([0, 1, 1])
  expect(jsonsOf(different)).toMatchObject([{ key: 1, double: { left: 2, right: 1 } }])
})

test('20,000 items against 20,000 take less than a tenth of a second of work each way, and more than 100,000 are sent to the files', async () => {
  const many = (length: number) => Array.from({ length }, (_, no) => ({ json: { id: no, reference: `PO-${no}`, amount: `${no}.50`, status: 'open' } }))
  const began = performance.now()
  const [agreed] = await runNode(node, { parameters: { operation: 'items' }, items: many(20_000), right: many(20_000) })
  // generous: other tests share the machine; the figure against Compare Datasets is taken in the real n8n
  expect(performance.now() - began).toBeLessThan(1000)
  expect(agreed).toHaveLength(20_000)
  await expect(runNode(node, { parameters: { operation: 'items' }, items: many(100_001) })).rejects.toMatchObject({ description: 'Use Two Files, which knows no limit' })
})

test('of two files only the differences become items, and the sums are one', async () => {
  const left = 'id;amount\n1;5\n2;7\n3;9\n'
  const item = { json: {}, binary: { ...fileItem(left, 'left.csv', 'left').binary, ...fileItem('id,amount\n3,9.00\n4,1\n2,8\n', 'right.csv', 'right').binary } }
  const [sums, different, onlyLeft, onlyRight] = await runNode(node, { parameters: { operation: 'files' }, items: [item] })
  expect(jsonsOf(sums)).toMatchObject([{ summary: { left: 3, right: 3, agreed: 1, different: 1, onlyLeft: 1, onlyRight: 1 } }])
  expect(jsonsOf(different)).toMatchObject([{ key: '2', fields: [{ field: 'amount', left: '7', right: '8' }] }])
  expect([jsonsOf(onlyLeft), jsonsOf(onlyRight)]).toMatchObject([[{ key: '1' }], [{ key: '4' }]])
})
