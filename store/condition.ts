import { quoted } from './connection'
import { type Value } from './store'

/** What a column must be: a value (NULL too), one of several, or between bounds. */
export type Condition = Value | readonly Value[] | Bounds
interface Bounds { gt?: Value; gte?: Value; lt?: Value; lte?: Value }

/** Columns of a table and what they must be, all of them. */
export type Where<Row> = { readonly [Column in keyof Row]?: Condition }

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

/** The condition as SQL, its values bound to `$first`, `$first+1`, …; `''` where there is none. What is undefined is no condition. */
export function conditionOf<Row>(where: Where<Row>, first = 1): { sql: string; values: Value[] } {
  const values: Value[] = []
  const place = (value: Value): string => `$${first - 1 + values.push(value)}`
  const parts = Object.entries(where as Record<string, Condition | undefined>).flatMap(([name, condition]): string[] => {
    const column = quoted(name)
    if (condition === undefined) return []
    if (condition === null) return [`${column} IS NULL`]
    if (isList(condition)) return [condition.length === 0 ? '1 = 0' : `${column} IN (${condition.map(place).join(', ')})`]
    if (typeof condition !== 'object' || Buffer.isBuffer(condition)) return [`${column} = ${place(condition)}`]
    return Object.entries(condition).map(([bound, value]) => `${column} ${OPERATORS[bound as keyof Bounds]} ${place(value as Value)}`)
  })
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

const isList = (condition: Condition): condition is readonly Value[] => Array.isArray(condition)
