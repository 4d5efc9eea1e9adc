import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const scripts = resolve(__dirname, '../../scripts')
const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-requirements-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, 'docs'))
mkdirSync(join(folder, 'test/slow'), { recursive: true })

const row = (id: string, state: string): string => `| ${id} | Something is so. | A§1 | A test shows it. | ${state} |`
function run(rows: string[], tests: [name: string, status: string][]): { exit: number | null; out: string; err: string } {
  writeFileSync(join(folder, 'docs/requirements.md'), ['| Id | Requirement | Source | How | State |', '|---|---|---|---|---|', ...rows].join('\n'))
  writeFileSync(join(folder, 'results.json'), JSON.stringify({ testResults: [{ name: join(folder, 'test/a.test.ts'), assertionResults: tests.map(([fullName, status]) => ({ fullName, status })) }] }))
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(scripts, 'requirements.mjs'), 'results.json'], { cwd: folder, encoding: 'utf8' })
  return { exit: status, out: stdout, err: stderr }
}

describe('requirements held against tests', () => {
  test('each id is printed with its tests, and all is well where what is claimed has a passing test', () => {
    const { exit, out, err } = run([row('R-INT-01', 'done'), row('R-INT-02', 'open')], [['orders (R-INT-01) one is read', 'passed'], ['something else', 'failed']])
    expect([exit, err]).toEqual([0, ''])
    expect(out).toMatch(/R-INT-01 +done +1 of +1 passed/)
    expect(out).toContain('✓ orders (R-INT-01) one is read')
    expect(out).toContain('2 requirements: 1 done, 0 thin, 1 open')
  })

  test.each<[string, string[], [string, string][], string]>([
    ['done without a test', [row('R-INT-01', 'done')], [], 'R-INT-01 is called done, and no passing test carries its id.'],
    ['thin with a test that was skipped', [row('R-INT-01', 'thin')], [['R-INT-01', 'pending']], 'R-INT-01 is called thin, and no passing test carries its id.'],
    ['a failing test beside a passing one', [row('R-INT-01', 'done')], [['R-INT-01 a', 'passed'], ['R-INT-01 b', 'failed']], 'R-INT-01: 1 of 2 tests fail.'],
    ['a test that cites what there is not', [row('R-INT-01', 'open')], [['R-INT-99', 'passed']], 'R-INT-99 is cited by a test and is in no table.'],
    ['an unknown state', [row('R-INT-01', 'nearly')], [], 'R-INT-01: the last column must be done, thin or open'],
  ])('%s fails', (_what, rows, tests, message) => {
    const { exit, err } = run(rows, tests)
    expect(exit).toBe(1)
    expect(err).toContain(message)
  })

  test('a test of another suite is told as not run', () => {
    writeFileSync(join(folder, 'test/slow/kill.test.ts'), "test('killed (R-ENT-06)', () => undefined)\n")
    const { exit, out } = run([row('R-ENT-06', 'done')], [])
    expect(exit).toBe(0)
    expect(out).toContain('not run: test/slow/kill.test.ts')
    rmSync(join(folder, 'test/slow/kill.test.ts'))
  })
})

test('every refusal, every finding of a rule and all that others are told is taken away in turn', () => {
  const command = "if (order.lines.some((line) => say(line, ')'))) return refused('shipped-already', 'x')\nif (other) return accepted([])\n"
  const rule = "export const credit: Rule = { code: 'credit', judge: () => [hold('credit-exceeded')] }\n"
  const effects = "export function orderEffects(order: Order, of: () => void): Effect[] {\n  return told(order)\n}\nconst partEffects = (order: Order): Effect[] => told(order)\nconst nameOf = (order: Order): string => order.id\n"
  const script = `import('${join(scripts, 'mutate-rules.mjs')}').then(({ refusalMutants, ruleMutants, effectMutants }) => console.log(JSON.stringify([refusalMutants('c.ts', ${JSON.stringify(command)}), ruleMutants('r.ts', ${JSON.stringify(rule)}), effectMutants('e.ts', ${JSON.stringify(effects)})])))`
  const [commands, rules, untold] = JSON.parse(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout) as { what: string; source: string }[][]
  expect(commands!.map(({ what }) => what)).toEqual(['never shipped-already'])
  expect(commands![0]!.source).toContain("if (false && (order.lines.some((line) => say(line, ')')))) return refused(")
  expect(rules!.map(({ what }) => what)).toEqual(['emptied', 'without credit-exceeded'])
  expect(untold!.map(({ what }) => what)).toEqual(['no orderEffects', 'no partEffects'])
  expect(untold!.map(({ source }) => source)).toEqual([expect.stringContaining('Effect[] { if (true) return [];'), expect.stringContaining('Effect[] => true ? [] : told(order)')])
})
