import fc from 'fast-check'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CsvRows } from '../../sync/reconcile/files/csv'
import { sortRows } from '../../sync/reconcile/files/sort'
import { type FileDifference, type FileQuestion, reconcileFiles } from '../../sync/reconcile/reconcileFiles'
import { Scratch } from '../../sync/reconcile/spool'

let folder: string
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'compare-')) })
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

/** Compares two texts as files. */
async function compare(left: string | Buffer, right: string | Buffer, question: Partial<FileQuestion> = {}) {
  writeFileSync(join(folder, 'left'), left)
  writeFileSync(join(folder, 'right'), right)
  const result = await reconcileFiles({ left: join(folder, 'left'), right: join(folder, 'right'), key: 'id', scratch: folder, ...question })
  const differences: FileDifference[] = []
  for await (const difference of result.differences) differences.push(difference)
  await result.close()
  return { ...result.summary, differences, sorted: result.sorted, fields: result.fields }
}

const csv = (...rows: string[]) => ['id,amount,status', ...rows, ''].join('\n')

describe('two files compared', () => {
  test('say what agrees, what only one has, and which fields differ', async () => {
    expect(await compare(csv('a,1.00,open', 'b,2.00,open', 'c,3.00,open'), csv('b,2.00,open', 'c,3.50,shipped', 'd,4.00,open'))).toEqual({
      left: 3, right: 3, agreed: 1, onlyLeft: 1, onlyRight: 1, different: 1, doubles: 0, sorted: [], fields: ['amount', 'status'],
      differences: [
        { key: 'a', kind: 'onlyLeft', fields: [{ field: 'amount', left: '1.00' }, { field: 'status', left: 'open' }] },
        { key: 'c', kind: 'different', fields: [{ field: 'amount', left: '3.00', right: '3.50' }, { field: 'status', left: 'open', right: 'shipped' }] },
        { key: 'd', kind: 'onlyRight', fields: [{ field: 'amount', right: '4.00' }, { field: 'status', right: 'open' }] },
      ],
    })
  })

  test('numbers are compared exactly and by value, within the tolerance; codes by their characters', async () => {
    const one = async (left: string, right: string, tolerance?: string) => (await compare(csv(`a,${left},`), csv(`a,${right},`), { tolerance })).agreed === 1
    expect(await one('12.50', '12.5')).toBe(true)
    expect(await one('0.1', '0.10000000000000001')).toBe(false)
    expect(await one('12345678901234567890.01', '12345678901234567890.02')).toBe(false)
    expect(await one('12345678901234567890.01', '12345678901234567890.02', '0.01')).toBe(true)
    expect(await one('1.00', '1.011', '0.01')).toBe(false)
    expect(await one('-0', '0')).toBe(true)
    expect(await one('00012', '12')).toBe(false)
    expect(await one('1e3', '1000')).toBe(false)
    await expect(one('1', '2', 'a bit')).rejects.toThrow('0.01')
  })

  test('a key that a side has twice never agrees, and says how often it is there', async () => {
    expect(await compare(csv('a,1,', 'a,1,', 'b,1,'), csv('a,1,', 'b,1,', 'c,1,', 'c,2,', 'c,3,'))).toMatchObject({
      left: 3, right: 5, agreed: 1, different: 1, onlyRight: 1, onlyLeft: 0, doubles: 2,
      differences: [{ key: 'a', kind: 'double', rows: { left: 2, right: 1 } }, { key: 'c', kind: 'double', rows: { left: 0, right: 3 } }],
    })
  })

  test('keys are bytes: capitals, blanks and accents make other keys, and no order of a language', async () => {
    expect(await compare(csv('PO-1,1,', 'po-1,1,', 'é,1,'), csv('PO-1,1,', 'PO-1 ,1,', 'é,1,'))).toMatchObject({ agreed: 2, onlyLeft: 1, onlyRight: 1, sorted: [] })
  })

  test('quotes, separators and line ends within quotes, CRLF, byte order mark, other separators', async () => {
    const left = '\ufeff"id";"note";"x"\r\n"a;1";"says ""hi""\r\nto all";1\r\nb;;2\r\n'
    const right = 'x|note|id\n1|"says ""hi""\r\nto all"|a;1\n2||b'
    expect(await compare(left, right)).toMatchObject({ agreed: 2, different: 0, fields: ['note', 'x'] })
  })

  test('NDJSON: numbers keep their digits, null is nothing, escapes are read, further fields are not overlooked', async () => {
    const left = '{"id":"a","amount":12345678901234567.01,"note":"K\\u00fcche","tags":["x"]}\n\n{"id":7,"amount":1.50,"gone":null}\n'
    const right = '{"tags":["x"],"note":"Küche","amount":12345678901234567.02,"id":"a"}\r\n{ "id" : "7" , "amount" : 1.5 , "extra":"!" }'
    expect(await compare(left, right)).toMatchObject({
      left: 2, right: 2, agreed: 0, different: 2, sorted: ['left', 'right'],
      differences: [{ key: '7', fields: [{ field: 'extra', right: '!' }] }, { key: 'a', fields: [{ field: 'amount', left: '12345678901234567.01', right: '12345678901234567.02' }] }],
    })
  })

  test('a CSV file with an NDJSON file', async () => {
    expect(await compare(csv('a,1.00,open'), '{"id":"a","status":"open","amount":1,"more":true}\n')).toMatchObject({ agreed: 1, fields: ['amount', 'status'] })
  })

  test('only the fields that were asked for', async () => {
    expect(await compare(csv('a,1,open'), csv('a,2,open'), { fields: ['status'] })).toMatchObject({ agreed: 1 })
    await expect(compare(csv(), csv(), { fields: ['colour'] })).rejects.toThrow('no column "colour"')
  })

  test('sides that are not in order are sorted on disk, and nothing is left there', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${(i * 7919) % 5000},${i % 7},"x ""${i % 3}"""`)
    const result = await compare(csv(...rows), csv(...rows.toReversed()))
    expect(result).toMatchObject({ left: 5000, agreed: 5000, sorted: ['left', 'right'], differences: [] })
    expect(readdirSync(folder).sort()).toEqual(['left', 'right'])
  })

  test.each([
    ['no such key', 'number,amount\na,1\n', 'has no column "id"'],
    ['a row with a field too many', csv('a,1,open', 'b,1,open,x'), 'row 2 has 4 fields and the header 3'],
    ['an open quote', csv('a,1,"open'), 'the quote is never closed'],
    ['text after a quote', csv('a,"1"x,open'), 'text after the closing quote'],
    ['an empty key', csv(',1,open'), 'row 1: the key is empty'],
    ['UTF-16', Buffer.from('id,amount\na,1\n', 'utf16le'), 'is not UTF-8 text'],
    ['a column twice', 'id,x,x\n1,2,3\n', 'the column "x" twice'],
    ['JSON that is none', '{"id":"a"}\n{"id":\n', 'row 2 is not JSON'],
    ['JSON without the key', '{"number":"a"}\n', 'row 1 has no "id"'],
  ])('%s is said with file and row', async (_, left, message) => {
    await expect(compare(left, csv('a,1,open'))).rejects.toThrow(message)
  })

  test('empty files and files that only have a header agree', async () => {
    expect(await compare(csv(), csv())).toMatchObject({ left: 0, right: 0, agreed: 0, differences: [] })
  })

  test('can be stopped', async () => {
    await expect(compare(csv('a,1,'), csv('a,1,'), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  test('finds the same as a comparison in memory, for any rows in any order', async () => {
    const row = fc.record({ id: fc.integer({ min: 0, max: 60 }), amount: fc.constantFrom('1', '1.0', '2', '', 'x,"y"\n') })
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 40 }), fc.array(row, { maxLength: 40 }), async (left, right) => {
      const text = (rows: typeof left) => ['id,amount', ...rows.map(({ id, amount }) => `${id},"${amount.replaceAll('"', '""')}"`), ''].join('\n')
      const { left: lefts, right: rights, agreed, onlyLeft, onlyRight, different, doubles } = await compare(text(left), text(right))
      expect({ left: lefts, right: rights, agreed, onlyLeft, onlyRight, different, doubles }).toEqual(inMemory(left, right))
    }), { numRuns: 40 })
  })
})

