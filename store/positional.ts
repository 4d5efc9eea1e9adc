import { type Value } from './store'

/** The statements of a batch of a hundred orders are shorter, and come again with the next batch. */
const LONGEST = 20_000
const MOST = 500
const known = new Map<string, { text: string; order: readonly number[] }>()

/** A statement with `?` in place of `$1`, `$2`, …, and the values in the order that it then asks for. */
export function positional(sql: string, params: readonly Value[]): { text: string; values: Value[] } {
  let form = known.get(sql)
  if (!form) {
    form = formOf(sql)
    if (known.size >= MOST) known.clear()
    // a longer one names as many values as it was given and may not come again
    if (sql.length <= LONGEST) known.set(sql, form)
  }
  return { text: form.text, values: form.order.map((place) => valueAt(params, place, sql)) }
}

function formOf(sql: string): { text: string; order: number[] } {
  const order: number[] = []
  const text = sql.replace(/\$(\d+)/g, (_, place: string) => { order.push(Number(place) - 1); return '?' })
  return { text, order }
}

function valueAt(params: readonly Value[], place: number, sql: string): Value {
  const value = params[place]
  if (value === undefined) throw new Error(`the statement names $${place + 1} and was given ${params.length} values: ${sql.slice(0, 200)}`)
  return value
}
