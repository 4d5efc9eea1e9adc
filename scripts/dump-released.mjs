// Writes what a released version's tables look like and what lies in them, for test/store/released: node scripts/dump-released.mjs STORE.db FOLDER
// NAME.schema.sql has the statements that made the tables, NAME.rows.ndjson a line a row; NAME is the last migration that was run. To be done once a
// release, on a store of that version which a test or a day filled. What it wrote is never written again: later versions are tried on it.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const [file, folder] = process.argv.slice(2)
if (!file || !folder) throw new Error('usage: node scripts/dump-released.mjs STORE.db FOLDER')
const db = new DatabaseSync(file, { readOnly: true })
const { name } = db.prepare('SELECT max(name) AS name FROM migrations').get()
const path = (ending) => join(folder, `${name}.${ending}`)
if (existsSync(path('schema.sql'))) throw new Error(`${path('schema.sql')} was released: it is not written over`)
const made = db.prepare("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name").all()
writeFileSync(path('schema.sql'), made.map(({ sql }) => `${sql};\n`).join(''))
const bytes = (value) => (value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value)
const rows = made.filter(({ type }) => type === 'table').flatMap(({ name: table }) =>
  db.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all().map((row) => JSON.stringify({ table, row: Object.fromEntries(Object.entries(row).map(([column, value]) => [column, bytes(value)])) })))
writeFileSync(path('rows.ndjson'), `${rows.join('\n')}\n`)
