import { type Order } from '../orders/order'
import { type Message } from '../store/records'
import { type Texts } from './texts/texts'

/** What a system that holds the order has made of its cancel so far. */
export interface CancelRow { system: string; kind: string; record: string; state: string; isLeft: boolean }

/** R-CAN-05: one a record of a system: what is left first, then what is done. */
export function cancelRows({ cancel }: Order, messages: readonly Message[], texts: Texts): CancelRow[] {
  if (!cancel) return []
  const words = texts.cancel
  const row = ({ system, kind, ourId }: { system: string; kind: string; ourId: string }, state: string, isLeft: boolean): CancelRow => ({ system, kind: texts.recordKinds[kind] ?? kind, record: ourId, state, isLeft })
  return [
    ...cancel.left.map((item) => {
      const sent = messages.findLast((one) => one.action === 'cancel' && one.system === item.system && one.kind === item.kind && one.ourId === item.ourId)
      if (!item.asked) return row(item, words.later, true)
      return row(item, item.refusal !== undefined && sent?.state === 'refused' ? words.refused(texts.said(item.refusal)) : words.asked(sent ? texts.messageStates[sent.state] : ''), true)
    }),
    ...cancel.done.map((item) => row(item, item.waived ? words.waived(item.waived.by, texts.said(item.waived.reason)) : words.done, false)),
  ]
}
