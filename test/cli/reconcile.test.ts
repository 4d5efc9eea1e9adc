import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './terminal'

const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('reconcile two files', () => {
  const left = file('left.csv', 'id,amount,status\nSO-1,10.00,paid\nSO-2,20.00,open\nSO-3,30.00,open\n')
  const right = file('right.ndjson', '{"id":"SO-1","amount":"10","status":"paid"}\n{"id":"SO-2","amount":"20.01","status":"open"}\n{"id":"SO-4","amount":"5.00","status":"open"}\n')

  test('the summary and every difference with its fields, as one JSON object; exit code 2', async () => {
    const { exit, out } = await run(['reconcile', '--left', left, '--right', right, '--key', 'id', '--fields', 'amount, status', '--json'])
    expect(exit).toBe(2)
    const compared = JSON.parse(out) as { differences: { key: string }[] }
    expect(compared).toMatchObject({ summary: { left: 3, right: 3, agreed: 1, onlyLeft: 1, onlyRight: 1, different: 1 } })
    expect(compared.differences.map((difference) => difference.key)).toEqual(['SO-2', 'SO-3', 'SO-4'])
  })

  test('what is within the tolerance agrees; without differences the exit code is 0', async () => {
    const { exit, out } = await run(['reconcile', '--left', left, '--right', file('close.csv', 'id,amount\nSO-1,10.01\nSO-2,19.99\nSO-3,30\n'), '--key', 'id', '--tolerance', '0.01'])
    expect(exit).toBe(0)
    expect(out).toMatch(/agreed\s+3/)
  })

  test('a file or a key that is not there is exit code 1, and says which', async () => {
    for (const [argv, said] of [[[join(folder, 'none.csv'), 'id'], 'none.csv'], [[left, 'number'], 'number']] as const) {
      const { exit, out, err } = await run(['reconcile', '--left', argv[0], '--right', right, '--key', argv[1]])
      expect([exit, out]).toEqual([1, ''])
      expect(err).toContain(said)
    }
  })
})
