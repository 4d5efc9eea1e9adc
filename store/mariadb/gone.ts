import { AccessDeniedError, BaseError, ConnectionError } from 'sequelize'

/** The server went away (it was restarted, killed, or the line was cut) before a transaction was to be kept: it has kept nothing of it, so that it can be run again. */
export class WentAway extends Error {
  override readonly name = 'WentAway'
  constructor(cause: unknown) {
    super(`the database server went away: ${cause instanceof Error ? cause.message : String(cause)}. Nothing of what was under way is written; see that it runs and can be reached`, { cause })
  }
}

/** ER_SERVER_SHUTDOWN, ER_NORMAL_SHUTDOWN, ER_SHUTDOWN_COMPLETE, ER_CONNECTION_KILLED. */
const ENDINGS = [1053, 1077, 1079, 1927]

/** Is this what a lost connection looks like, whatever was asked of it? */
export function isGone(error: unknown): boolean {
  if (error instanceof ConnectionError) return !(error instanceof AccessDeniedError)
  const parent: unknown = error instanceof BaseError && 'parent' in error ? error.parent : error
  if (typeof parent !== 'object' || parent === null) return false
  const { fatal, errno } = parent as { fatal?: unknown; errno?: unknown }
  // mysql2 says so of whatever ends the connection; a refused login does not come this far
  return fatal === true || (typeof errno === 'number' && ENDINGS.includes(errno))
}
