import { type Command } from 'commander'
import { type Excerpt } from '../connectors/trip'
import { type Asked, exchangesOf, type Heard, type Tried, type WithPartner } from '../sync/exchanges'
import { type KeptTrip } from '../sync/hearing'
import { sentence } from '../web/events'
import { type Texts } from '../web/texts/texts'
import { companyOf, withContext } from './context'
import { plain } from './display'
import { headed, heading, textsOf, word } from './language'
import { list } from './list'
import { orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { type Column, table } from './table'
import { type Exit, type Terminal } from './terminal'
import { type Times, timesOf } from './times'

interface Options extends Globals { bodies?: boolean }

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference').option('--bodies', 'also what was asked and answered, as far as it is kept').action(act(exchanges))
}

async function exchanges(terminal: Terminal, options: Options, name: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const order = await orderNamed(context.store, await companyOf(context, options), name)
    const all = await exchangesOf(context.store, order)
    if (options.json) await list(terminal, options, [], all, '')
    else await terminal.out(shown(all, await timesOf(context, order.company), textsOf(terminal, options), options.bodies ?? false))
    return 0
  })
}

/** A way there and back, an attempt of which none is kept, or a message that was never tried. */
interface Row { asked: Asked; tried?: Tried; trip?: KeptTrip }

function shown(all: readonly (Asked | Heard | WithPartner)[], times: Times, texts: Texts, bodies: boolean): string {
  const asked = all.filter((one): one is Asked => one.way === 'sent')
  const heard = all.filter((one): one is Heard => one.way === 'heard')
  const partner = all.filter((one): one is WithPartner => one.way === 'partner')
  const parts = [section(texts, 'Sent and answered', headed(texts, sentColumns(times, texts)), asked.flatMap(rowsOf), 'Nothing was sent of it.')]
  if (bodies) parts.push(...asked.flatMap((one) => one.tried.flatMap((tried) => tried.trips.map((trip) => bodyOf(one, tried, trip, texts)))))
  if (heard.length > 0) parts.push(section(texts, 'Heard', headed(texts, heardColumns(times, texts)), heard))
  if (partner.length > 0) parts.push(section(texts, 'Exchanged with the partner', headed(texts, partnerColumns(times, texts)), partner))
  return parts.join('\n')
}

const section = <R>(texts: Texts, title: string, columns: readonly Column<R>[], rows: readonly R[], none = 'none'): string => `${plain(heading(texts, title))}\n${table(columns, rows, heading(texts, none))}`

const rowsOf = (asked: Asked): Row[] => (asked.tried.length === 0 ? [{ asked }] : asked.tried.flatMap((tried) => (tried.trips.length === 0 ? [{ asked, tried }] : tried.trips.map((trip) => ({ asked, tried, trip })))))

const sentColumns = ({ zone, time }: Times, texts: Texts): Column<Row>[] => [
  { title: `at (${zone})`, value: ({ asked, trip }) => time(trip ? new Date(trip.atMs).toISOString() : asked.at) }, { title: 'system', value: ({ asked }) => asked.system },
  { title: 'effect', value: ({ asked }) => `${word(texts, texts.actions, asked.action)} ${word(texts, texts.recordKinds, asked.kind)}` }, { title: 'attempt', value: ({ asked, tried }) => tried?.attempt ?? asked.attempts, right: true },
  { title: 'asked', value: ({ trip }) => trip && `${trip.method} ${trip.path}`, most: 60 }, { title: 'answered', value: ({ trip }) => trip && (trip.status ?? trip.answered?.text.slice(0, 40) ?? (trip.failed === undefined ? '–' : heading(texts, 'nothing'))), right: true },
  { title: 'ms', value: ({ trip }) => trip?.ms, right: true }, { title: 'state', value: ({ asked, tried }) => word(texts, texts.messageStates, tried?.state ?? asked.state) },
  { title: 'message', value: ({ asked }) => asked.message }, { title: 'correlation', value: ({ asked }) => asked.correlation },
]

const heardColumns = ({ zone, time }: Times, texts: Texts): Column<Heard>[] => [
  { title: `at (${zone})`, value: (one) => time(one.at) }, { title: 'system', value: (one) => one.system }, { title: 'what', value: (one) => one.record, most: 44 }, { title: 'correlation', value: (one) => one.correlation },
  { title: 'event', value: (one) => one.event.sequence, right: true }, { title: 'what', value: (one) => sentence(one.event as Parameters<typeof sentence>[0], texts) },
]

const partnerColumns = ({ zone, time }: Times, texts: Texts): Column<WithPartner>[] => [
  { title: `at (${zone})`, value: (one) => time(one.at) }, { title: 'direction', value: (one) => (one.direction === 'out' ? texts.order.outgoing : texts.order.incoming) }, { title: 'partner', value: (one) => one.partner },
  { title: 'document', value: (one) => `${one.type} ${one.control}` }, { title: 'state', value: (one) => word(texts, texts.theirStates, one.state) }, { title: 'SHA-256', value: (one) => one.sha256 },
]

function bodyOf({ system, message }: Asked, { attempt, erased }: Tried, trip: KeptTrip, texts: Texts): string {
  const part = (title: string, excerpt: Excerpt | undefined): string => (excerpt === undefined ? '' : `${heading(texts, title)}${excerpt.of === undefined ? '' : ` (${excerpt.text.length} / ${excerpt.of})`}: ${plain(excerpt.text)}\n`)
  return `${plain(`${system} ${message} #${attempt}  ${trip.method} ${trip.path}`)}\n${trip.key === undefined ? '' : `${heading(texts, 'key')}: ${plain(trip.key)}\n`}${part('asked', trip.asked)}${erased ? `${heading(texts, 'erased')}\n` : ''}${part(`answered (${trip.status ?? '–'})`, trip.answered)}${trip.failed === undefined ? '' : `${heading(texts, 'nothing')}: ${plain(trip.failed)}\n`}${
    trip.left === undefined ? '' : `… ${trip.left}\n`}`
}
