import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** Names of the sample in a language: `examples/LANGUAGE/names.yaml`, none where it has its names already. */
export function namesIn(language: string, examples: string): (name: string) => string {
  const names = language === 'en' ? {} : parse(readFileSync(join(examples, language, 'names.yaml'), 'utf8')) as Record<string, string>
  return (name) => names[name] ?? name
}

/** The same value with every `name` in it as the language has it. */
export function renamed<T>(value: T, named: (name: string) => string): T {
  if (Array.isArray(value)) return value.map((one: unknown) => renamed(one, named)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'name' && typeof inner === 'string' ? named(inner) : renamed(inner as unknown, named)])) as T
}
