import { createTable, digest, id, instant, integer, key, type Migration, name, optional, text } from './table'

/** What happened: streams of events, each with the digest of the one before, and the personal values beside them. */
export const events: Migration = {
  name: '0002-events',
  async up(context) {
    const stream = () => ({ company: key(name()), stream: key(name(400)) })
    await createTable(context, 'streams', { ...stream(), version: integer(), head: digest() })
    await createTable(context, 'events', {
      ...stream(), sequence: key(integer()), type: name(), at: instant(), correlation: id(),
      envelope: text(), envelope_parts: integer(), digest: digest(), seal: digest(),
    }, { indexes: { events_correlation: ['correlation'], events_type: ['company', 'type', 'at'] } })
    await createTable(context, 'private_values', {
      ...stream(), sequence: key(integer()), path: key(name(191)), digest: digest(), salt: optional(name()), value: optional(text()), erased_at: optional(instant()),
    })
    // MariaDB takes 16 MiB at once: what is longer goes on here
    await createTable(context, 'text_parts', { owner: key(digest()), no: key(integer()), text: text() })
  },
}
