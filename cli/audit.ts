import { type Command } from 'commander'
import { type Audit, audit as run, type Drawn, type Found } from '../sync/audit'
import { type Texts } from '../web/texts/texts'
import { companyOf, withContext } from './context'
import { day } from './day'
import { plain } from './display'
import { headed, heading, textsOf, word } from './language'
import { positive } from './number'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'
import { type Times, timesOf } from './times'

interface Options extends Globals { since?: string; until?: string; sample: number; seed?: string; invoiceDays: number }

export function declare(command: Command, act: Act): void {
  command.option('--since <date>', 'orders received from this day on (YYYY-MM-DD, in the company\'s time zone)', day)
    .option('--until <date>', 'and up to this one', day)
    .option('--sample <count>', 'also draw so many orders at random for a person to look at', positive, 0)
    .option('--seed <text>', 'the same seed over the same days draws the same orders (default: the days)')
    .option('--invoice-days <days>', 'what was shipped longer ago must be invoiced', positive, 7)
    .action(act(audit))
}

/** Exit code 2 where a rule was broken. */
async function audit(terminal: Terminal, options: Options): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const found = await run(context, company, { from: options.since, to: options.until, sample: options.sample, seed: options.seed, invoiceDays: options.invoiceDays })
    await terminal.out(options.json ? `${JSON.stringify(found)}\n` : shown(found, await timesOf(context, company), textsOf(terminal, options)))
    return found.breaches.some(({ weight }) => weight === 'breach') ? 2 : 0
  })
}

function shown({ from, to, orders, breaches, sample, seed }: Audit, { zone, time }: Times, texts: Texts): string {
  const columns = headed<Found>(texts, [
    { title: 'order', value: (one) => one.order }, { title: 'code', value: (one) => one.code }, { title: 'event', value: (one) => one.sequence, right: true }, { title: 'by', value: (one) => one.by }, { title: `at (${zone})`, value: (one) => time(one.at) }, { title: 'what', value: (one) => texts.said(one.text) },
  ])
  const of = (weight: Found['weight']): Found[] => breaches.filter((one) => one.weight === weight)
  const days = [from, to].some((date) => date !== undefined) ? ` (${from ?? ''} – ${to ?? ''})` : ''
  const parts = [`${heading(texts, 'Rules that were broken')}: ${of('breach').length}, ${heading(texts, 'orders')}: ${orders}${days}\n${of('breach').length > 0 ? table(columns, of('breach')) : ''}`]
  if (of('look').length > 0) parts.push(`${heading(texts, 'To be looked at')}\n${table(columns, of('look'))}`)
  if (sample.length > 0) parts.push(`${heading(texts, 'Drawn at random')} (${plain(seed)})\n${table(headed<Drawn>(texts, [
    { title: 'order', value: (one) => one.order }, { title: 'buyer', value: (one) => one.buyer, most: 20 }, { title: 'status', value: (one) => word(texts, texts.statuses, one.status) },
    { title: `received (${zone})`, value: (one) => time(one.receivedAt) }, { title: 'findings', value: (one) => one.breaches, right: true },
  ]), sample)}`)
  return parts.join('\n')
}
