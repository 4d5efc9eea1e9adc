import { createTable, flag, integer, key, type Migration, name, text } from './table'

/** What went to and fro over the wire for each attempt at a message. By its position, so that rows are added at the end. */
export const exchanges: Migration = {
  name: '0091-exchanges',
  async up(context) {
    await createTable(context, 'exchanges', { message: key(integer()), attempt: key(integer()), started_ms: integer(), ms: integer(), state: name(16), trips: text(), erased: flag() })
  },
}
