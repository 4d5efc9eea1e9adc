import { type Command } from 'commander'
import { type AccountLine, type AccountStatement, statementsOf } from '../orders/account'
import { bookingsOf } from '../store/account'
import * as config from '../store/config'
import { csvOf } from '../sync/reporting/csv'
import { ownCompany } from '../sync/company'
import { dateIn } from '../sync/zone'
import { type Texts } from '../web/texts/texts'
import { companyOf, withContext } from './context'
import { day } from './day'
import { plain } from './display'
import { Failure } from './failure'
import { headed, heading, textsOf, word } from './language'
import { type Act, type Globals } from './program'
import { type Column, table } from './table'
import { type Exit, type Terminal } from './terminal'

interface Options extends Globals { from?: string; to?: string; csv?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('<customer>', 'code of the partner')
    .option('--from <date>', 'bookings from this day on (YYYY-MM-DD); what was before is the opening balance', day)
    .option('--to <date>', 'and up to this one (default: today)', day)
    .option('--csv', 'the bookings as CSV')
    .action(act(account))
}

/** What a customer owes, and how it came to be. */
async function account(terminal: Terminal, options: Options, customer: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const partner = await config.partner(context.store, company, customer)
    if (!partner) throw new Failure(`There is no partner ${customer}; order-to-cash export shows them.`)
    const { zone } = await ownCompany(context.store, company)
    const to = options.to ?? dateIn(zone, context.clock.now())
    const statements = statementsOf(await bookingsOf(context.store, company, customer), { from: options.from, to })
    if (options.json) await terminal.out(`${JSON.stringify({ company, customer, name: partner.name, from: options.from, to, statements })}\n`)
    else if (options.csv) await terminal.out(csvOf({ columns: COLUMNS, rows: statements.flatMap(rowsOf) }))
    else {
      const texts = textsOf(terminal, options)
      await terminal.out(`${plain(partner.name)} (${plain(customer)}), ${[options.from, to].filter((date) => date !== undefined).join(' – ')}\n${statements.length === 0 ? `${heading(texts, 'none')}\n` : statements.map((one) => shown(one, texts)).join('\n')}`)
    }
    return 0
  })
}

const COLUMNS = ['date', 'kind', 'number', 'invoice', 'due', 'currency', 'debit', 'credit', 'balance'] as const

const rowsOf = ({ lines }: AccountStatement): Record<string, string>[] => lines.map(({ on, kind, number, invoice, dueOn = '', currency, debit = '', credit = '', balance }) => ({ date: on, kind, number, invoice, due: dueOn, currency, debit, credit, balance }))

function shown({ currency, opening, lines, debits, credits, closing }: AccountStatement, texts: Texts): string {
  const columns: Column<AccountLine>[] = [
    { title: 'date', value: ({ on }) => on }, { title: 'kind', value: ({ kind }) => word(texts, texts.recordKinds, kind) }, { title: 'number', value: ({ number }) => number }, { title: 'invoice', value: ({ kind, invoice }) => (kind === 'invoice' ? '' : invoice) },
    { title: 'due', value: ({ dueOn }) => dueOn }, { title: 'debits', value: ({ debit }) => debit, right: true }, { title: 'credits', value: ({ credit }) => credit, right: true }, { title: 'balance', value: ({ balance }) => balance, right: true },
  ]
  return `\n${heading(texts, 'opening balance')}: ${opening} ${currency}\n${table(headed(texts, columns), lines, heading(texts, 'none'))}${heading(texts, 'debits')}: ${debits}  ${heading(texts, 'credits')}: ${credits}  ${heading(texts, 'closing balance')}: ${closing} ${currency}\n`
}
