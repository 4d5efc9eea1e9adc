import { type Command } from 'commander'
import { type Finding } from '../orders/finding'
import { readFolder } from '../sync/config/folder'
import { rejudge as judgeAgain, type Rejudged } from '../sync/rejudge'
import { bookOf } from '../sync/rules'
import { companyOf, withContext } from './context'
import { Failure } from './failure'
import { headed, heading, textsOf } from './language'
import { filterOf, FILTERS } from './orderFilter'
import { nameOf } from './orderNamed'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { filter?: string[] }

export function declare(command: Command, act: Act): void {
  command.argument('<folder>', 'configuration with the rules to be tried')
    .option('--filter <what...>', FILTERS)
    .addHelpText('after', '\nNothing is changed: what should be is applied with "order-to-cash apply".')
    .action(act(rejudge))
}

/** R-REV-22: exit 2 where an order would be judged otherwise. */
async function rejudge(terminal: Terminal, options: Options, folder: string): Promise<Exit> {
  const filter = filterOf(options.filter ?? [])
  return withContext(terminal, options, async (context) => {
    const record = (await readFolder(folder)).find(({ kind }) => kind === 'rules')
    if (!record) throw new Failure(`${folder} has no record of the kind rules.`)
    const texts = textsOf(terminal, options)
    const found: Rejudged[] = []
    let judged = 0
    for await (const one of judgeAgain(context, await companyOf(context, options), bookOf('proposed', record.body), filter)) {
      judged++
      if (one.gone.length + one.fresh.length > 0) found.push(one)
    }
    const said = (findings: readonly Finding[], sign: string): string[] => findings.map(({ text }) => `${sign} ${texts.said(text)}`)
    if (options.json) for (const { order, ...one } of found) await terminal.out(`${JSON.stringify({ order: order.id, number: order.number, reference: order.reference, buyer: order.buyer, ...one })}\n`)
    else {
      if (found.length > 0) {
        await terminal.out(table(headed<Rejudged>(texts, [
          { title: 'order', value: ({ order }) => nameOf(order) }, { title: 'buyer', value: ({ order }) => order.buyer }, { title: 'now', value: ({ now }) => now }, { title: 'then', value: ({ then }) => then },
          { title: 'what', value: ({ gone, fresh }) => [...said(gone, '-'), ...said(fresh, '+')].join(' ') },
        ]), found))
      }
      await terminal.out(`${heading(texts, 'Orders judged')}: ${judged}; ${heading(texts, 'otherwise')}: ${found.length}\n`)
    }
    return found.length > 0 ? 2 : 0
  })
}
