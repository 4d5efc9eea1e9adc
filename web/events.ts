import { type OrderChange, type OrderEvent, type StoredEvent } from '../orders/event'
import { type SentenceWords, type Texts } from './texts/texts'

/** A stored event of an order as one sentence; one of a type that this version does not know shows its type. */
export function sentence(event: StoredEvent, texts: Texts): string {
  if (!Object.hasOwn(texts.events, event.type)) return event.type
  const say = texts.events[event.type as OrderEvent['type']] as (data: unknown, words: SentenceWords) => string
  return say(event.data, wordsOf(texts))
}

const wordsOf = (texts: Texts): SentenceWords => ({
  said: texts.said,
  lines: (parts) => texts.list(parts.map(texts.lineOf)),
  changes: (change) => changes(change, texts),
  role: (role) => texts.owners[role] ?? role,
  kind: (kind) => texts.recordKinds[kind] ?? kind,
  returnReason: (reason) => texts.returnReasons[reason] ?? reason,
  condition: (condition) => texts.conditions[condition] ?? condition,
})

function changes(change: OrderChange, texts: Texts): string {
  const { lines: wishes = [], ...header } = change
  const said = (fields: object): string => texts.list(Object.entries(fields).map(([name, value]) => texts.changeOf(name, typeof value === 'object' ? JSON.stringify(value) : String(value))))
  return [...wishes.map(({ line, ...fields }) => texts.changeOfLine(line, said(fields))), ...(Object.keys(header).length ? [said(header)] : [])].join('; ')
}
