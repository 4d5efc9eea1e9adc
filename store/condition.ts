import { quoted } from './connection'
import { type Value } from './store'

/** What a column must be: a value (NULL too), one of several, or between bounds. */
export type Condition = Value | readonly Value[] | Bounds
interface Bounds { gt?: Value; gte?: Value; lt?: Value; lte?: Value }

/** Columns of a table and what they must be, all of them. */
export type Where<Row> = { readonly [Column in keyof Row]?: Condition }

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

/** What the text of a condition depends on, short, and the values that are bound to it in their order. */
export function shapeOf<Row>(where: Where<Row>): { shape: string; values: Value[] } {
  const values: Value[] = []
  let shape = ''
  for (const name in where) {
    const condition = where[name]
    if (condition === undefined) continue
    shape += ` ${name}`
    if (condition === null) shape += ' null'
    else if (isList(condition)) {
      shape += ` ${condition.length}`
      values.push(...condition)
    } else if (typeof condition !== 'object' || Buffer.isBuffer(condition)) values.push(condition)
    else for (const [bound, value] of Object.entries(condition)) {
      shape += ` ${OPERATORS[bound as keyof Bounds]}`
      values.push(value as Value)
    }
  }
  return { shape, values }
}

/** The condition as SQL, its values bound to `$first`, `$first+1`, …; `''` where there is none. What is undefined is no condition. */
export function conditionOf<Row>(where: Where<Row>, first = 1): { sql: string; values: Value[] } {
  const values: Value[] = []
  let sql = ''
  const must = (part: string): void => { sql += `${sql === '' ? 'WHERE' : ' AND'} ${part}` }
  const place = (value: Value): string => `$${first - 1 + values.push(value)}`
  // made for every statement there is, so without an array a column
  for (const name in where) {
    const condition = where[name]
    if (condition === undefined) continue
    const column = quoted(name)
    if (condition === null) must(`${column} IS NULL`)
    else if (isList(condition)) must(condition.length === 0 ? '1 = 0' : `${column} IN (${condition.map(place).join(', ')})`)
    else if (typeof condition !== 'object' || Buffer.isBuffer(condition)) must(`${column} = ${place(condition)}`)
    else for (const [bound, value] of Object.entries(condition)) must(`${column} ${OPERATORS[bound as keyof Bounds]} ${place(value as Value)}`)
  }
  return { sql, values }
}

const isList = (condition: Condition): condition is readonly Value[] => Array.isArray(condition)
