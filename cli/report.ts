import { type Command } from 'commander'
import { type Period, PERIODS, type Report, type ReportName, REPORTS } from '../orders/report'
import { reportsOf } from '../sync/report'
import { type Texts } from '../web/texts/texts'
import { companyOf, withContext } from './context'
import { plain } from './display'
import { Failure } from './failure'
import { headed, heading, textsOf, word } from './language'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'
import { timesOf } from './times'

interface Options extends Globals { from?: string; to?: string; by: string; csv?: boolean }

const NAMES = Object.keys(REPORTS) as ReportName[]
/** Columns that are numbers, and stand at the right. */
const NUMBERS = new Set(['orders', 'amount', 'credited', 'invoiced', 'paid', 'median', 'longest', 'late', 'lines', 'invoices', 'open', 'overdue', 'cases', 'closed'])

export function declare(command: Command, act: Act): void {
  command.argument('[name]', `${NAMES.join(', ')}; all of them where none is named`)
    .option('--from <date>', 'orders received from this day on (YYYY-MM-DD, in the company\'s time zone)')
    .option('--to <date>', 'and up to this one')
    .option('--by <period>', `of new orders: ${PERIODS.join(', ')}`, 'day')
    .option('--csv', 'one report as CSV')
    .action(act(show))
}

/** Reports over what is in the store now, with the instant and the filter that they are of. */
async function show(terminal: Terminal, options: Options, name?: string): Promise<Exit> {
  const names = name === undefined ? NAMES : NAMES.filter((one) => one === name)
  if (names.length === 0) throw new Failure(`There is no report ${name}; there are ${NAMES.join(', ')}.`)
  if (options.csv && names.length > 1) throw new Failure(`A CSV file holds one report: name it, ${NAMES.join(', ')}.`)
  const period = PERIODS.find((one): one is Period => one === options.by)
  if (!period) throw new Failure(`New orders are counted by ${PERIODS.join(', ')}, not by ${options.by}.`)
  for (const date of [options.from, options.to]) if (date !== undefined && !isDate(date)) throw new Failure(`${date} is no date: write YYYY-MM-DD.`)
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const texts = textsOf(terminal, options)
    const { reports, ...of } = await reportsOf(context, company, names, { from: options.from, to: options.to, period })
    if (options.json) await terminal.out(`${JSON.stringify({ ...of, reports })}\n`)
    else if (options.csv) await terminal.out(csvOf(reports[0]!))
    else {
      const { time } = await timesOf(context, company)
      const filter = [of.from, of.to].filter((date) => date !== undefined).join(' – ')
      await terminal.out(`${heading(texts, 'as of')} ${time(of.asOf)} ${of.zone}${filter === '' ? '' : ` (${filter})`}\n\n${reports.map((one) => shown(one, texts)).join('\n')}`)
    }
    return 0
  })
}

const shown = ({ name, columns, rows }: Report, texts: Texts): string => `${plain(texts.reports[name])}\n${table(headed(texts, columns.map((title) => ({ title, right: NUMBERS.has(title) || /^[A-Z]{3}$/.test(title), value: (row: Readonly<Record<string, string>>) => cell(title, row[title] ?? '', texts) }))), rows, heading(texts, 'none'))}`

/** A code as the language has it. */
const cell = (column: string, value: string, texts: Texts): string => (column === 'status' ? word(texts, texts.statuses, value) : column === 'kind' ? word(texts, texts.caseKinds, value) : value)

/** RFC 4180; a value that a spreadsheet would take for a formula is shown as text. */
const csvOf = ({ columns, rows }: Report): string => [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((line) => `${line.map(quoted).join(',')}\r\n`).join('')
const quoted = (value: string): string => {
  const safe = /^[=+@\t\r-]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
