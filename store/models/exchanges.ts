import { integer, string, table, text } from './table'

/** One attempt at a message: `message` is its position. `erased` is 1 once its bodies were taken away with the person. */
export interface ExchangeRow { message: number; attempt: number; started_ms: number; ms: number; state: string; trips: string; erased: number }
export const exchanges = table<ExchangeRow>('exchanges', ['message', 'attempt'], { message: integer, attempt: integer, started_ms: integer, ms: integer, state: string, trips: text, erased: integer })
