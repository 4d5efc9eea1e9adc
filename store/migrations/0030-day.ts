import { type Migration, type MigrationContext } from './table'

/** What went out and what came in of late is counted without reading the rows, however many there are. */
export const day: Migration = {
  name: '0030-day',
  async up(context) {
    await addIndex(context, 'messages', 'messages_created', ['company', 'created_at', 'system', 'kind'])
    await addIndex(context, 'arrivals', 'arrivals_at', ['at', 'company', 'channel', 'outcome'])
  },
}

async function addIndex({ query, options }: MigrationContext, table: string, named: string, fields: string[]): Promise<void> {
  const there = (await query.showIndex(table, options) as { name: string }[]).some((index) => index.name === named)
  if (!there) await query.addIndex(table, { ...options, name: named, fields })
}
