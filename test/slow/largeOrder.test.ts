import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

test('a UBL order of 40,000 lines, 28 MB, is read in the memory of its values: never as a whole tree', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--max-old-space-size=120', join(__dirname, 'largeOrder.cjs'), '40000'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const { lines, bytes } = JSON.parse(stdout) as { lines: number; bytes: number }
  expect(lines).toBe(40_000)
  expect(bytes).toBeGreaterThan(25_000_000)
})
