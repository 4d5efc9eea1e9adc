import { createTable, digest, flag, id, instant, integer, key, type Migration, name, optional, position, text } from './table'

/** Dealing with the other systems: messages to them, what they hold of ours, what waits for a person, and the jobs' runs. */
export const engine: Migration = {
  name: '0004-engine',
  async up(context) {
    await createTable(context, 'messages', {
      position: position(context.dialect), id: id(), company: name(), system: name(), kind: name(), our_id: id(), revision: integer(), action: name(32), stream: name(400),
      body: text(), body_parts: integer(), correlation: id(), created_at: instant(), state: name(16), attempt: integer(), owner: optional(id()),
      lease_until_ms: optional(integer()), not_before_ms: integer(), ended_ms: optional(integer()), unsure: flag(), resends: optional(integer()), fault: optional(text()), result: optional(text()), done_at: optional(instant()),
    }, {
      unique: { messages_id: ['id'], messages_effect: ['company', 'system', 'kind', 'our_id', 'revision', 'action'] },
      indexes: { messages_due: ['state', 'system', 'not_before_ms', 'position'], messages_stream: ['company', 'system', 'stream', 'position'] },
    })
    await createTable(context, 'links', {
      company: key(name()), system: key(name()), kind: key(name()), our_id: key(id()), their_id: id(), number: optional(text()), stream: name(400), state: text(), version: text(),
      as_of: instant(), currency: optional(text()), amount_minor: optional(integer()), body: optional(text()), revision: integer(),
    }, { unique: { links_their_id: ['company', 'system', 'kind', 'their_id'] }, indexes: { links_stream: ['company', 'stream'] } })
    await createTable(context, 'cases', {
      id: key(id()), open_key: optional(digest()), company: name(), kind: name(), system: name(), subject: name(400), field: text(), ours: optional(text()), theirs: optional(text()), text: text(),
      owner: optional(id()), due_at: optional(instant()), first_seen: instant(), last_seen: instant(), state: name(16),
      result: optional(text()), closed_by: optional(id()), closed_at: optional(instant()), detail: optional(text()),
    }, { unique: { cases_open: ['open_key'] }, indexes: { cases_state: ['company', 'state', 'kind', 'last_seen'], cases_subject: ['company', 'subject'] } })
    await createTable(context, 'runs', {
      company: key(name()), job: key(name(128)), scheduled_for: key(instant()), started_at: instant(), ended_at: optional(instant()), outcome: name(16),
      counts: text(), run_cursor: optional(text()), proof: optional(text()), owner: id(), lease_until_ms: integer(),
    })
    await createTable(context, 'cursors', { company: key(name()), system: key(name()), kind: key(name()), value: text() })
    await createTable(context, 'references_held', {
      company: key(name()), system: key(name()), kind: key(name()), ref_key: key(id()), value: text(), as_of: instant(), fetched_at: instant(),
    }, { indexes: { references_kind: ['company', 'kind', 'ref_key'] } })
    await createTable(context, 'secrets', { company: key(name()), system: key(name()), cipher: text(), changed_at: instant() })
  },
}
