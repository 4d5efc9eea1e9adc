import { type Command } from 'commander'
import { isDecimal } from '../orders/decimal'
import { type LineQuantity } from '../orders/event'
import { RETURN_REASONS, type ReturnReason } from '../orders/returns/terms'
import { uuidv7 } from '../sync/ids'
import { previewReturn } from '../sync/returns'
import { companyOf, withContext } from './context'
import { decideOn } from './decision'
import { plain } from './display'
import { Failure } from './failure'
import { nameOf, orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { table } from './table'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .requiredOption('--line <what...>', 'LINE=QUANTITY, as 2=1')
    .requiredOption('--reason <code>', RETURN_REASONS.join(', '))
    .option('--note <text>', 'what the customer says')
    .option('--request <id>', 'what the request is known by; said again it is the same return (default: a new one)')
    .option('--preview', 'show what it undoes and costs, and who is asked; nothing is done')
    .action(act(requestReturn))
}

interface Options { line: string[]; reason: string; note?: string; request?: string; preview?: boolean }

async function requestReturn(terminal: Terminal, { line, reason, note, request, preview, ...options }: Globals & Options, order: string): Promise<Exit> {
  const wanted = { reason: reasonOf(reason), lines: linesOf(line) }
  if (preview) return show(terminal, options, order, wanted)
  return decideOn(terminal, options, order, { type: 'return', request: request ?? uuidv7(), ...wanted, ...(note === undefined ? {} : { note }) })
}

async function show(terminal: Terminal, options: Globals, name: string, wanted: { reason: ReturnReason; lines: LineQuantity[] }): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const order = await orderNamed(context.store, await companyOf(context, options), name)
    const impact = await previewReturn(context, order, wanted)
    if (options.json) {
      await terminal.out(`${JSON.stringify(impact)}\n`)
      return 0
    }
    await terminal.out(table([
      { title: 'line', value: (one) => one.line }, { title: 'item', value: (one) => one.item, most: 20 }, { title: 'shipped', value: (one) => one.shipped, right: true }, { title: 'invoiced', value: (one) => one.invoiced, right: true },
      { title: 'returned before', value: (one) => one.returnedBefore, right: true }, { title: 'returned', value: (one) => one.quantity, right: true }, { title: 'credit', value: (one) => one.credit, right: true },
    ], impact.lines))
    await terminal.out(plain(`${impact.credit} ${order.currency ?? ''} of ${nameOf(order)} are credited${impact.comesBack ? ' once it is back as it was sent' : ' at once'}${impact.restocking === '0' ? '' : ` (${impact.restocking} % is kept)`}; ${impact.asks === undefined ? 'nobody is asked' : `${impact.asks} is asked`}.`) + '\n')
    return 0
  })
}

/** What `--line` texts ask for; a {@link Failure} names the one that is not understood. */
export function linesOf(texts: readonly string[]): LineQuantity[] {
  return texts.map((text) => {
    const [, line, quantity] = /^(.+)=([^=]+)$/.exec(text) ?? []
    if (line === undefined || quantity === undefined || !isDecimal(quantity)) throw new Failure(`--line ${text}: not understood; it is LINE=QUANTITY, as 2=1.`)
    return { line, quantity }
  })
}

function reasonOf(text: string): ReturnReason {
  const reason = RETURN_REASONS.find((one) => one === text)
  if (!reason) throw new Failure(`--reason ${text}: it is one of ${RETURN_REASONS.join(', ')}.`)
  return reason
}
