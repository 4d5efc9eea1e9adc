import { createTable, integer, key, type Migration, name } from './table'

/** When the next call to a system with a rate may leave: counted here, all workers together keep to it. */
export const paces: Migration = {
  name: '0035-paces',
  async up(context) {
    await createTable(context, 'paces', { company: key(name()), system: key(name()), next_us: integer() })
  },
}
