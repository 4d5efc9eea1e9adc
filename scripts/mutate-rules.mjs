// Do the tests notice when a rule is gone? Empties every review rule of orders/ in turn, takes away each of its findings alone, each refusal, and
// all that a function answers for other systems and partners to be told; runs the tests of the domain against each of these, and prints which test fails.
//   node scripts/mutate-rules.mjs [--rules] [PART OF A FILE'S NAME]
// The ids that a rule or command serves are those of its file. Fails where a change breaks no test, or an emptied rule none that carries one of its ids.
// Works in a copy; the sources stay as they are.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ID = /\bR-[A-Z]+-\d+\b/g

/** Variants of a review rule: without any finding, and without the findings of each code that stands in it. */
export function ruleMutants(file, source) {
  const name = /export const (\w+): Rule\b/.exec(source)?.[1]
  if (!name) return []
  const without = (keep) => `${source}\nconst judged = ${name}.judge\n${name}.judge = (...all) => judged(...all).filter((finding) => ${keep})\n`
  const codes = new Set([...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, code]) => code))
  return [{ file, what: 'emptied', source: without('false && finding') }, ...[...codes].map((code) => ({ file, what: `without ${code}`, source: without(`finding.code !== '${code}'`) }))]
}

/** Variants of a file: each `if (…) return refused('code', …)` never holds. */
export function refusalMutants(file, source) {
  const found = []
  for (const match of source.matchAll(/\bif \(/g)) {
    const open = match.index + match[0].length - 1
    const close = closing(source, open)
    const code = /^\s*\{?\s*return refused\('([\w-]+)'/.exec(source.slice(close + 1))?.[1]
    if (code) found.push({ file, what: `never ${code}`, source: `${source.slice(0, open)}(false && ${source.slice(open, close + 1)})${source.slice(close + 1)}` })
  }
  return found
}

/** Variants of a file: each function that answers with effects answers with none. */
export function effectMutants(file, source) {
  return [...source.matchAll(/^(?:export )?(?:function (\w+)\(|const (\w+) = \()/gm)].flatMap((match) => {
    const close = closing(source, match.index + match[0].length - 1)
    const [, head, block] = /^(\): Effect\[\] (?:=> )?)(\{?)/.exec(source.slice(close)) ?? []
    if (head === undefined) return []
    const at = close + head.length
    return [{ file, what: `no ${match[1] ?? match[2]}`, source: block ? `${source.slice(0, at + 1)} if (true) return [];${source.slice(at + 1)}` : `${source.slice(0, at)}true ? [] : ${source.slice(at)}` }]
  })
}

/** Index of the bracket that closes the one at `open`; strings do not count. */
function closing(source, open) {
  let depth = 0
  let quote = ''
  for (let i = open; i < source.length; i++) {
    const char = source[i]
    if (quote) {
      if (char === '\\') i++
      else if (char === quote) quote = ''
    } else if (char === "'" || char === '"' || char === '`') quote = char
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return i
  }
  return source.length
}

/** Writes the failing tests of each file as it ends: with `--bail` jest ends without a report of its own. */
const REPORTER = `const { appendFileSync } = require('node:fs')
module.exports = class {
  constructor(_, { out }) { this.out = out }
  onTestResult(_, { testResults, testExecError, failureMessage }) {
    const failed = testExecError ? ['a file that does not run: ' + failureMessage] : testResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
    for (const name of failed) appendFileSync(this.out, JSON.stringify(name) + '\\n')
  }
}
`

/** Names of tests that fail: with `ids` those of the first file where one of these ids is in their names, since one will do; without ids all. */
function failing(copy, ids = []) {
  const out = join(copy, 'failed.ndjson')
  writeFileSync(out, '')
  const some = ids.length > 0 ? ['--bail', '--testNamePattern', `\\b(${ids.join('|')})\\b`] : []
  const { status } = spawnSync(process.execPath, [resolve('node_modules/jest/bin/jest.js'), '--rootDir', copy, '--config', join(copy, 'jest.config.cjs'), '--runInBand', '--silent', ...some], { cwd: copy, stdio: 'ignore' })
  const failed = readFileSync(out, 'utf8').split('\n').filter((line) => line).map((line) => JSON.parse(line))
  if (status !== 0 && failed.length === 0) throw new Error(`jest ended with ${status} and named no test that fails`)
  return failed
}

function main() {
  const args = process.argv.slice(2)
  const part = args.find((arg) => !arg.startsWith('--')) ?? ''
  const copy = mkdtempSync(join(tmpdir(), 'order-to-cash-mutants-'))
  for (const path of ['orders', 'test/orders', 'package.json']) cpSync(path, join(copy, path), { recursive: true })
  writeFileSync(join(copy, 'reporter.cjs'), REPORTER)
  // the domain needs no store, and so nothing that is set up for one
  writeFileSync(join(copy, 'jest.config.cjs'), `const { globalSetup: _up, globalTeardown: _down, ...config } = require(${JSON.stringify(resolve('jest.config.cjs'))})
module.exports = { ...config, reporters: [['<rootDir>/reporter.cjs', { out: ${JSON.stringify(join(copy, 'failed.ndjson'))} }]] }\n`)
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  // of the copy: the sources may be worked on meanwhile
  const files = globSync('orders/**/*.ts', { cwd: copy }).filter((file) => file.includes(part)).sort()
  const texts = new Map(files.map((file) => [file, readFileSync(join(copy, file), 'utf8')]))
  const of = (kind) => files.flatMap((file) => kind(file, texts.get(file)))
  const mutants = [...of(ruleMutants), ...(args.includes('--rules') ? [] : [...of(refusalMutants), ...of(effectMutants)])]
  const before = failing(copy)
  if (before.length > 0) throw new Error(`The tests fail without any change: ${before.join('; ')}`)
  let missed = 0
  let unseen = 0
  for (const { file, what, source } of mutants) {
    const ids = [...new Set(texts.get(file).match(ID))]
    writeFileSync(join(copy, file), source)
    const citing = ids.length > 0 ? failing(copy, ids) : []
    const failed = citing.length > 0 ? citing : failing(copy)
    writeFileSync(join(copy, file), texts.get(file))
    if (failed.length === 0) unseen++
    if (what === 'emptied' && citing.length === 0) missed++
    const outcome = failed.length === 0 ? 'NOT NOTICED' : citing.length > 0 ? 'noticed' : 'noticed, by no test with its id'
    process.stdout.write(`${file.padEnd(30)} ${what.padEnd(36)} ${outcome}${failed[0] ? `: ${failed[0].slice(0, 110)}` : ''}\n`)
  }
  rmSync(copy, { recursive: true, force: true })
  process.stdout.write(`\n${mutants.length} changes: ${mutants.length - unseen} noticed, ${unseen} not; ${missed} emptied rules that no test with their id notices\n`)
  process.exitCode = missed + unseen > 0 ? 1 : 0
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main()
