import { createTable, instant, integer, key, type Migration, name, text } from './table'

/** Systems that do not answer: nothing but a probe goes to them. A row only while it is so. */
export const circuits: Migration = {
  name: '0021-circuits',
  async up(context) {
    await createTable(context, 'circuits', { company: key(name()), system: key(name()), opened_at: instant(), probe_ms: integer(), probes: integer(), text: text() })
  },
}
