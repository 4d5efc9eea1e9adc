import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command } from 'commander'
import { type Difference, differences } from '../mappings/difference'
import { madeOf, trySample } from '../mappings/sample'
import { type Sample } from '../mappings/sampleSchema'
import { type Profile } from '../mappings/profile'
import type * as Checklist from './partnerChecklist'
import type * as Sent from './partnerSent'
import { plain } from './display'
import { Failure } from './failure'
import { profileNamed } from './profile'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'
import { unreadable } from './unreadable'

interface Options extends Globals { expected?: string; write?: boolean; reason?: string; renumber?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('<what>', 'try, checklist, sent or again').argument('<partner>', 'a partner\'s YAML file, or the code of a partner in the store').argument('[files...]', 'documents to try (without, the samples of his profile); with again, the control number')
    .option('--expected <file>', 'what is expected of the one document, as JSON')
    .option('--write', 'write what is made beside each document, as FILE.expected.json: a golden sample, to be looked at first')
    .option('--reason <text>', 'with again: why he gets it once more')
    .option('--renumber', 'with again: under the next control numbers, for a partner who takes none twice')
    .action(act(partner))
}

async function partner(terminal: Terminal, options: Options, what: string, id: string, files: string[]): Promise<Exit> {
  if (what === 'try') return files.length > 0 ? tryFiles(terminal, options, id, files) : trySamples(terminal, options, id)
  /* eslint-disable @typescript-eslint/no-require-imports -- the store is loaded only here; a profile in a file is tried without one */
  if (what === 'sent') return (require('./partnerSent') as typeof Sent).partnerSent(terminal, options, id)
  if (what === 'again') return (require('./partnerSent') as typeof Sent).partnerAgain(terminal, options, id, files[0])
  if (what !== 'checklist') throw new Failure(`partner ${what}: there is partner try ID [FILE…], partner checklist ID, partner sent ID and partner again ID CONTROL.`)
  return (require('./partnerChecklist') as typeof Checklist).partnerChecklist(terminal, options, id)
}

/** Exit 2 where a sample is read otherwise than expected, or there is none. */
async function trySamples(terminal: Terminal, options: Options, id: string): Promise<Exit> {
  const profile = await profileNamed(terminal, options, id)
  const samples: readonly Sample[] = profile.samples ?? []
  let exit: Exit = samples.length === 0 ? 2 : 0
  if (samples.length === 0) terminal.err(`order-to-cash: ${plain(id)} has no samples: name them in profile.samples, as { file, expected }.\n`)
  for (const sample of samples) {
    const found = await trySample(sample, profile)
    if (found.length > 0) exit = 2
    await say(terminal, options, sample.name, found, true)
  }
  return exit
}

async function tryFiles(terminal: Terminal, options: Options, id: string, files: readonly string[]): Promise<Exit> {
  if (options.expected !== undefined && files.length > 1) throw new Failure('--expected is for one document.')
  const profile = await profileNamed(terminal, options, id)
  let exit: Exit = 0
  for (const file of files) {
    const found = await tryFile(terminal, options, profile, file)
    if (found.length > 0) exit = 2
  }
  return exit
}

async function tryFile(terminal: Terminal, options: Options, profile: Profile, file: string): Promise<Difference[]> {
  const made = await madeOf(await bytesOf(file), basename(file), profile)
  if (options.write) await writeFile(`${file}.expected.json`, `${JSON.stringify(made, null, 2)}\n`)
  const expected = await expectedOf(options.expected ?? `${file}.expected.json`, options.expected !== undefined)
  if (expected === undefined) {
    await terminal.out(options.json ? `${JSON.stringify({ file, made })}\n` : `${plain(file)}\n${JSON.stringify(made, null, 2)}\n`)
    return []
  }
  const found = differences(expected, made)
  await say(terminal, options, file, found, false)
  return found
}

async function say(terminal: Terminal, options: Globals, name: string, found: readonly Difference[], sample: boolean): Promise<void> {
  if (options.json) return terminal.out(`${JSON.stringify({ [sample ? 'sample' : 'file']: name, agrees: found.length === 0, differences: found })}\n`)
  if (found.length === 0) return terminal.out(`${plain(name)}: as expected\n`)
  await terminal.out(`${plain(name)}: ${found.length} differences\n${table([
    { title: 'where', value: (one) => one.path }, { title: 'expected', value: (one) => shown(one.expected), most: 60 }, { title: 'made', value: (one) => shown(one.made) },
  ], [...found])}`)
}

const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value))

const bytesOf = (file: string): Promise<Buffer> => readFile(file).catch((error: unknown) => { throw new Failure(`${plain(file)}: ${unreadable(error)}`) })

/** Undefined where no file was named and there is none beside the document. */
async function expectedOf(file: string, named: boolean): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (!named && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Failure(`${plain(file)}: ${error instanceof SyntaxError ? error.message : unreadable(error)}`)
  }
}
