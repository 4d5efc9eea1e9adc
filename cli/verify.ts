import { type Command } from 'commander'
import { sumText } from '../sync/proof/compared'
import { type CompanySummary, verify as check } from '../sync/proof/verify'
import { sameSum } from '../sync/reconcile/sums'
import { withContext } from './context'
import { plain } from './display'
import { type Act, type Globals } from './program'
import { facts, table } from './table'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.option('--root <file>', 'the proof to compare with, such as one that was sent away (default: the last one)').action(act(verify))
}

/** Exit code 1 where the store is not what it was; 2 where it is, but an order is missing in a system. */
async function verify(terminal: Terminal, options: Globals & { root?: string }): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const verified = await check(context, { root: options.root })
    if (options.json) await terminal.out(`${JSON.stringify(verified)}\n`)
    else {
      await terminal.out(facts([['streams', verified.streams], ['events', verified.events], ['defects', verified.defects.length + verified.moreDefects], ['erased by order', erasedText(verified.erased)]]))
      for (const company of verified.companies) await terminal.out(`\n${companyText(company)}`)
    }
    for (const { code, company, stream, sequence, text } of verified.defects) {
      terminal.err(`${plain([code, company, sequence === undefined ? stream : `${stream}#${sequence}`].filter((part) => part).join(' '))}: ${plain(text)}\n`)
    }
    if (verified.moreDefects > 0) terminal.err(`… and ${verified.moreDefects} more\n`)
    if (verified.defects.length > 0) return 1
    return verified.companies.every((company) => company.once) ? 0 : 2
  })
}

const erasedText = ({ values, documents }: { values: number; documents: number }): string | undefined => (values + documents === 0 ? undefined : `${values} personal values, ${documents} documents`)

function companyText({ company, orders, systems, lastProof, once, notOnce, compared }: CompanySummary): string {
  return facts([
    ['company', company],
    ['orders', Object.entries(orders).map(([status, count]) => `${count} ${status}`).join(', ') || 'none'],
    ['last proof', lastProof ? `${lastProof.date}, ${lastProof.file}` : 'none was written yet'],
    ['root', lastProof?.root],
    ['open differences', lastProof?.comparison && differencesText(lastProof.comparison.openDifferences)],
    ['every order is in every system once', once ? (compared ? 'yes' : 'yes, by what they acknowledged; the last proof holds no comparison with all of them') : 'no'],
    ...notOnce.map((text) => ['', text] as const),
  ]) + table([
    { title: 'system', value: (one) => one.system }, { title: 'kind', value: (one) => one.kind }, { title: 'records', value: (one) => one.records, right: true },
    { title: 'sums', value: (one) => Object.entries(one.amounts).map(([currency, amount]) => `${amount} ${currency}`).join(', ') },
    { title: `the system said${lastProof ? ` on ${lastProof.date}` : ''}`, value: (one) => saidText(lastProof?.systems.find((said) => said.system === one.system && said.kind === one.kind)) },
  ], systems, 'Nothing is in any system yet.')
}

/** What a system said of itself in the night of the proof; both figures where they differ. */
function saidText(said: NonNullable<CompanySummary['lastProof']>['systems'][number] | undefined): string {
  if (!said?.there) return 'not compared'
  return sameSum(said, said.there) ? 'the same as we' : `${sumText(said.there)}, and we ${sumText(said)}`
}

const differencesText = ({ count, cases }: { count: number; cases: string[] }): string => (count === 0 ? 'none' : `${count}: ${cases.slice(0, 5).join(', ')}${count > 5 ? ' …' : ''}`)
