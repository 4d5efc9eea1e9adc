import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parse } from 'yaml'
import { type Profile, profileSchema } from '../mappings/profile'
import { inOurWords } from '../mappings/words'
import { withSamples } from '../sync/config/samples'
import { plain } from './display'
import { Failure } from './failure'
import { type Globals } from './program'
import type * as Stored from './storedProfile'
import { type Terminal } from './terminal'
import { unreadable } from './unreadable'

/** The profile of a partner: of his YAML file, or by his code of the store. */
export async function profileNamed(terminal: Terminal, options: Globals, partner: string): Promise<Profile> {
  if (!existsSync(partner) && !/[/\\.]/.test(partner)) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the store is loaded only here; a file is read without one
    const { storedProfile } = require('./storedProfile') as typeof Stored
    return storedProfile(terminal, options, partner)
  }
  const text = await readFile(partner, 'utf8').catch((error: unknown) => { throw new Failure(`--partner ${plain(partner)}: ${unreadable(error)}`) })
  const record: unknown = parse(text)
  const { profile = {} } = withSamples((record ?? {}) as Record<string, unknown>, dirname(partner))
  const found = profileSchema.safeParse(profile, { error: inOurWords })
  if (!found.success) throw new Failure(`--partner ${plain(partner)}: ${found.error.issues.map((issue) => `${['profile', ...issue.path].join('.')}: ${issue.message}`).join('; ')}`)
  return found.data
}
