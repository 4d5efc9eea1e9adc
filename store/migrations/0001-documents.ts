import { bytes, createTable, digest, id, instant, integer, key, type Migration, name, optional, text } from './table'

/** What came in: documents whole and once, an arrival for each time, an item for each message in it. */
export const documents: Migration = {
  name: '0001-documents',
  async up(context) {
    await createTable(context, 'settings', { name: key(name()), value: text() })
    await createTable(context, 'documents', {
      sha256: key(digest()), bytes: integer(), chunks: integer(),
      format: optional(name()), partner: optional(id()), profile_version: optional(integer()),
    })
    await createTable(context, 'document_chunks', { sha256: key(digest()), no: key(integer()), bytes: bytes() })
    await createTable(context, 'arrivals', {
      id: key(id()), transport_key: digest(), channel: name(128), transport_id: text(), sha256: digest(),
      file_name: optional(text()), sender: optional(text()), at: instant(), outcome: name(32), company: optional(name()), problems: text(),
    }, { unique: { arrivals_transport: ['transport_key'] }, indexes: { arrivals_sha256: ['sha256'], arrivals_outcome: ['outcome', 'at'] } })
    await createTable(context, 'arrival_items', {
      arrival: key(id()), no: key(integer()), type: text(), control: optional(text()), outcome: name(32),
      company: optional(name()), order_id: optional(id()), text: optional(text()),
    }, { indexes: { arrival_items_order: ['order_id'] } })
  },
}
