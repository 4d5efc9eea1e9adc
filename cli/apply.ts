import { type Command } from 'commander'
import { applyFolder } from '../sync/config/apply'
import { actorOf, withContext } from './context'
import { Failure } from './failure'
import { list } from './list'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { dryRun?: boolean; take?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('<folder>', 'YAML files: company, partners, actors, systems, rules, schedules')
    .option('--dry-run', 'only say what would change')
    .option('--take', 'the folder wins where a record was changed elsewhere meanwhile')
    .action(act(apply))
}

/** The actors come with the configuration, so the first one who applies it can't be known yet; he is named all the same. */
async function apply(terminal: Terminal, options: Options, folder: string): Promise<Exit> {
  if (!options.dryRun && !actorOf(terminal, options)) throw new Failure('This changes the configuration, so say who you are: --as ACTOR, or ORDER_TO_CASH_ACTOR in the environment.')
  return withContext(terminal, options, async (context) => {
    const changes = await applyFolder(context, folder, { dryRun: options.dryRun, take: options.take, company: options.company })
    const shown = options.json ? changes : changes.filter((change) => change.change !== 'unchanged')
    await list(terminal, options, [
      { title: 'change', value: (change) => change.change }, { title: 'kind', value: (change) => change.kind },
      { title: 'key', value: (change) => change.key }, { title: 'file', value: (change) => change.file },
    ], shown, `Nothing to change: all ${changes.length} records are as the folder says.`)
    if (changes.some((change) => change.change === 'conflict')) {
      terminal.err(`order-to-cash: ${options.dryRun ? 'Nothing would be' : 'Nothing was'} applied: what is marked conflict was changed elsewhere since. Look at it with "order-to-cash export", then apply with --take to let the folder win.\n`)
      return 1
    }
    return 0
  }, true)
}
