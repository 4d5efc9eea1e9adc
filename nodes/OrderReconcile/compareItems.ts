import { type IDataObject, type INodeExecutionData } from 'n8n-workflow'
import { sameValue } from '../../orders/compare'
import { AGREED, DIFFERENT, ONLY_LEFT, ONLY_RIGHT } from './outputs'

export interface ItemQuestion {
  key: string
  /** (Default: every field that one of the two rows has) */
  fields?: readonly string[]
  /** By how much two numbers may differ. */
  tolerance: string
  /** Do agreeing items come out? */
  agreed: boolean
}

/**
 * Joins two lists of items by a key, each row looked at once. A key that a side has more than once never agrees: its rows come out as
 * different, with `double`. Rows without the key belong to nobody, and come out as only left or only right.
 */
export function compareItems(left: readonly INodeExecutionData[], right: readonly INodeExecutionData[], question: ItemQuestion): INodeExecutionData[][] {
  const agreed: INodeExecutionData[] = []
  const different: INodeExecutionData[] = []
  const onlyLeft: INodeExecutionData[] = []
  const onlyRight: INodeExecutionData[] = []
  const { first, doubles } = byKey(right, question.key)
  // which left row has met a right one: -1 is none, and further ones of the same key are doubles of the left side
  const met = new Int32Array(right.length).fill(-1)
  const pairs = new Int32Array(left.length).fill(-1)
  const again = new Map<number, number[]>()
  for (let no = 0; no < left.length; no++) {
    const key = keyOf(left[no]!.json, question.key)
    const other = key === undefined ? undefined : first.get(key)
    if (other === undefined) continue
    pairs[no] = other
    if (met[other] === -1) met[other] = no
    else again.set(other, [...(again.get(other) ?? [met[other]!]), no])
  }
  for (let no = 0; no < left.length; no++) {
    const { json } = left[no]!
    const other = pairs[no]!
    if (other === -1) {
      onlyLeft.push({ json, pairedItem: { item: no, input: 0 } })
      continue
    }
    if (again.has(other) || doubles.has(other)) {
      if (met[other] === no) different.push(double(left, right, again.get(other) ?? [no], doubles.get(other) ?? [other], question.key))
      continue
    }
    const fields = differing(json, right[other]!.json, question)
    const pairedItem = [{ item: no, input: 0 }, { item: other, input: 1 }]
    if (fields !== undefined) different.push({ json: { key: json[question.key], fields, left: json, right: right[other]!.json }, pairedItem })
    else if (question.agreed) agreed.push({ json, pairedItem })
  }
  const told = new Set([...doubles].flatMap(([row, rows]) => (met[row] === -1 ? [] : rows)))
  for (let no = 0; no < right.length; no++) {
    if (met[no] === -1 && !told.has(no)) onlyRight.push({ json: right[no]!.json, pairedItem: { item: no, input: 1 } })
  }
  const outputs: INodeExecutionData[][] = []
  outputs[AGREED] = agreed
  outputs[DIFFERENT] = different
  outputs[ONLY_LEFT] = onlyLeft
  outputs[ONLY_RIGHT] = onlyRight
  return outputs
}

/** All rows of a key that one side has more than once. */
function double(left: readonly INodeExecutionData[], right: readonly INodeExecutionData[], mine: readonly number[], theirs: readonly number[], key: string): INodeExecutionData {
  return {
    json: { key: left[mine[0]!]!.json[key], double: { left: mine.length, right: theirs.length }, fields: [], left: mine.map((row) => left[row]!.json), right: theirs.map((row) => right[row]!.json) },
    pairedItem: [...mine.map((item) => ({ item, input: 0 })), ...theirs.map((item) => ({ item, input: 1 }))],
  }
}

/** The first row of each key; and by it all rows of the keys that are there more than once. */
function byKey(items: readonly INodeExecutionData[], name: string): { first: Map<string, number>; doubles: Map<number, number[]> } {
  const first = new Map<string, number>()
  const doubles = new Map<number, number[]>()
  for (let no = 0; no < items.length; no++) {
    const key = keyOf(items[no]!.json, name)
    if (key === undefined) continue
    const before = first.get(key)
    if (before === undefined) first.set(key, no)
    else doubles.set(before, [...(doubles.get(before) ?? [before]), no])
  }
  return { first, doubles }
}

/** A number and its text are one key. */
function keyOf(row: IDataObject, name: string): string | undefined {
  const value = row[name]
  if (typeof value === 'string') return value === '' ? undefined : value
  if (value === null || value === undefined) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What differs, or undefined where nothing does. Most rows of most comparisons agree: nothing is made for those. */
function differing(left: IDataObject, right: IDataObject, { key, fields, tolerance }: ItemQuestion): IDataObject[] | undefined {
  let found: IDataObject[] | undefined
  if (fields) {
    for (const field of fields) if (left[field] !== right[field] && !agree(left[field], right[field], tolerance)) found = told(found, field, left, right)
    return found
  }
  let shared = 0
  let mine = 0
  for (const field in left) {
    mine++
    const other = right[field]
    if (other !== undefined) shared++
    if (left[field] !== other && field !== key && !agree(left[field], other, tolerance)) found = told(found, field, left, right)
  }
  // the right row has no field that the left one lacks where all are shared and it has no more
  if (shared === mine && Object.keys(right).length === mine) return found
  for (const field in right) if (!(field in left) && !agree(undefined, right[field], tolerance)) found = told(found, field, left, right)
  return found
}

function told(found: IDataObject[] | undefined, field: string, left: IDataObject, right: IDataObject): IDataObject[] {
  const one: IDataObject = { field, ...(left[field] === undefined ? {} : { left: left[field] }), ...(right[field] === undefined ? {} : { right: right[field] }) }
  return [...(found ?? []), one]
}

/** A number is compared with a number in a text by value; what is absent, null and '' are the same: files know no other nothing. */
function agree(left: unknown, right: unknown, tolerance: string): boolean {
  if (isNothing(left) || isNothing(right)) return isNothing(left) && isNothing(right)
  if (typeof left === 'object' && typeof right === 'object') return sortedJson(left) === sortedJson(right)
  return sameValue(String(left), String(right), tolerance)
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === ''

const sortedJson = (value: unknown): string => JSON.stringify(value, (_, held: unknown) =>
  (held !== null && typeof held === 'object' && !Array.isArray(held) ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1))) : held))
