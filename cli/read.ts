import { type Command } from 'commander'
import { type Read, type ReadFile, type ReadMessage } from '../mappings/document'
import { readDocument } from '../mappings/read'
import { type Problem, stops } from '../orders/problem'
import { plain } from './display'
import { fileSource } from './fileSource'
import { positive } from './number'
import type * as Profiles from './profile'
import { type Act, type Globals } from './program'
import type * as Table from './table'
import { type Exit, type Terminal } from './terminal'
import { unreadable } from './unreadable'

interface Options extends Globals { partner?: string; summary?: boolean; limit?: number }

export function declare(command: Command, act: Act): void {
  command.argument('<files...>', 'documents; - is standard input')
    .option('--partner <file|code>', 'the sender\'s profile: a partner\'s YAML file, or the code of a partner in the store')
    .option('--summary', 'counts and problems only')
    .option('--limit <bytes>', 'stop reading a file after so many bytes', positive)
    .action(act(read))
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- results as JSON need none
const tables = (): typeof Table => require('./table') as typeof Table
// eslint-disable-next-line @typescript-eslint/no-require-imports -- YAML and its schema take as long to load as all readers together
const profiles = (): typeof Profiles => require('./profile') as typeof Profiles

/** Counts of one file, kept instead of its messages: a file may hold millions. */
interface Counts { messages: number; orders: number; problems: Map<string, number>; stopped: boolean }

async function read(terminal: Terminal, options: Options, files: string[]): Promise<Exit> {
  const profile = options.partner === undefined ? undefined : await profiles().profileNamed(terminal, options, options.partner)
  let exit: Exit = 0
  for (const file of files) {
    const counts: Counts = { messages: 0, orders: 0, problems: new Map(), stopped: false }
    const source = file === '-' ? terminal.stdin as AsyncIterable<Buffer> : fileSource(file)
    try {
      for await (const event of readDocument(source, { file, limit: options.limit, profile: () => profile })) {
        count(counts, event)
        const text = options.json ? json(event, counts, options.summary) : human(event, counts, options.summary)
        if (text) await terminal.out(text)
      }
      if (counts.stopped) exit = exit === 1 ? 1 : 2
    } catch (error) {
      terminal.err(`order-to-cash: ${plain(file)}: ${unreadable(error)}\n`)
      exit = 1
    }
  }
  return exit
}

function count(counts: Counts, event: Read): void {
  if (event.kind === 'message') {
    counts.messages++
    if (event.order) counts.orders++
  }
  for (const problem of event.problems) {
    const name = `${problem.severity} ${problem.code}`
    counts.problems.set(name, (counts.problems.get(name) ?? 0) + 1)
    counts.stopped ||= stops(problem)
  }
}

function json(event: Read, counts: Counts, summary = false): string {
  if (!summary) return `${JSON.stringify(event)}\n`
  if (event.kind === 'message') return event.problems.length ? `${JSON.stringify({ ...event, order: undefined, document: undefined })}\n` : ''
  return `${JSON.stringify({ ...event, messages: counts.messages, orders: counts.orders, problemCounts: Object.fromEntries(counts.problems) })}\n`
}

function human(event: Read, counts: Counts, summary = false): string {
  if (event.kind === 'file') return fileText(event, counts)
  const problems = event.problems.map(problemText).join('')
  return summary ? problems : `${messageText(event)}${problems}\n`
}

function messageText(message: ReadMessage): string {
  const { order } = message
  const title = [message.type, message.version, message.control && `no. ${message.control}`, message.test && '(test)'].filter(Boolean).join(' ')
  if (!order) return `${plain(title)}\n`
  const buyer = order.buyer?.name ?? order.buyer?.identifiers[0]?.value ?? 'an unnamed buyer'
  const terms = [order.issuedOn && `of ${order.issuedOn}`, order.requestedDelivery && `wanted ${order.requestedDelivery}`].filter(Boolean).join(', ')
  return `${plain(`${title}: order ${order.reference ?? 'without a number'} by ${buyer} ${terms}`.trimEnd())}\n` + tables().table([
    { title: 'line', value: (line) => line.id },
    { title: 'item', value: (line) => line.sellersItem ?? line.buyersItem ?? line.standardItem, most: 24 },
    { title: 'quantity', value: (line) => line.quantity, right: true },
    { title: 'unit', value: (line) => line.unit ?? line.sourceUnit },
    { title: 'price', value: (line) => line.price && (line.price.base ? `${line.price.amount}/${line.price.base}` : line.price.amount), right: true },
    { title: 'net', value: (line) => line.lineExtension, right: true },
    { title: 'wanted', value: (line) => line.requestedDelivery ?? line.schedule?.[0]?.requestedDelivery },
    { title: 'description', value: (line) => line.description, most: 40 },
  ], order.lines, 'no lines')
}

function fileText(file: ReadFile, counts: Counts): string {
  const problems = [...counts.problems].map(([name, times]) => `${times} × ${name}`).join(', ') || 'no problems'
  return `${file.problems.map(problemText).join('')}${plain(`${file.file}: ${file.format}, ${file.bytes} bytes, ${counts.messages} messages, ${counts.orders} orders, ${problems}`)}\n`
}

/** `  error unit-unknown (line 3, PO1, element 3, byte 412): …` */
function problemText(problem: Problem): string {
  const { line, segment, tag, element, component, offset } = problem
  const where = [
    line !== undefined && `line ${line}`, segment !== undefined && `segment ${segment}`, tag, element !== undefined && `element ${element}`,
    component !== undefined && `component ${component}`, offset !== undefined && `byte ${offset}`,
  ].filter((part) => typeof part === 'string')
  return plain(`  ${problem.severity} ${problem.code}${where.length ? ` (${where.join(', ')})` : ''}: ${problem.message}${problem.text === undefined ? '' : ` — "${problem.text}"`}`) + '\n'
}
