import { type Command } from 'commander'
import * as cases from '../store/cases'
import { closeCase } from '../sync/deeds'
import { companyOf, withActor } from './context'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<case>', 'id of the case')
    .requiredOption('--result <text>', 'what was found or done, for the record')
    .action(act(close))
}

async function close(terminal: Terminal, options: Globals & { result: string }, id: string): Promise<Exit> {
  return withActor(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const one = await cases.byId(context.store, id)
    if (!one || one.company !== company) throw new Failure(`There is no case ${id}; "order-to-cash cases" lists them.`)
    if (!options.result.trim()) throw new Failure('A case is closed with its result: --result TEXT.')
    const closed = await context.store.write((tx) => closeCase(context, tx, one, options.result))
    if (options.json) await terminal.out(`${JSON.stringify({ id, closed })}\n`)
    else await terminal.out(closed ? `Case ${id} is closed.\n` : `Case ${id} was closed before.\n`)
    return 0
  })
}
