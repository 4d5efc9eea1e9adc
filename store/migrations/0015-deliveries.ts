import { createTable, id, instant, integer, key, type Migration, name, optional, position, text } from './table'

/** Who wants to hear of events, and of each what it has not taken yet; and which commands of outside were carried out. */
export const deliveries: Migration = {
  name: '0015-deliveries',
  async up(context) {
    await createTable(context, 'subscriptions', { name: key(name(191)), company: name(), types: optional(text()), created_at: instant() })
    await createTable(context, 'deliveries', {
      position: position(context.dialect), subscription: name(191), company: name(), stream: name(400), sequence: integer(), attempt: integer(), not_before_ms: integer(),
    }, { indexes: { deliveries_due: ['subscription', 'not_before_ms'] } })
    await createTable(context, 'commands_done', { company: key(name()), command: key(id()), stream: name(400), at: instant() })
  },
}
