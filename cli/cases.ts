import { type Command } from 'commander'
import * as store from '../store/cases'
import { companyOf, withContext } from './context'
import { list } from './list'
import { positive } from './number'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.option('--kind <kind>', 'only those, such as quarantine or dead-letter')
    .option('--closed', 'the closed ones instead')
    .option('--limit <count>', 'the last seen so many', positive, 100)
    .action(act(cases))
}

async function cases(terminal: Terminal, options: Globals & { kind?: string; closed?: boolean; limit: number }): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const found = await store.list(context.store, company, { state: options.closed ? 'closed' : 'open', kind: options.kind, limit: options.limit })
    await list(terminal, options, [
      { title: 'id', value: (one) => one.id },
      { title: 'kind', value: (one) => one.kind },
      { title: 'system', value: (one) => one.system },
      { title: 'about', value: (one) => one.subject, most: 44 },
      { title: 'ours', value: (one) => one.ours, most: 16 },
      { title: 'theirs', value: (one) => one.theirs, most: 16 },
      { title: 'last seen', value: (one) => one.lastSeen.slice(0, 16).replace('T', ' ') },
      { title: 'what', value: (one) => (one.result === undefined ? one.text : `${one.text} — closed by ${one.closedBy}: ${one.result}`) },
    ], found, options.closed ? 'No closed cases.' : 'Nothing waits for a person.')
    return 0
  })
}
