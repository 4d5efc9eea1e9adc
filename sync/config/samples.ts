import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A sample or its expected JSON cannot be read. */
export class SampleMissing extends Error {
  override readonly name = 'SampleMissing'
}

/**
 * Takes the files that a partner's `profile.samples` names (`{ file, expected }`, relative to the record's own file) into the record: `{ name, content, expected }`.
 * Throws {@link SampleMissing}, which says which file cannot be read.
 */
export function withSamples(record: Record<string, unknown>, folder: string): Record<string, unknown> {
  const profile = record.profile as { samples?: unknown } | undefined
  if (!Array.isArray(profile?.samples)) return record
  return { ...record, profile: { ...profile, samples: profile.samples.map((sample: unknown) => taken(sample, folder)) } }
}

function taken(sample: unknown, folder: string): unknown {
  const { file, expected, ...rest } = (sample ?? {}) as { file?: unknown; expected?: unknown }
  if (typeof file !== 'string') return sample
  const bytes = read(join(folder, file))
  const text = bytes.toString('utf8')
  const content = Buffer.from(text).equals(bytes) ? { content: text } : { content: bytes.toString('base64'), encoding: 'base64' }
  return { ...rest, name: basename(file), ...content, expected: typeof expected === 'string' ? parsed(join(folder, expected)) : expected }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(read(path).toString('utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new SampleMissing(`the sample's expected JSON ${path} cannot be read: ${error.message}`, { cause: error })
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new SampleMissing(`the sample ${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, { cause: error })
  }
}
