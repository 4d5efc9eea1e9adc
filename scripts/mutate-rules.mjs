// Do the tests notice when a rule is gone? Empties every review rule in turn, takes away each of its findings alone, and each refusal of
// each command; runs the tests of the domain against each of these, and prints which test fails.
//   node scripts/mutate-rules.mjs [--rules] [PART OF A FILE'S NAME]
// The ids that a rule or command serves are those of its docstring. Fails where an emptied rule breaks no test that carries one of its ids.
// Works in a copy; the sources stay as they are.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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

/** Variants of a command: each `if (…) return refused('code', …)` never holds. */
export function commandMutants(file, source) {
  const found = []
  for (const match of source.matchAll(/\bif \(/g)) {
    const open = match.index + match[0].length - 1
    const close = closing(source, open)
    const code = /^\s*\{?\s*return refused\('([\w-]+)'/.exec(source.slice(close + 1))?.[1]
    if (code) found.push({ file, what: `never ${code}`, source: `${source.slice(0, open)}(false && ${source.slice(open, close + 1)})${source.slice(close + 1)}` })
  }
  return found
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

function failing(copy) {
  const out = join(copy, 'results.json')
  rmSync(out, { force: true })
  spawnSync(process.execPath, [resolve('node_modules/jest/bin/jest.js'), '--rootDir', copy, '--config', join(copy, 'jest.config.cjs'), '--maxWorkers=1', '--json', `--outputFile=${out}`, '--silent'], { cwd: copy, stdio: 'ignore' })
  const { testResults } = JSON.parse(readFileSync(out, 'utf8'))
  return testResults.flatMap(({ assertionResults, message }) => (assertionResults.length === 0 ? [`a file that does not run: ${message.slice(0, 80)}`]
    : assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)))
}

function main() {
  const args = process.argv.slice(2)
  const part = args.find((arg) => !arg.startsWith('--')) ?? ''
  const copy = mkdtempSync(join(tmpdir(), 'order-to-cash-mutants-'))
  for (const path of ['orders', 'test/orders', 'package.json']) cpSync(path, join(copy, path), { recursive: true })
  // the domain needs no store, and so nothing that is set up for one
  writeFileSync(join(copy, 'jest.config.cjs'), `const { globalSetup: _up, globalTeardown: _down, ...config } = require(${JSON.stringify(resolve('jest.config.cjs'))})\nmodule.exports = config\n`)
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  const files = (folder) => readdirSync(join(copy, folder)).filter((name) => name !== 'index.ts').map((name) => `${folder}/${name}`).filter((file) => file.includes(part))
  // of the copy: the sources may be worked on meanwhile
  const texts = new Map()
  const text = (file) => texts.get(file) ?? (texts.set(file, readFileSync(join(copy, file), 'utf8')), texts.get(file))
  const mutants = [...files('orders/rules').flatMap((file) => ruleMutants(file, text(file))), ...(args.includes('--rules') ? [] : files('orders/commands').flatMap((file) => commandMutants(file, text(file))))]
  const before = failing(copy)
  if (before.length > 0) throw new Error(`The tests fail without any change: ${before.join('; ')}`)
  let missed = 0
  let unseen = 0
  for (const { file, what, source } of mutants) {
    writeFileSync(join(copy, file), source)
    const failed = failing(copy)
    writeFileSync(join(copy, file), text(file))
    const ids = text(file).match(ID) ?? []
    const citing = failed.filter((name) => ids.some((id) => name.includes(id)))
    if (failed.length === 0) unseen++
    if (what === 'emptied' && citing.length === 0) missed++
    const outcome = failed.length === 0 ? 'NOT NOTICED' : citing.length > 0 ? 'noticed' : 'noticed, by no test with its id'
    process.stdout.write(`${file.padEnd(30)} ${what.padEnd(36)} ${outcome.padEnd(32)} ${String(failed.length).padStart(3)} fail${citing[0] ? `, as ${citing[0].slice(0, 100)}` : ''}\n`)
  }
  rmSync(copy, { recursive: true, force: true })
  process.stdout.write(`\n${mutants.length} changes: ${mutants.length - unseen} noticed, ${unseen} not; ${missed} emptied rules that no test with their id notices\n`)
  process.exitCode = missed > 0 ? 1 : 0
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main()
