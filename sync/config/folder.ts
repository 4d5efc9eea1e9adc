import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { type Document, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml'
import { type z } from 'zod'
import { inOurWords } from '../../mappings/words'
import { SampleMissing, withSamples } from './samples'
import { type FolderRecord, isConfigKind, KINDS, SCHEMAS } from './records'

/** What is wrong with a configuration folder, and where. */
export interface ConfigProblem {
  file: string
  line?: number
  /** Field, as `profile.codes.unit`. */
  path?: string
  message: string
}

/** Nothing of the folder is applied while anything in it is wrong. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid'
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.map(({ file, line, path, message }) => `${file.replace(/\s/g, ' ')}${line === undefined ? '' : `:${line}`}${path ? ` ${path}` : ''}: ${message}`).join('\n'))
  }
}

/** Reads every YAML file of a folder and those below it. Throws {@link ConfigInvalid} with all that is wrong in all files. */
export async function readFolder(dir: string): Promise<FolderRecord[]> {
  const problems: ConfigProblem[] = []
  const records: FolderRecord[] = []
  const files = await yamlFiles(dir)
  if (files.length === 0) throw new ConfigInvalid([{ file: dir, message: 'There is no YAML file in this folder.' }])
  for (const path of files) {
    const file = relative(dir, path).split(sep).join('/')
    records.push(...recordsOf(file, dirname(path), await readFile(path, 'utf8'), problems))
  }
  if (records.length === 0 && problems.length === 0) problems.push({ file: dir, message: 'Its YAML files hold no record at all: { kind: company, key: … } and so on. Is it the right folder?' })
  problems.push(...doubles(records))
  if (problems.length > 0) throw new ConfigInvalid(problems)
  return records.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.key < b.key ? -1 : 1))
}

async function yamlFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigInvalid([{ file: dir, message: error.code === 'ENOENT' ? 'There is no such folder.' : error.message }])
  })
  return entries.filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)).sort()
}

function recordsOf(file: string, folder: string, text: string, problems: ConfigProblem[]): FolderRecord[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines }) as Document.Parsed[]
  const records: FolderRecord[] = []
  for (const document of documents) {
    for (const error of document.errors) problems.push({ file, line: lines.linePos(error.pos[0]).line, message: error.message.split('\n')[0]! })
    if (document.errors.length > 0 || document.contents === null) continue
    const { contents } = document
    if (isScalar(contents) && contents.value === null) continue
    for (const node of isSeq(contents) ? contents.items : [contents]) {
      if (isMap(node)) {
        const record = recordOf(file, folder, lines, document, node, problems)
        if (record) records.push(record)
      } else problems.push({ file, message: 'A file holds one record, or a list of records: { kind: …, key: …, … }.' })
    }
  }
  return records
}

function recordOf(file: string, folder: string, lines: LineCounter, document: Document, node: YAMLMap, problems: ConfigProblem[]): FolderRecord | undefined {
  const line = node.range ? lines.linePos(node.range[0]).line : 1
  const value = valueOf(node, document, folder)
  if (value instanceof Error) {
    problems.push({ file, line, message: value.message })
    return undefined
  }
  if (!isConfigKind(value.kind)) {
    problems.push({ file, line, path: 'kind', message: `It must be one of ${KINDS.join(', ')}${value.kind === undefined ? '' : `, not ${JSON.stringify(value.kind)}`}.` })
    return undefined
  }
  const checked = (SCHEMAS[value.kind] as z.ZodType<{ kind: string; key: string }>).safeParse(value, { error: inOurWords })
  if (!checked.success) {
    for (const { path, message } of checked.error.issues.flatMap(simple)) problems.push({ file, line: lineOf(node, path, lines) ?? line, path: path.join('.'), message })
    return undefined
  }
  const { kind: _kind, key, ...body } = checked.data
  if (value.kind === 'rules' && key !== 'review') problems.push({ file, line, path: 'key', message: 'The rules record is called review; one of another name would never be looked at.' })
  return { file, line, kind: value.kind, key, body }
}

/** The record as plain values, or why it can't be one: aliases that lead nowhere, or that would grow beyond all bounds. */
function valueOf(node: YAMLMap, document: Document, folder: string): Record<string, unknown> | Error {
  try {
    const value = node.toJS(document) as Record<string, unknown>
    return value.kind === 'partner' ? withSamples(value, folder) : value
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof SampleMissing) return error
    throw error
  }
}

/** An unknown field is told by its own name and place. */
const simple = (issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] => (issue.code === 'unrecognized_keys'
  ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'There is no such field; is it misspelt?' })) : [{ path: issue.path, message: issue.message }])

/** Line of the node that a path leads to, or of the nearest one above it. */
function lineOf(node: YAMLMap, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const found = node.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined
    if (found?.range) return lines.linePos(found.range[0]).line
  }
  return undefined
}

function doubles(records: readonly FolderRecord[]): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const seen = new Map<string, FolderRecord>()
  const claim = (name: string, record: FolderRecord, what: string): void => {
    const first = seen.get(name)
    if (first && first !== record) problems.push({ file: record.file, line: record.line, message: `${what} is in ${first.file}:${first.line} already (${first.key}).` })
    else seen.set(name, record)
  }
  for (const record of records) {
    claim(JSON.stringify([record.kind, record.key]), record, `The ${record.kind} ${record.key}`)
    if (record.kind === 'company') claim('company', record, 'A folder describes one company, and one')
    if (record.kind !== 'partner') continue
    for (const { scheme, value } of record.body.identifiers as { scheme: string; value: string }[]) claim(JSON.stringify(['identifier', scheme, value]), record, `The identifier ${scheme} ${value}`)
  }
  return problems
}
