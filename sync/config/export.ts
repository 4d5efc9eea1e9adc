import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import * as config from '../../store/config'
import { type ConfigRecord } from '../../store/records'
import { type Context } from '../context'
import { isConfigKind, KINDS, type ConfigKind } from './records'

/** Which file a record goes to, below the folder; those of one file become a list. */
const FILES: Record<ConfigKind, (key: string) => string> = {
  company: () => 'company.yaml',
  actor: () => 'actors.yaml',
  partner: (key) => `partners/${fileName(key)}.yaml`,
  codes: (key) => `codes/${fileName(key)}.yaml`,
  system: (key) => `systems/${fileName(key)}.yaml`,
  rules: () => 'rules.yaml',
  schedule: () => 'schedules.yaml',
}

/** A file of the folder says something else than the store, and would be lost. */
export class WouldOverwrite extends Error {
  override readonly name = 'WouldOverwrite'
  constructor(readonly files: readonly string[]) {
    super(`These files say something else, and are left as they are: ${files.join(', ')}. Export to an empty folder, or with --overwrite.`)
  }
}

/**
 * Writes the company's configuration as a folder that `applyFolder` takes back unchanged; secrets are not in it. Answers with the
 * files written. Throws {@link WouldOverwrite}, and writes nothing, where a file with another content is there.
 */
export async function exportFolder(context: Pick<Context, 'store'>, company: string, dir: string, { overwrite = false } = {}): Promise<string[]> {
  const records = (await config.list(context.store, company)).filter((record) => isConfigKind(record.kind)) as (ConfigRecord & { kind: ConfigKind })[]
  const files = new Map<string, unknown[]>()
  for (const kind of KINDS) {
    for (const { key, body } of records.filter((record) => record.kind === kind)) {
      const file = FILES[kind](key)
      files.set(file, [...(files.get(file) ?? []), { kind, key, ...body }])
    }
  }
  const texts = [...files].map(([file, held]) => [file, stringify(held.length === 1 ? held[0] : held)] as const)
  if (!overwrite) {
    const lost: string[] = []
    for (const [file, text] of texts) if (![undefined, text].includes(await readIfThere(join(dir, file)))) lost.push(file)
    if (lost.length > 0) throw new WouldOverwrite(lost)
  }
  for (const [file, text] of texts) {
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), text)
  }
  return texts.map(([file]) => file)
}

/** A key as a file's name on any system. */
const fileName = (key: string): string => encodeURIComponent(key).replace(/[*.']/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
