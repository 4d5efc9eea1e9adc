import { type Records, type Row } from './records'

/**
 * Writes master data: new records are made, changed ones changed, equal ones left with version and stamp. `keep` says which
 * fields belong to what happens here and stay as they are once the record exists.
 */
export function seedRecords<T extends object>(
  records: Records, type: string, list: readonly { id: string; externalId?: string; body: T }[], keep: readonly (keyof T)[] = [],
): number {
  let changed = 0
  for (const { id, externalId = '', body } of list) {
    const old = records.get<T>(type, id)
    if (!old) records.insert({ type, id, externalId, status: 'active', body })
    else if (!isSame(old, body, keep)) records.update({ ...old, body: { ...body, ...only(old.body, keep) } })
    else continue
    changed += 1
  }
  return changed
}

const only = <T extends object>(body: T, keys: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(keys.map((key) => [key, body[key]])) as Partial<T>

const isSame = <T extends object>(old: Row<T>, body: T, keep: readonly (keyof T)[]): boolean =>
  JSON.stringify(sorted(old.body)) === JSON.stringify(sorted({ ...body, ...only(old.body, keep) }))

const sorted = (body: object): [string, unknown][] =>
  Object.entries(body).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
