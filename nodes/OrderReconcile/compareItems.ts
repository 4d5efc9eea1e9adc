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
  const outputs: INodeExecutionData[][] = [[], [], [], []]
  const there = byKey(right, question.key)
  const here = byKey(left, question.key)
  for (let no = 0; no < left.length; no++) {
    const { json } = left[no]!
    const key = keyOf(json, question.key)
    const matches = key === undefined ? undefined : there.get(key)
    if (matches === undefined) {
      outputs[ONLY_LEFT]!.push({ json, pairedItem: { item: no, input: 0 } })
      continue
    }
    const own = here.get(key!)!
    if (typeof matches === 'number' && typeof own === 'number') {
      const other = right[matches]!.json
      const fields = differing(json, other, question)
      const pairedItem = [{ item: no, input: 0 }, { item: matches, input: 1 }]
      if (fields.length > 0) outputs[DIFFERENT]!.push({ json: { key: json[question.key], fields, left: json, right: other }, pairedItem })
      else if (question.agreed) outputs[AGREED]!.push({ json, pairedItem })
    } else if (typeof own === 'number' || own[0] === no) {
      const rows = { left: numbers(own), right: numbers(matches) }
      outputs[DIFFERENT]!.push({
        json: { key: json[question.key], double: { left: rows.left.length, right: rows.right.length }, fields: [], left: rows.left.map((row) => left[row]!.json), right: rows.right.map((row) => right[row]!.json) },
        pairedItem: [...rows.left.map((item) => ({ item, input: 0 })), ...rows.right.map((item) => ({ item, input: 1 }))],
      })
    }
  }
  for (let no = 0; no < right.length; no++) {
    const { json } = right[no]!
    const key = keyOf(json, question.key)
    if (key === undefined || !here.has(key)) outputs[ONLY_RIGHT]!.push({ json, pairedItem: { item: no, input: 1 } })
  }
  return outputs
}

/** Where the rows of a key are: one number in the common case, a list where it is there more than once. */
function byKey(items: readonly INodeExecutionData[], name: string): Map<string, number | number[]> {
  const rows = new Map<string, number | number[]>()
  for (let no = 0; no < items.length; no++) {
    const key = keyOf(items[no]!.json, name)
    if (key === undefined) continue
    const before = rows.get(key)
    if (before === undefined) rows.set(key, no)
    else if (typeof before === 'number') rows.set(key, [before, no])
    else before.push(no)
  }
  return rows
}

/** A number and its text are one key. */
function keyOf(row: IDataObject, name: string): string | undefined {
  const value = row[name]
  if (typeof value === 'string') return value === '' ? undefined : value
  if (value === null || value === undefined) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function differing(left: IDataObject, right: IDataObject, { key, fields, tolerance }: ItemQuestion): IDataObject[] {
  const found: IDataObject[] = []
  const look = (field: string): void => {
    const [mine, other] = [left[field], right[field]]
    if (mine !== other && !agree(mine, other, tolerance)) found.push({ field, ...(mine === undefined ? {} : { left: mine }), ...(other === undefined ? {} : { right: other }) })
  }
  if (fields) for (const field of fields) look(field)
  else {
    for (const field in left) if (field !== key) look(field)
    for (const field in right) if (!(field in left)) look(field)
  }
  return found
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

const numbers = (rows: number | number[]): number[] => (typeof rows === 'number' ? [rows] : rows)
