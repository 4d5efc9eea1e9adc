import { open as openFile } from 'node:fs/promises'
import { NotOrdered } from '../merge'
import { type Scratch } from '../spool'
import { type CsvLayout, CsvRows } from './csv'
import { Fields } from './fields'
import { NdjsonRows } from './ndjson'
import { type Rows, UnreadableFile } from './rows'
import { sortRows } from './sort'

/** Two files ready to be walked through, and what is compared of them. */
export interface Pair {
  left: Rows
  right: Rows
  fields: Fields
  close(): Promise<void>
}

export interface Question {
  left: string
  right: string
  key: string
  fields?: readonly string[]
  signal?: AbortSignal
}

type Opened = { path: string; kind: 'csv'; rows: CsvRows; layout: CsvLayout } | { path: string; kind: 'ndjson' }

/** Sides that are to be read from a sorted copy, and where that is once it is made. */
export type Sorted = Map<'left' | 'right', string | undefined>

/** Opens both files, those in `sorted` as a sorted copy, and finds out what to compare. Throws {@link UnreadableFile}. */
export async function openBoth(question: Question, scratch: Scratch, sorted: Sorted): Promise<Pair> {
  const opened: { close(): Promise<void> }[] = []
  const close = async (): Promise<void> => { await Promise.all(opened.map((rows) => rows.close())) }
  try {
    const left = await look('left', question, opened)
    const right = await look('right', question, opened)
    const fields = fieldsOf(question, left, right)
    const rows = async (side: 'left' | 'right', file: Opened): Promise<Rows> => {
      if (!sorted.has(side) && !await beginsInOrder(side, file, question, opened)) sorted.set(side, undefined)
      const begun = await begin(side, file, question, fields, opened)
      if (!sorted.has(side)) return begun
      const reread = async (path: string): Promise<Rows> => {
        const copy = await again(side, file, path, question, fields)
        opened.push(copy)
        return copy
      }
      const copy = sorted.get(side) ?? await sortRows(begun, scratch, reread)
      sorted.set(side, copy)
      return reread(copy)
    }
    return { left: await rows('left', left), right: await rows('right', right), fields, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function look(side: 'left' | 'right', question: Question, opened: { close(): Promise<void> }[]): Promise<Opened> {
  const path = question[side]
  if (await beginsWithBrace(path)) return { path, kind: 'ndjson' }
  const rows = new CsvRows(side, path, question.signal)
  opened.push(rows)
  return { path, kind: 'csv', rows, layout: await rows.begin(question.key) }
}

/** What was asked for; else what both CSV files have; else, where a side is NDJSON, also what its rows bring. */
function fieldsOf(question: Question, left: Opened, right: Opened): Fields {
  for (const file of [left, right]) {
    const missing = file.kind === 'csv' && question.fields?.find((name) => !file.layout.columns.includes(name))
    if (missing) throw new UnreadableFile(`${file.path} has no column ${JSON.stringify(missing)}; it has ${file.layout.columns.join(', ')}`)
  }
  if (question.fields) return new Fields(question.fields, question.key, false)
  if (left.kind === 'csv' && right.kind === 'csv') return new Fields(left.layout.columns.filter((name) => right.layout.columns.includes(name)), question.key, false)
  const columns = [left, right].flatMap((file) => (file.kind === 'csv' ? file.layout.columns : []))
  return new Fields(columns, question.key, columns.length === 0)
}

/** Most files out of order show it in their first rows; the others show it while they are walked through. */
async function beginsInOrder(side: string, file: Opened, question: Question, opened: { close(): Promise<void> }[]): Promise<boolean> {
  const rows = file.kind === 'csv' ? new CsvRows(side, file.path, question.signal) : new NdjsonRows(side, file.path, question.signal)
  opened.push(rows)
  if (rows instanceof CsvRows) await rows.begin(question.key)
  else await rows.begin(question.key, new Fields([], question.key, false))
  try {
    for (let count = 0; count < PROBE && await rows.advance(); count++);
    return true
  } catch (error) {
    if (error instanceof NotOrdered) return false
    throw error
  } finally {
    await rows.close()
  }
}

const PROBE = 1000

async function begin(side: string, file: Opened, question: Question, fields: Fields, opened: { close(): Promise<void> }[]): Promise<Rows> {
  if (file.kind === 'csv') {
    file.rows.slots = fields.names.map((name) => file.layout.columns.indexOf(name))
    return file.rows
  }
  const rows = new NdjsonRows(side, file.path, question.signal)
  opened.push(rows)
  await rows.begin(question.key, fields)
  return rows
}

/** A part of the file, sorted: without the header. */
async function again(side: string, file: Opened, path: string, question: Question, fields: Fields): Promise<Rows> {
  if (file.kind === 'ndjson') {
    const rows = new NdjsonRows(side, path, question.signal)
    await rows.begin(question.key, fields)
    return rows
  }
  const rows = new CsvRows(side, path, question.signal)
  rows.layOut(file.layout, question.key)
  rows.slots = fields.names.map((name) => file.layout.columns.indexOf(name))
  await rows.open()
  return rows
}

async function beginsWithBrace(path: string): Promise<boolean> {
  const file = await openFile(path, 'r').catch((cause: unknown) => {
    throw new UnreadableFile(`${path} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0)
    return /^(\ufeff)?\s*\{/.test(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}
