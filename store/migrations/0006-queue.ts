import { type Migration, type MigrationContext } from './table'

/**
 * The queue of each company's system by itself, in the order in which its messages fall due; while a message is under way that is when its lease
 * ends. A stream's messages are found without naming a system.
 */
export const queue: Migration = {
  name: '0006-queue',
  async up(context) {
    const { query, options } = context
    if ('lease_until_ms' in await query.describeTable('messages', options as never)) {
      await query.sequelize.query("UPDATE messages SET not_before_ms = lease_until_ms WHERE state = 'sending'", options)
      await query.sequelize.query('ALTER TABLE messages DROP COLUMN lease_until_ms', options)
    }
    await replaceIndex(context, 'messages_due', 'messages_queue', ['state', 'company', 'system', 'not_before_ms', 'position'])
    await replaceIndex(context, 'messages_stream', 'messages_of_stream', ['company', 'stream', 'system', 'position'])
  },
}

async function replaceIndex({ query, options }: MigrationContext, before: string, named: string, fields: string[]): Promise<void> {
  const there = new Set((await query.showIndex('messages', options) as { name: string }[]).map((index) => index.name))
  if (!there.has(named)) await query.addIndex('messages', { ...options, name: named, fields })
  if (there.has(before)) await query.removeIndex('messages', before, options)
}
