/** Where two values differ: `lines.1.quantity`. */
export interface Difference {
  path: string
  /** Absent where only the other side has something there. */
  expected?: unknown
  made?: unknown
}

/** Every place in which a JSON value differs from what is expected; empty where they agree. What is undefined is absent. */
export function differences(expected: unknown, made: unknown, path = ''): Difference[] {
  if (isObject(expected) && isObject(made)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(made)])
    return [...names].flatMap((name) => differences(own(expected, name), own(made, name), path === '' ? name : `${path}.${name}`))
  }
  return Object.is(expected, made) ? [] : [{ path, ...(expected === undefined ? {} : { expected }), ...(made === undefined ? {} : { made }) }]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Names come from outside: what every object inherits is none of them. */
const own = (value: Record<string, unknown>, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined)
