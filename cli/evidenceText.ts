import { SECTIONS, type Section } from '../orders/evidence'
import { worth } from '../orders/total'
import { type Chain, type Evidence, type Receipt, type Statement } from '../sync/evidence'
import { sentence } from '../web/events'
import { money } from '../web/figures'
import { type Texts } from '../web/texts/texts'
import { plain } from './display'
import { headed, heading, word } from './language'
import { nameOf } from './orderNamed'
import { type Column, facts, table } from './table'
import { type Times } from './times'

const TITLES: Record<Section, string> = {
  original: 'Original', review: 'Reviews', decision: 'Approvals', agreed: 'Confirmation', push: 'Receipts', delivery: 'Delivery', invoice: 'Invoices', payment: 'Payments', end: 'End',
}

/** The evidence of an order as a person reads it: what is missing first, then what there is, each with the event that says it and the proof that holds that. */
export function evidenceText(evidence: Evidence, { zone, time }: Times, texts: Texts): string {
  const { order, original, statements, receipts, exchanged, chains, missing, defects } = evidence
  const parts: string[] = []
  const add = <Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): void => { if (rows.length > 0) parts.push(`${plain(heading(texts, title))}\n${table(headed(texts, columns), rows)}`) }
  add('Contradicted', defects, [{ title: 'stream', value: (one) => one.stream }, { title: 'event', value: (one) => one.sequence, right: true }, { title: 'what', value: (one) => texts.said(one.text) }])
  add('Missing', missing, [{ title: 'code', value: (one) => one.code }, { title: 'what', value: (one) => texts.said(one.text) }])
  for (const section of SECTIONS) {
    if (section === 'original' && original) add('Received', original.arrivals, [
      { title: `at (${zone})`, value: (one) => time(one.at) }, { title: 'channel', value: (one) => one.channel }, { title: 'sender', value: (one) => one.sender }, { title: 'file', value: (one) => one.fileName },
      { title: 'kept', value: () => keptIn(texts, original.kept) }, { title: 'SHA-256', value: () => original.sha256 },
    ])
    add(TITLES[section], statements.filter((one) => one.section === section), statementColumns(section, { zone, time }, texts))
    if (section === 'push') {
      add('Sent and answered', receipts, receiptColumns({ zone, time }, texts))
      add('Exchanged with the partner', exchanged, [
        { title: `at (${zone})`, value: (one) => time(one.at) }, { title: 'direction', value: (one) => (one.direction === 'out' ? texts.order.outgoing : texts.order.incoming) }, { title: 'document', value: (one) => `${one.type} ${one.control}` },
        { title: 'partner', value: (one) => one.partner }, { title: 'state', value: (one) => word(texts, texts.theirStates, one.state) }, { title: 'kept', value: (one) => keptIn(texts, one.kept) }, { title: 'SHA-256', value: (one) => one.sha256 },
      ])
    }
  }
  add('Proofs', chains, [
    { title: 'stream', value: (one) => one.stream }, { title: 'events', value: (one) => one.events, right: true }, { title: 'whole and sealed', value: (one) => heading(texts, one.whole ? 'yes' : 'no') },
    { title: 'proof', value: proofsOf }, { title: 'SHA-256', value: (one) => one.head },
  ])
  const head: Parameters<typeof facts>[0] = [
    ['order', nameOf(order)], ['id', order.id], ['status', word(texts, texts.statuses, order.status)], ['buyer', [order.buyer, order.buyerParty?.name].filter((part) => part).join(', ')], ['reference', order.reference],
    ['payable', money(worth(order), order.currency)], ['as of', evidence.asOf && `${time(evidence.asOf)} ${zone}`],
  ]
  return [facts(head.map(([title, value]) => [heading(texts, title), value])), ...parts].join('\n')
}

const statementColumns = (section: Section, { zone, time }: Times, texts: Texts): Column<Statement>[] => [
  { title: 'event', value: ({ event }) => event.sequence, right: true }, { title: `at (${zone})`, value: ({ event }) => time(event.at) }, { title: 'by', value: ({ event }) => event.actor }, { title: 'proof', value: ({ proof }) => proof ?? '–' },
  ...(section === 'review' ? [{ title: 'rules', value: ({ event }: Statement) => (event.data as { rules?: string }).rules }] : []),
  { title: 'what', value: ({ event }) => sentence(event, texts) },
]

const receiptColumns = ({ zone, time }: Times, texts: Texts): Column<Receipt>[] => [
  { title: 'system', value: (one) => one.system }, { title: 'effect', value: (one) => `${word(texts, texts.actions, one.action)} ${word(texts, texts.recordKinds, one.kind)}` }, { title: 'state', value: (one) => word(texts, texts.messageStates, one.state) },
  { title: 'their number', value: (one) => one.number ?? one.theirId }, { title: `sent (${zone})`, value: (one) => time(one.askedAt) }, { title: `answered (${zone})`, value: (one) => time(one.doneAt) },
  { title: 'attempts', value: (one) => one.attempts, right: true }, { title: 'key', value: (one) => one.key }, { title: 'correlation', value: (one) => one.correlation },
]

const keptIn = (texts: Texts, kept: string): string => heading(texts, { whole: 'whole', erased: 'erased', missing: 'not kept', other: 'changed' }[kept] ?? kept)

/** The nights that hold it, the first and the last of them. */
function proofsOf({ covered }: Chain): string {
  const [first, last] = [covered.at(0), covered.at(-1)]
  return first === undefined ? '–' : first === last ? `${first.file} (${first.upTo})` : `${first.file} (${first.upTo}) … ${last!.file} (${last!.upTo})`
}
