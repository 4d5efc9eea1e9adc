import { randomUUID } from 'node:crypto'
import { PERSONAL } from '../orders/event'
import { sha256 } from './digest'

/** A personal value taken out of an event: the envelope holds `digest` in its place. `value` is JSON text. */
export interface PrivateValue { path: string; digest: string; salt: string; value: string }

type Json = Record<string, unknown> | unknown[]

/** What stands in an envelope for a value kept beside it. */
const MARK = '$personal'

/** Over salt and value, so that a digest in the chain does not give a guessable name away. */
export const privateDigest = (salt: string, value: string): string => sha256(salt + value)

/**
 * The data of an event as its envelope shall hold it, and the personal values (see `PERSONAL`) taken out.
 * Where the data itself has a name that begins with `$`, the name gets another one, so that nothing from outside passes for a mark.
 */
export function hidePersonal(type: string, data: Record<string, unknown>): { data: Record<string, unknown>; values: PrivateValue[] } {
  const values: PrivateValue[] = []
  let hidden: Json = JSON.stringify(data).includes('"$') ? renamed(data, (name) => `$${name}`) as Record<string, unknown> : data
  for (const pattern of PERSONAL[type] ?? []) hidden = hideAt(hidden, pattern.split('.'), [], values)
  return { data: hidden as Record<string, unknown>, values }
}

/**
 * The opposite of {@link hidePersonal}, on data as just parsed from an envelope (it is changed): `values` are JSON texts by path.
 * A value that is not given (an erased one) is absent.
 */
export function showPersonal(data: Record<string, unknown>, values: ReadonlyMap<string, string | null>): Record<string, unknown> {
  // list elements go from the end, so that the places before them stay
  for (const { path } of marksOf(data).reverse()) {
    const value = values.get(path) ?? null
    replaceAt(data, path.split('.'), value === null ? undefined : JSON.parse(value))
  }
  return JSON.stringify(data).includes('"$') ? renamed(data, (name) => name.slice(1)) as Record<string, unknown> : data
}

/** Whether anything in an envelope's text is a mark, or a name that was given another one: most events have neither, and are as they were written. */
export const isPlain = (envelope: string): boolean => !envelope.includes('"$')

/** The marks in an envelope's data: path and digest of each. */
export function marksOf(data: unknown, path: string[] = []): { path: string; digest: string }[] {
  if (typeof data !== 'object' || data === null) return []
  if (!Array.isArray(data) && MARK in data && typeof data[MARK] === 'string') return [{ path: path.join('.'), digest: data[MARK] }]
  return Object.entries(data).flatMap(([name, value]) => marksOf(value, [...path, name]))
}

function hideAt(node: unknown, pattern: readonly string[], path: readonly string[], values: PrivateValue[]): Json {
  const [name, ...rest] = pattern
  if (typeof node !== 'object' || node === null || name === undefined) return node as Json
  if (name === '*') return Array.isArray(node) ? node.map((element, index) => hideOne(element, rest, [...path, String(index)], values)) : node as Json
  const value = Object.hasOwn(node, name) ? (node as Record<string, unknown>)[name] : undefined
  if (value === undefined || value === null || Array.isArray(node)) return node as Json
  return { ...node, [name]: hideOne(value, rest, [...path, name], values) }
}

function hideOne(value: unknown, rest: readonly string[], path: readonly string[], values: PrivateValue[]): unknown {
  if (rest.length > 0) return hideAt(value, rest, path, values)
  const salt = randomUUID().replaceAll('-', '')
  const text = JSON.stringify(value)
  const digest = privateDigest(salt, text)
  values.push({ path: path.join('.'), digest, salt, value: text })
  return { [MARK]: digest }
}

function replaceAt(node: unknown, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path
  if (typeof node !== 'object' || node === null || name === undefined) return
  const holder = node as Record<string, unknown>
  if (rest.length > 0) return replaceAt(holder[name], rest, value)
  if (value !== undefined) holder[name] = value
  else if (Array.isArray(node)) node.splice(Number(name), 1)
  else delete holder[name]
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((element) => renamed(element, rename))
  if (typeof value !== 'object' || value === null) return value
  // entries are defined, not assigned: `__proto__` stays a name like any other
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.startsWith('$') ? rename(name) : name, renamed(inner, rename)]))
}
