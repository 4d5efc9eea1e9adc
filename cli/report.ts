import { type Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import { isFigure } from '../orders/reports/columns'
import { PERIODS, PERS } from '../orders/reports/facts'
import { type Report, type ReportName, REPORTS } from '../orders/reports/report'
import { csvOf } from '../sync/reporting/csv'
import { reportsOf } from '../sync/reporting/reports'
import { workbookOf } from '../sync/reporting/workbook'
import { type Texts } from '../web/texts/texts'
import { companyOf, withContext } from './context'
import { plain } from './display'
import { Failure } from './failure'
import { headed, heading, textsOf, word } from './language'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'
import { timesOf } from './times'

interface Options extends Globals { from?: string; to?: string; by?: string; per?: string; csv?: boolean; xlsx?: string }

const NAMES = Object.keys(REPORTS) as ReportName[]

export function declare(command: Command, act: Act): void {
  command.argument('[name]', `${NAMES.join(', ')}; all of them where none is named`)
    .option('--from <date>', 'orders received from this day on (YYYY-MM-DD, in the company\'s time zone)')
    .option('--to <date>', 'and up to this one')
    .option('--by <period>', `new orders, and the trend of kpi, by ${PERIODS.join(', ')}`)
    .option('--per <whom>', `kpi for each ${PERS.join(', ')}`)
    .option('--csv', 'one report as CSV')
    .option('--xlsx <file>', 'into a workbook, a sheet for each report')
    .action(act(show))
}

/** Reports over what is in the store now, with the instant and the filter that they are of. */
async function show(terminal: Terminal, options: Options, name?: string): Promise<Exit> {
  const names = name === undefined ? NAMES : NAMES.filter((one) => one === name)
  if (names.length === 0) throw new Failure(`There is no report ${name}; there are ${NAMES.join(', ')}.`)
  if (options.csv && names.length > 1) throw new Failure(`A CSV file holds one report: name it, ${NAMES.join(', ')}.`)
  const [by, per] = [oneOf(PERIODS, '--by', options.by), oneOf(PERS, '--per', options.per)]
  for (const date of [options.from, options.to]) if (date !== undefined && !isDate(date)) throw new Failure(`${date} is no date: write YYYY-MM-DD.`)
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const texts = textsOf(terminal, options)
    const { reports, ...of } = await reportsOf(context, company, names, { from: options.from, to: options.to, by, per })
    if (options.xlsx !== undefined) {
      await writeFile(options.xlsx, await workbookOf({ ...of, reports }))
      await terminal.out(`${plain(options.xlsx)}: ${names.join(', ')}\n`)
    } else if (options.json) await terminal.out(`${JSON.stringify({ ...of, reports })}\n`)
    else if (options.csv) await terminal.out(csvOf(reports[0]!))
    else {
      const { time } = await timesOf(context, company)
      const filter = [of.from, of.to].filter((date) => date !== undefined).join(' – ')
      await terminal.out(`${heading(texts, 'as of')} ${time(of.asOf)} ${of.zone}${filter === '' ? '' : ` (${filter})`}\n\n${reports.map((one) => shown(one, texts)).join('\n')}`)
    }
    return 0
  })
}

const shown = ({ name, columns, rows }: Report, texts: Texts): string => `${plain(texts.reports[name])}\n${table(headed(texts, columns.map((title) => ({ title, right: isFigure(title), value: (row: Readonly<Record<string, string>>) => cell(title, row[title] ?? '', texts) }))), rows, heading(texts, 'none'))}`

/** A code as the language has it. */
const cell = (column: string, value: string, texts: Texts): string => (column === 'status' ? word(texts, texts.statuses, value) : column === 'kind' ? word(texts, texts.caseKinds, value) : column === 'kpi' ? word(texts, texts.indicators, value) : value)

function oneOf<T extends string>(known: readonly T[], option: string, value: string | undefined): T | undefined {
  const found = known.find((one) => one === value)
  if (value !== undefined && found === undefined) throw new Failure(`${option} is ${known.join(', ')}, not ${value}.`)
  return found
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
