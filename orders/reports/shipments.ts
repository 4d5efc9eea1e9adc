import { type Order, type OrderDocumentLink } from '../order'
import { type ReturnReason } from '../returns/terms'

/** What the one who shipped it did wrong. */
const WRONG: readonly ReturnReason[] = ['wrongItem', 'short']

/** Was a return agreed to since this despatch had a wrong item or too little? Of several that had the line it is the last. */
export function isWrong({ documents, returns = [] }: Order, despatch: OrderDocumentLink): boolean {
  const despatches = documents.filter(({ kind }) => kind === 'despatch')
  return returns.filter(({ reason, state }) => WRONG.includes(reason) && state !== 'requested' && state !== 'refused').some(({ lines }) => lines.some(({ line }) =>
    (despatches.findLast((one) => one.lines?.some((part) => part.line === line)) ?? despatches.at(-1)) === despatch))
}
