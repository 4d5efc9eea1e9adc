import { type Command } from 'commander'
import { type Acknowledgement, acknowledge } from '../mappings/edi/acknowledge'
import { localMinute } from '../mappings/localMinute'
import { plain } from './display'
import { Failure } from './failure'
import { fileSource } from './fileSource'
import { positive } from './number'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { unreadable } from './unreadable'

interface Options extends Globals { control: number }

export function declare(command: Command, act: Act): void {
  command.argument('<file>', 'the X12 or EDIFACT document; - is standard input')
    .option('--control <number>', 'control number of the first interchange written', positive, 1)
    .addHelpText('after', `\n--as ${KINDS.join('|')} says what to answer with.`)
    .action(act(answer))
}

const KINDS: readonly Acknowledgement[] = ['997', '999', 'TA1', 'CONTRL']

/** Exit code 2 where there is nothing to answer: no envelope that could be read, or an acknowledgement. */
async function answer(terminal: Terminal, options: Options, file: string): Promise<Exit> {
  // --as is the actor everywhere else; here it is the standard's word
  const as = KINDS.find((kind) => kind === options.as)
  if (!as) throw new Failure(`Say what to answer with: --as ${KINDS.join('|')}.`)
  const source = file === '-' ? terminal.stdin as AsyncIterable<Buffer> : fileSource(file)
  let control = options.control
  const answers = await acknowledge(source, { file, as, at: localMinute(new Date()), control: () => control++ })
    .catch((error: unknown) => { throw new Failure(`${plain(file)}: ${unreadable(error)}`) })
  for (const text of answers) await terminal.out(`${text}\n`)
  if (answers.length > 0) return 0
  terminal.err(`order-to-cash: ${plain(file)}: there is nothing to acknowledge with ${as}.\n`)
  return 2
}
