import { readFile } from 'node:fs/promises'
import { type Command } from 'commander'
import { type Identifier, type Party } from '../orders/draft'
import { type Envelope } from '../mappings/write/envelope'
import { partiesOf, type Target, TARGETS } from '../mappings/write/targets'
import { inOurWords, placeOf } from '../mappings/words'
import { plain } from './display'
import { Failure } from './failure'
import { positive } from './number'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { unreadable } from './unreadable'

interface Options extends Globals { from?: Identifier; to?: Identifier; control?: number; at?: string; test?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('<file>', 'our JSON of the document; - is standard input')
    .option('--from <scheme:id>', 'sender of the interchange (default: the first identifier of the party that sends)', identifier)
    .option('--to <scheme:id>', 'its receiver', identifier)
    .option('--control <number>', 'control number of the interchange (default: 1)', positive)
    .option('--at <time>', 'local time of the interchange, YYYY-MM-DDTHH:MM (default: now)')
    .option('--test', 'mark the interchange as a test')
    .addHelpText('after', `\n--as says what to write:\n  ${TARGETS.map(({ name }) => name).join(' ')}`)
    .action(act(write))
}

async function write(terminal: Terminal, options: Options, file: string): Promise<Exit> {
  // --as is the actor everywhere else; here it is the document
  const target = TARGETS.find(({ name }) => name === options.as)
  if (!target) throw new Failure(`Say what to write: --as ${TARGETS.map(({ name }) => name).join('|')}.`)
  const document = checked(target, await content(terminal, file))
  let bytes: Buffer
  try {
    bytes = await target.write(document, envelopeOf(target, document, options))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Failure(`${plain(file)} cannot be written as ${target.name}: ${plain(error.message)}`)
  }
  await terminal.out(bytes)
  return 0
}

async function content(terminal: Terminal, file: string): Promise<unknown> {
  let text = ''
  if (file === '-') for await (const chunk of terminal.stdin) text += String(chunk)
  else text = await readFile(file, 'utf8').catch((error: unknown) => { throw new Failure(`${plain(file)}: ${unreadable(error)}`) })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Failure(`${plain(file)} is no JSON: ${plain((error as Error).message)}`)
  }
}

/** The document without what it may have beside (`kind`, `problems`): also a line of `read --json` is taken. */
function checked(target: Target, given: unknown): { buyer?: Party; seller?: Party } {
  const message = given as { kind?: unknown; order?: unknown; document?: unknown } | null
  const found = target.schema.safeParse(message?.kind === 'message' ? message.order ?? message.document : given, { error: inOurWords })
  if (found.success) return found.data as { buyer?: Party; seller?: Party }
  throw new Failure(`This is no document that can be written as ${target.name}:\n${found.error.issues.map((issue) => `  ${placeOf(issue.path) || 'The document'}: ${issue.message}`).join('\n')}`)
}

function envelopeOf(target: Target, document: { buyer?: Party; seller?: Party }, options: Options): Envelope {
  const { from, to } = partiesOf(target, document)
  const needed = (name: string, found: Identifier | undefined): Identifier => {
    if (found || !target.envelope) return found ?? { scheme: '', value: '' }
    throw new Failure(`${target.name} stands in an interchange, and the document does not say its ${name === '--from' ? 'sender' : 'receiver'}: give ${name} SCHEME:ID.`)
  }
  const at = options.at ?? new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(at)) throw new Failure(`--at ${plain(at)} is no time of the form YYYY-MM-DDTHH:MM.`)
  return { from: needed('--from', options.from ?? from), to: needed('--to', options.to ?? to), control: options.control ?? 1, at, test: options.test ?? false }
}

function identifier(text: string): Identifier {
  const [, scheme, value] = /^(.+):([^:]+)$/.exec(text) ?? []
  if (scheme === undefined || value === undefined) throw new Failure(`${plain(text)} is no identifier of the form SCHEME:ID, as GLN:4012345000009 or ISA:ZZ:NORDWERK.`)
  return { scheme, value }
}
