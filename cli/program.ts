import { Command, CommanderError } from 'commander'
import { COMMANDS } from './commands'
import { plain } from './display'
import { Failure } from './failure'
import { requireNodeWithStore } from './node'
import { type Exit, type Terminal } from './terminal'

/** Options that every command takes. */
export interface Globals {
  store?: string
  company?: string
  as?: string
  json?: boolean
  lang?: string
}

/** What the file of a command exports: how it is called, and what it does then. Its options are declared only when it is asked for. */
export interface CommandModule {
  declare(command: Command, act: Act): void
}

/** What a command does: arguments as declared, options with the global ones among them. */
export type Work = (terminal: Terminal, options: never, ...args: never[]) => Promise<Exit>
/** Makes of the work what commander calls. */
export type Act = (work: Work) => (...args: unknown[]) => Promise<void>

/** Runs one command line (without `node` and the script) and answers with its exit code; never throws. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<Exit> {
  let exit: Exit = 0
  const act: Act = (work) => async (...args) => {
    const command = args.pop() as Command
    args.pop()
    exit = await work(terminal, command.optsWithGlobals<never>(), ...(args as never[]))
  }
  try {
    if (argv.length === 0) return await main(['--help'], terminal)
    await programOf(terminal, act, argv.includes('--help') || argv.includes('-h')).parseAsync(argv, { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1
    terminal.err(`order-to-cash: ${said(error, terminal).split('\n').map(plain).join('\n')}\n`)
    return 1
  }
}

function programOf(terminal: Terminal, act: Act, help: boolean): Command {
  const program = new Command('order-to-cash')
    .description('Every order, in every system, exactly once, and proof of it every night.')
    .option('--store <url>', 'the store: sqlite:FILE or mysql://… (default: ORDER_TO_CASH_STORE, else sqlite:./data/order-to-cash.db)')
    .option('--company <code>', 'which of our companies (default: the only one)')
    .option('--as <actor>', 'who acts (default: ORDER_TO_CASH_ACTOR)')
    .option('--lang <code>', 'language of results: en or zh (default: ORDER_TO_CASH_LANG, else en)')
    .option('--json', 'results as JSON, a list one object a line')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => void terminal.out(text), writeErr: (text) => terminal.err(text) })
    .helpCommand(false)
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .addHelpText('after', '\nResults go to standard output, problems to standard error. Exit codes: 0 done, 1 failed, 2 done, with problems to look at.')
  for (const { name, summary } of COMMANDS) program.command(name).description(summary)
  program.hook('preSubcommand', (_program, command) => {
    const entry = COMMANDS.find((c) => c.name === command.name())!
    if (entry.store && !help) requireNodeWithStore(entry.name)
    entry.load().declare(command, act)
  })
  return program
}

/** The text of an error for a person; with `ORDER_TO_CASH_LOG=debug` also where it came from. */
function said(error: unknown, terminal: Terminal): string {
  if (!(error instanceof Error)) return String(error)
  return terminal.env.ORDER_TO_CASH_LOG === 'debug' && !(error instanceof Failure) ? error.stack ?? error.message : error.message
}
