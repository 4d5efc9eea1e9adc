import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './terminal'

const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-read-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const orders = 'order,item,qty,unit,price,currency\nPO-1,4711,10,PCE,2.50,EUR\nPO-2,4712,5,PCE,1.20,EUR\n'

describe('read, without a store', () => {
  test('prints each message as a line of JSON, and after the last one the file', async () => {
    const { exit, rows, err } = await run(['read', file('two.csv', orders), '--json'])
    expect(rows().map((row) => [row.kind, (row.order as { reference?: string } | undefined)?.reference])).toEqual([['message', 'PO-1'], ['message', 'PO-2'], ['file', undefined]])
    expect(rows()[2]).toMatchObject({ format: 'csv', bytes: orders.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
    expect([exit, err]).toEqual([0, ''])
  })

  test('a file that cannot be read is said, and the others go on', async () => {
    const { exit, rows, err } = await run(['read', join(folder, 'missing.edi'), folder, file('one.csv', orders), '--json'])
    expect(exit).toBe(1)
    expect(err).toContain('missing.edi: There is no such file.')
    expect(err).toContain('This is a folder')
    expect(rows()).toHaveLength(3)
  })

  test('a file whose name has a line break or an escape sequence stays on one harmless line', async () => {
    const name = join(folder, 'two\nlines\u001b[31m.edi')
    for (const argv of [['read', name], ['acknowledge', name, '--as', 'CONTRL'], ['reconcile', '--left', name, '--right', name, '--key', 'id']]) {
      const { exit, err } = await run(argv)
      expect([argv[0], exit, err]).toEqual([argv[0], 1, expect.stringMatching(/^order-to-cash: [^\n\u001b]*two lines[^\n\u001b]*\n$/)])
    }
    expect((await run(['read', file('two\nlines.csv', orders), '--summary'])).out).toMatch(/^[^\n]*two lines\.csv: csv[^\n]*\n$/)
  })

  test('a document with errors ends with exit code 2', async () => {
    const { exit, out } = await run(['read', file('noise.bin', Buffer.from([0, 1, 2, 3, 255, 254, 7]))])
    expect(exit).toBe(2)
    expect(out).toContain('format-unknown')
  })

  test('the summary counts, and leaves the orders out', async () => {
    const { rows } = await run(['read', file('sum.csv', orders), '--json', '--summary'])
    expect(rows()).toMatchObject([{ kind: 'file', messages: 2, orders: 2, problemCounts: {} }])
  })

  test('a table shows lines with their prices, and no control character of the document reaches the terminal', async () => {
    const { out } = await run(['read', file('evil.csv', 'order,item,qty,unit,price,currency,description\nPO-9,4711,10,PCE,2.50,EUR,"\u001b[2Jgone"\n')])
    expect(out).toContain('order PO-9')
    expect(out).toMatch(/4711\s+10\s+H87\s+2\.5\b/)
    expect(out).not.toContain('\u001b')
  })

  test('reads standard input, and stops at the limit with a word about it', async () => {
    expect((await run(['read', '-', '--json'], {}, orders)).rows()).toHaveLength(3)
    const { exit, out } = await run(['read', '-', '--limit', '20'], {}, orders)
    expect(exit).toBe(2)
    expect(out).toContain('too-large')
  })

  test('a partner\'s file says how its numbers are meant; a wrong one is refused with the field', async () => {
    const table = file('german.csv', 'order;item;qty;unit;price;currency\nPO-3;4711;1.500;PCE;2,50;EUR\n')
    const partner = file('partner.yaml', 'kind: partner\nkey: X\nprofile: { decimalMark: "," }\n')
    const { rows } = await run(['read', table, '--partner', partner, '--json'])
    expect(rows()[0]).toMatchObject({ order: { lines: [{ quantity: '1500', price: { amount: '2.5' } }] } })
    const { exit, err } = await run(['read', table, '--partner', file('wrong.yaml', 'profile: { decimalMark: ";" }\n')])
    expect(exit).toBe(1)
    expect(err).toContain('profile.decimalMark')
  })
})
