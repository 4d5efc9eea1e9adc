import { createTable, digest, id, integer, key, type Migration, name, optional, text } from './table'

/** What was configured, and the tables it is looked up in. */
export const config: Migration = {
  name: '0005-config',
  async up(context) {
    await createTable(context, 'config_records', {
      company: key(name()), kind: key(name()), config_key: key(id()), version: integer(), digest: digest(), body: text(), origin: id(), applied: optional(digest()),
    })
    await createTable(context, 'companies', { code: key(name()), name: text(), body: text() })
    await createTable(context, 'partners', { company: key(name()), code: key(id()), name: text(), version: integer(), body: text() })
    await createTable(context, 'partner_identifiers', { company: key(name()), scheme: key(name(128)), value: key(id()), partner: id() },
      { indexes: { partner_identifiers_value: ['scheme', 'value'], partner_identifiers_partner: ['company', 'partner'] } })
    await createTable(context, 'actors', { id: key(id()), name: text(), roles: text(), scope: text() })
    await createTable(context, 'systems', { company: key(name()), name: key(name()), role: name(), body: text() })
  },
}
