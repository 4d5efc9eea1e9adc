// Holds docs/requirements.md against the tests: prints id → tests → passed, and fails where a requirement is called done or thin and
// no passing test carries its id in its name, where such a test fails, or where a test cites an id that the table does not have.
// Tests of suites that are not among the results are told as not run, and stand for themselves.
//   node scripts/requirements.mjs [RESULTS.json…]
// RESULTS are outputs of `jest --json --outputFile=RESULTS.json`, of one suite or several; without any the quick suite is run.
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ID = /\bR-[A-Z]+-\d+\b/g
const STATES = ['done', 'thin', 'open']

/** Rows of the tables: id, text, and what is claimed of it. Throws where a row claims none of done, thin, open. */
export function rowsOf(markdown) {
  return [...markdown.matchAll(/^\| (R-[A-Z]+-\d+) \| (.*) \|$/gm)].map(([, id, rest]) => {
    const cells = rest.split(' | ')
    const state = cells.at(-1).trim()
    if (!STATES.includes(state)) throw new Error(`${id}: the last column must be done, thin or open, not ${JSON.stringify(state)}`)
    return { id, text: cells[0], state }
  })
}

/** Every test that cites a requirement in its name or in that of a describe around it: id → [{ name, passed }]. */
export function testsOf(results) {
  const found = new Map()
  for (const { testResults } of results) {
    for (const { assertionResults } of testResults) {
      for (const { fullName, status } of assertionResults) {
        if (status === 'pending' || status === 'todo') continue
        for (const id of new Set(fullName.match(ID))) found.set(id, [...(found.get(id) ?? []), { name: fullName, passed: status === 'passed' }])
      }
    }
  }
  return found
}

/** Files of tests that cite an id and did not run: id → [file]. */
export function notRun(results, files) {
  const ran = new Set(results.flatMap(({ testResults }) => testResults.map(({ name }) => resolve(name))))
  const found = new Map()
  for (const [file, text] of files) {
    if (ran.has(resolve(file))) continue
    for (const id of new Set(text.match(ID))) found.set(id, [...(found.get(id) ?? []), file])
  }
  return found
}

/** The table to print, and the sentences for which the run fails. */
export function compare(rows, tests, elsewhere = new Map()) {
  const known = new Set(rows.map(({ id }) => id))
  const faults = [...tests.keys()].filter((id) => !known.has(id)).map((id) => `${id} is cited by a test and is in no table.`)
  const lines = rows.map(({ id, text, state }) => {
    const own = tests.get(id) ?? []
    const passed = own.filter((test) => test.passed).length
    const others = elsewhere.get(id) ?? []
    if (state !== 'open' && passed === 0 && others.length === 0) faults.push(`${id} is called ${state}, and no passing test carries its id.`)
    if (passed < own.length) faults.push(`${id}: ${own.length - passed} of ${own.length} tests fail.`)
    const hint = state === 'open' && passed > 0 ? '  (open, and has tests)' : ''
    return [`${id.padEnd(10)} ${state.padEnd(5)} ${String(passed).padStart(3)} of ${String(own.length).padStart(3)} passed  ${text.slice(0, 90)}${hint}`,
      ...own.map((test) => `             ${test.passed ? '✓' : '✗'} ${test.name}`), ...others.map((file) => `             - not run: ${file}`)].join('\n')
  })
  const counts = STATES.map((state) => `${rows.filter((row) => row.state === state).length} ${state}`).join(', ')
  return { text: `${lines.join('\n')}\n\n${rows.length} requirements: ${counts}; ${[...tests.values()].flat().length} citations in tests\n`, faults }
}

function resultsOfQuickSuite() {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-requirements-'))
  const file = join(folder, 'results.json')
  spawnSync(process.execPath, [resolve('node_modules/jest/bin/jest.js'), '--json', `--outputFile=${file}`, '--silent'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const results = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return [results]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const given = process.argv.slice(2)
  const results = given.length > 0 ? given.map((file) => JSON.parse(readFileSync(file, 'utf8'))) : resultsOfQuickSuite()
  const files = globSync('test/**/*.test.ts').map((file) => [file, readFileSync(file, 'utf8')])
  const { text, faults } = compare(rowsOf(readFileSync('docs/requirements.md', 'utf8')), testsOf(results), notRun(results, files))
  process.stdout.write(text)
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
