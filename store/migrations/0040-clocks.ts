import { createTable, instant, integer, key, type Migration, name } from './table'

/** How far each system's clock is from ours, as its last answers said. */
export const clocks: Migration = {
  name: '0040-clocks',
  async up(context) {
    await createTable(context, 'clocks', { company: key(name()), system: key(name()), skew_ms: integer(), measured_at: instant() })
  },
}
