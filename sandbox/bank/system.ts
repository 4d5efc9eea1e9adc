import { type Row } from '../records'
import { type System } from '../system'
import { accountRoutes, seed } from './account'
import { bookingRoutes } from './booking'
import { type Statement, statementBody, statementRoutes } from './statement'

/** A bank: accounts, what customers pay to them and take back, and the statement of each day as camt.053. It takes nothing from us. */
export const bank: System = {
  name: 'bank',
  routes: [...accountRoutes, ...statementRoutes, ...bookingRoutes],
  changing: ['statement'],
  seed,
  plants: new Map(),
  errorBody: ({ code, message }) => ({ tppMessages: [{ category: 'ERROR', code, text: message }] }),
  feedBody: ({ rows, next, more }) => ({ statements: rows.map((row) => statementBody(row as Row<Statement>)), _links: { next: { href: next }, more } }),
}
