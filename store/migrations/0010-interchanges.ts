import { createTable, digest, flag, id, instant, integer, key, type Migration, name, optional, text } from './table'

/** The envelopes that partners sent us and we sent them: what was answered, what we wait for, and which control numbers came in. */
export const interchanges: Migration = {
  name: '0010-interchanges',
  async up(context) {
    await createTable(context, 'interchanges', {
      company: key(name()), id: key(id()), direction: name(8), partner: id(), standard: name(16), type: name(32), control: name(64), group_control: optional(name()), functional: optional(name(16)),
      test: flag(), messages: integer(), sha256: digest(), at: instant(), stream: name(400), state: name(32),
      due_at: optional(instant()), answered_at: optional(instant()), answered_by: optional(id()), text: optional(text()),
    }, {
      indexes: {
        interchanges_control: ['company', 'partner', 'direction', 'control'], interchanges_group: ['company', 'partner', 'direction', 'group_control'],
        interchanges_due: ['company', 'direction', 'state', 'due_at'], interchanges_stream: ['company', 'stream'],
      },
    })
    await createTable(context, 'controls_seen', {
      control_key: key(digest()), company: name(), partner: id(), control: text(), at: instant(), arrival: id(), sha256: digest(), content: digest(), summary: text(),
    }, { indexes: { controls_seen_arrival: ['arrival'] } })
  },
}
