import { type Command } from 'commander'
import { isDecimal } from '../orders/decimal'
import { type LineChange, type OrderChange } from '../orders/event'
import { decideOn } from './decision'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .requiredOption('--set <what...>', 'LINE.quantity=5, LINE.price=9.90 or 990/100, LINE.item=CODE, LINE.unit=C62, LINE.requestedDelivery=DATE, requestedDelivery=DATE, currency=EUR, buyer=CODE')
    .requiredOption('--reason <text>', 'why, for the record')
    .action(act(change))
}

async function change(terminal: Terminal, { set, reason, ...options }: Globals & { set: string[]; reason: string }, order: string): Promise<Exit> {
  return decideOn(terminal, options, order, { type: 'change', change: changeOf(set), reason })
}

/** What `--set` texts ask for; a {@link Failure} names the one that is not understood. */
export function changeOf(settings: readonly string[]): OrderChange {
  const change: OrderChange = {}
  const lines = new Map<string, LineChange>()
  for (const setting of settings) {
    const [, line, field, value] = /^(?:(.+)\.)?(\w+)=(.+)$/s.exec(setting) ?? []
    if (field === undefined || value === undefined) throw new Failure(`--set ${setting}: not understood; it is LINE.field=value or field=value.`)
    if (line === undefined) setHeader(change, field, value, setting)
    else {
      const wish = lines.get(line) ?? { line }
      lines.set(line, wish)
      setLine(wish, field, value, setting)
    }
  }
  return lines.size > 0 ? { ...change, lines: [...lines.values()] } : change
}

function setHeader(change: OrderChange, field: string, value: string, setting: string): void {
  switch (field) {
    case 'requestedDelivery': change.requestedDelivery = date(value, setting); return
    case 'currency': change.currency = value; return
    case 'buyer': change.buyer = value; return
    default: throw new Failure(`--set ${setting}: an order's requestedDelivery, currency and buyer can be set; lines as LINE.field=value.`)
  }
}

function setLine(wish: LineChange, field: string, value: string, setting: string): void {
  switch (field) {
    case 'quantity': wish.quantity = decimal(value, setting); return
    case 'price': {
      const [amount = '', base] = value.split('/')
      wish.price = { amount: decimal(amount, setting), ...(base === undefined ? {} : { base: decimal(base, setting) }) }
      return
    }
    case 'item': wish.item = value; return
    case 'unit': wish.unit = value; return
    case 'requestedDelivery': wish.requestedDelivery = date(value, setting); return
    default: throw new Failure(`--set ${setting}: a line's quantity, price, item, unit and requestedDelivery can be set.`)
  }
}

function decimal(text: string, setting: string): string {
  if (!isDecimal(text)) throw new Failure(`--set ${setting}: ${text} is no number (digits and a decimal point, no thousands mark).`)
  return text
}

function date(text: string, setting: string): string {
  const at = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text)) throw new Failure(`--set ${setting}: it must be a day of the calendar, written YYYY-MM-DD.`)
  return text
}
