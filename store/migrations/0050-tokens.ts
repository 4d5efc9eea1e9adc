import { createTable, digest, id, integer, key, type Migration, name, optional, text } from './table'

/** Tokens that systems give out for a while, encrypted, and who is just renewing one. */
export const tokens: Migration = {
  name: '0050-tokens',
  async up(context) {
    await createTable(context, 'tokens', {
      company: key(name()), system: key(name()), secret: digest(), cipher: optional(text()), expires_ms: optional(integer()), generation: integer(), lock_owner: optional(id()), lock_until_ms: integer(),
    })
  },
}
