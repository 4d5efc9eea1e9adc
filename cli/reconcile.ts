import { type Command } from 'commander'
import { type FileDifference, reconcileFiles } from '../sync/reconcile/reconcileFiles'
import { plain } from './display'
import { type Act } from './program'
import { facts } from './table'
import { type Exit, type Terminal } from './terminal'

interface Options { left: string; right: string; key: string; fields?: string; tolerance?: string; json?: boolean }

export function declare(command: Command, act: Act): void {
  command.requiredOption('--left <file>', 'CSV with header, or NDJSON')
    .requiredOption('--right <file>', 'CSV with header, or NDJSON')
    .requiredOption('--key <field>', 'what a row on both sides has in common')
    .option('--fields <list>', 'what is compared, with commas between (default: every column that both have)')
    .option('--tolerance <amount>', 'by how much two numbers may differ')
    .action(act(reconcile))
}

async function reconcile(terminal: Terminal, { left, right, key, fields, tolerance, json }: Options): Promise<Exit> {
  const compared = await reconcileFiles({ left, right, key, fields: fields?.split(',').map((field) => field.trim()), tolerance, signal: terminal.signal })
  try {
    const { summary } = compared
    if (json) await printJson(terminal, compared)
    else {
      for await (const difference of compared.differences) await terminal.out(line(difference))
      await terminal.out(`${facts(Object.entries(summary))}`)
    }
    for (const side of compared.sorted) terminal.err(`${side} was not in the order of ${key} and was sorted first.\n`)
    return summary.onlyLeft + summary.onlyRight + summary.different + summary.doubles > 0 ? 2 : 0
  } finally {
    await compared.close()
  }
}

/** One JSON object, written as the differences are read: there may be millions. */
async function printJson(terminal: Terminal, { summary, fields, sorted, differences }: Awaited<ReturnType<typeof reconcileFiles>>): Promise<void> {
  await terminal.out(`{"summary":${JSON.stringify(summary)},"fields":${JSON.stringify(fields)},"sorted":${JSON.stringify(sorted)},"differences":[`)
  let comma = '\n'
  for await (const difference of differences) {
    await terminal.out(comma + JSON.stringify(difference))
    comma = ',\n'
  }
  await terminal.out('\n]}\n')
}

function line({ key, kind, fields, rows }: FileDifference): string {
  const said = fields.map(({ field, left, right }) => `${field} ${left ?? '–'} ≠ ${right ?? '–'}`).join(', ')
  return `${plain(`${kind} ${key}${rows ? ` (${rows.left} left, ${rows.right} right)` : ''}${kind === 'different' || kind === 'double' ? ` ${said}` : ''}`.trimEnd())}\n`
}