test('a sort that needs many runs and several passes gives every row once, in order, equal keys as they came', async () => {
  const path = join(folder, 'big.csv')
  const rows = Array.from({ length: 3000 }, (_, i) => `k${String((i * 7919) % 1000).padStart(4, '0')},${i}`)
  writeFileSync(path, ['id,no', ...rows, ''].join('\n'))
  const layout = { separator: ',', columns: ['id', 'no'] }
  const reread = async (file: string) => { const again = new CsvRows('big', file); again.layOut(layout, 'id'); await again.open(); return again }
  const source = new CsvRows('big', path)
  await source.begin('id')
  const scratch = new Scratch(folder)
  const sorted = await reread(await sortRows(source, scratch, reread, { run: 512, ways: 3 }))
  const seen: string[] = []
  while (await sorted.advance()) seen.push(sorted.raw().toString())
  await Promise.all([sorted.close(), source.close()])
  await scratch.remove()
  expect(seen).toEqual(rows.map((row, no) => ({ row, no })).sort((a, b) => (a.row.slice(0, 5) < b.row.slice(0, 5) ? -1 : a.row.slice(0, 5) > b.row.slice(0, 5) ? 1 : a.no - b.no)).map(({ row }) => row))
})

function inMemory(left: { id: number; amount: string }[], right: { id: number; amount: string }[]) {
  const lefts = Map.groupBy(left, (row) => row.id)
  const rights = Map.groupBy(right, (row) => row.id)
  const counts = { left: left.length, right: right.length, agreed: 0, onlyLeft: 0, onlyRight: 0, different: 0, doubles: 0 }
  const value = (text: string) => (text === '1.0' ? '1' : text)
  for (const id of new Set([...lefts.keys(), ...rights.keys()])) {
    const [a, b] = [lefts.get(id) ?? [], rights.get(id) ?? []]
    if (a.length > 1 || b.length > 1) counts.doubles++
    if (a.length === 0) counts.onlyRight++
    else if (b.length === 0) counts.onlyLeft++
    else if (a.length > 1 || b.length > 1 || value(a[0]!.amount) !== value(b[0]!.amount)) counts.different++
    else counts.agreed++
  }
  return counts
}
