import { type OrderDraft } from '../orders/draft'

/** Which of the places that a profile demands the order does not fill; `lines.quantity` is of every line. */
export const lacking = (order: OrderDraft, required: readonly string[]): string[] =>
  required.filter((path) => (path.startsWith('lines.') ? !order.lines.every((line) => has(line, path.slice('lines.'.length))) : !has(order, path)))

const has = (value: object, field: string): boolean => (value as Record<string, unknown>)[field] !== undefined
